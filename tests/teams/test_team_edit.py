import pytest

from teams.models import Team
from teams.tenancy import tenant
from tests.factories.teams import make_department, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def field(admin):
    with tenant(admin.organisation_id):
        return make_team(name="Field")


def url_of(client, team):
    return client.organisation_url("teams:team_edit", team.pk)


def test_moves_a_team_below_another(client_of, admin, field):
    with tenant(admin.organisation_id):
        west = make_team(name="West", department=field.department)
    client = client_of(admin)
    assert client.get(url_of(client, west)).status_code == 200
    client.post(url_of(client, west), {"name": "West", "parent": field.pk})
    with tenant(admin.organisation_id):
        assert Team.objects.get(pk=west.pk).parent_id == field.pk


def test_makes_no_ring(client_of, admin, field):
    with tenant(admin.organisation_id):
        west = make_team(name="West", department=field.department, parent=field)
        coast = make_team(name="Coast", department=field.department, parent=west)
    client = client_of(admin)
    response = client.post(url_of(client, field), {"name": "Field", "parent": coast.pk})
    assert response.status_code == 422
    reason = "A team cannot be part of itself or of a team below it."
    assert response.context["form"].errors == {"parent": [reason]}


def test_offers_only_teams_of_its_department(client_of, admin, field):
    with tenant(admin.organisation_id):
        elsewhere = make_team(department=make_department())
    client = client_of(admin)
    response = client.post(url_of(client, field), {"name": "Field", "parent": elsewhere.pk})
    assert list(response.context["form"].errors) == ["parent"]
