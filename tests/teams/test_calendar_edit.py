import pytest

from teams.models import Calendar, CalendarVersion
from teams.tenancy import tenant
from tests.factories.teams import make_calendar
from tests.teams.test_calendar_new import CALENDAR

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(ops_auditor):
    with tenant(ops_auditor.organisation_id):
        return make_calendar(name="Berlin", country="US", worked_holidays=("Columbus Day",))


@pytest.fixture
def client(client_of, ops_auditor):
    return client_of(ops_auditor)


def url(client, version, name="teams:calendar_edit"):
    return client.organisation_url(name, version.calendar_id)


def post(client, version, *, number=1, **values):
    return client.post(url(client, version), CALENDAR | {"version": number} | values)


def test_shows_the_version_as_it_is_typed(client, version):
    form = client.get(url(client, version)).context["form"]
    assert form["weekday_1"].value() == "09:00–17:00"
    assert "Columbus Day" not in form["kept"].value()
    assert "Labor Day" in form["kept"].value()


def test_saves_a_new_version(client, version):
    assert post(client, version, name="Munich").status_code == 302
    with tenant(client.organisation.pk):
        newest = CalendarVersion.objects.newest().with_days().get()
        assert (newest.number, newest.calendar.name, newest.time_zone) == (2, "Munich", "Europe/Berlin")
        assert CalendarVersion.objects.get(number=1).time_zone == "UTC"


def test_two_editors_see_what_both_wrote(client, version):
    post(client, version)
    response = post(client, version, weekday_1="10-12")
    assert response.status_code == 409
    differences = [(str(one.label), one.theirs, one.ours) for one in response.context["form"].differences]
    assert ("Monday", "09:00–12:30, 13:30–18:00", "10-12") in differences
    assert post(client, version, weekday_1="10-12", number=2).status_code == 302


def test_what_began_keeps_its_version_on_the_page(client, version):
    post(client, version)
    page = client.get(url(client, version, "teams:calendar_detail"), {"version": 1})
    assert page.context["version"].number == 1
    assert "no longer in force" in page.text
    assert client.get(url(client, version, "teams:calendar_detail"), {"version": 9}).status_code == 404


def test_becomes_the_calendar_of_the_organisation(client, version):
    client.post(url(client, version, "teams:calendar_make_default"))
    with tenant(client.organisation.pk):
        assert Calendar.objects.get(is_default=True).pk == version.calendar_id


def test_is_deleted(client, version):
    client.post(url(client, version, "teams:calendar_delete"))
    with tenant(client.organisation.pk):
        assert not CalendarVersion.objects.exists()
