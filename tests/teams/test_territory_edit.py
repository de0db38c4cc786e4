"""Creating, renaming and deleting a territory."""

import pytest

from teams.models import Territory
from teams.tenancy import tenant
from tests.factories.teams import make_assignment, make_territory

pytestmark = pytest.mark.django_db


@pytest.fixture
def north(admin):
    with tenant(admin.organisation_id):
        return make_territory(name="North")


def test_creates(client_of, admin):
    client = client_of(admin)
    assert client.get(client.organisation_url("teams:territory_new")).status_code == 200
    client.post(client.organisation_url("teams:territory_new"), {"name": "South"})
    with tenant(admin.organisation_id):
        assert Territory.objects.get().name == "South"


def test_renames(client_of, admin, north):
    client = client_of(admin)
    url = client.organisation_url("teams:territory_edit", north.pk)
    assert client.get(url).status_code == 200
    client.post(url, {"name": "Far north"})
    with tenant(admin.organisation_id):
        assert Territory.objects.get().name == "Far north"


def test_refuses_a_name_in_use(client_of, admin, north):
    client = client_of(admin)
    response = client.post(client.organisation_url("teams:territory_new"), {"name": "North"})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["name"]


def test_deletes_what_is_not_used(client_of, admin, north):
    client = client_of(admin)
    client.post(client.organisation_url("teams:territory_delete", north.pk))
    with tenant(admin.organisation_id):
        assert not Territory.objects.exists()


def test_says_who_still_uses_it(client_of, admin, north):
    with tenant(admin.organisation_id):
        make_assignment(territory=north)
    client = client_of(admin)
    response = client.post(client.organisation_url("teams:territory_delete", north.pk), follow=True)
    assert "North is still used here: Assignments." in response.text
