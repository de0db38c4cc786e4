import pytest

from audit.models import Event
from teams.models import Organisation, Period
from teams.tenancy import tenant
from tests.factories.goals import make_objective

pytestmark = pytest.mark.django_db

SETTINGS = {"name": "Acme", "language": "en", "time_zone": "UTC", "currency": "USD", "fiscal_start_month": "1"}


def post(client, **values):
    return client.post(client.organisation_url("teams:organisation_edit"), SETTINGS | values)


def present(membership):
    with tenant(membership.organisation_id):
        return Organisation.objects.get(pk=membership.organisation_id)


def test_saves_and_writes_down_what_changed(client_of, owner):
    client = client_of(owner)
    assert client.get(client.organisation_url("teams:organisation_edit")).status_code == 200
    response = post(client, name="Acme Ltd", time_zone="Asia/Manila", currency="PHP", language="fil")
    assert response.status_code == 302
    organisation = present(owner)
    assert (organisation.name, organisation.currency) == ("Acme Ltd", "PHP")
    with tenant(owner.organisation_id):
        event = Event.objects.of(owner.organisation_id).get(action="organisation.edit")
    assert event.before == {"name": "Acme", "time_zone": "UTC", "currency": "USD", "language": "en"}


def test_a_new_fiscal_start_moves_the_same_years(client_of, owner):
    post(client_of(owner), fiscal_start_month="4")
    with tenant(owner.organisation_id):
        assert Period.objects.get(key="2026-Q1").starts_on.isoformat() == "2025-04-01"
        assert Period.objects.get(key="2027").ends_on.isoformat() == "2027-04-01"


@pytest.mark.parametrize(("field", "value"), [("currency", "EUR"), ("fiscal_start_month", "7")])
def test_what_objectives_stand_on_stays(client_of, owner, field, value):
    with tenant(owner.organisation_id):
        make_objective()
    response = post(client_of(owner), name="Changed", **{field: value})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert present(owner).name == "Acme"
    with tenant(owner.organisation_id):
        assert Period.objects.filter(key="2026-Q3").exists()


def test_the_name_may_change_although_objectives_stand(client_of, owner):
    with tenant(owner.organisation_id):
        make_objective()
    assert post(client_of(owner), name="Acme Ltd").status_code == 302
    assert present(owner).name == "Acme Ltd"


@pytest.mark.parametrize(
    ("field", "value"), [("time_zone", "Mars/Base"), ("currency", "DEM"), ("fiscal_start_month", "13"), ("name", "")]
)
def test_shows_wrong_input_again_with_the_reason(client_of, owner, field, value):
    response = post(client_of(owner), **{field: value})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
