from datetime import date
from decimal import Decimal

import pytest
import time_machine

from audit.models import Event
from pipeline.models import Reading, Touched
from teams.tenancy import tenant
from tests.factories.pipeline import make_reading_series
from tests.factories.teams import NOW, make_assignment, make_department, make_team, make_territory


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield NOW.date()


@pytest.fixture
def awareness(organisation):
    with tenant(organisation.pk):
        return make_reading_series(name="Brand awareness", unit="share")


def typed(series, /, **values):
    return {"series": series.pk, "value_scaled": "75 %", "day": "2026-08-10", "note": "Survey"} | values


def post(client, series, /, **values):
    return client.post(client.organisation_url("pipeline:reading_new"), typed(series, **values))


def test_a_manager_writes_down_a_survey_and_sent_twice_it_is_one(client_of, marketing_manager, awareness, organisation):
    for _ in range(2):
        assert post(client_of(marketing_manager), awareness).status_code == 302
    with tenant(organisation.pk):
        reading = Reading.objects.get()
        event = Event.objects.get(action="reading.create")
        touched = Touched.objects.get(scope_id=organisation.pk)
    assert (reading.value, reading.day, reading.owner_id) == (Decimal("0.75"), date(2026, 8, 10), None)
    assert (event.actor_name, event.after["value"], event.after["series"]) == (
        "Mona Marketing", "0.75", "Brand awareness",
    )  # fmt: skip
    assert (touched.source, touched.first_day) == ("reading", date(2026, 8, 10))


def test_a_reading_of_a_person_counts_where_they_worked_that_day(
    client_of, sales_manager, rep, awareness, organisation
):
    with tenant(organisation.pk):
        before, after = make_team(name="Before"), make_team(name="After")
        north = make_territory(name="North")
        make_assignment(membership=rep, team=before, territory=north, ends_on=date(2026, 8, 1))
        make_assignment(membership=rep, team=after, starts_on=date(2026, 8, 1))
    client = client_of(sales_manager)
    post(client, awareness, owner=rep.pk, day="2026-07-31", team=after.pk)
    post(client, awareness, owner=rep.pk, day="2026-08-01")
    with tenant(organisation.pk):
        places = Reading.objects.order_by("day").values_list("team__name", "territory__name", "department")
        assert list(places) == [("Before", "North", before.department_id), ("After", None, after.department_id)]


def test_a_team_counts_for_its_department(client_of, sales_manager, awareness, organisation):
    with tenant(organisation.pk):
        team, other = make_team(name="West"), make_department(name="Other")
    post(client_of(sales_manager), awareness, team=team.pk, department=other.pk)
    with tenant(organisation.pk):
        assert Reading.objects.get().department_id == team.department_id


def test_a_rep_writes_down_their_own_and_nobody_elses(client_of, rep, sales_manager, awareness, organisation):
    client = client_of(rep)
    page = client.get(client.organisation_url("pipeline:reading_new")).content.decode()
    assert 'name="owner"' not in page and 'name="team"' not in page
    assert post(client, awareness, owner=sales_manager.pk).status_code == 302
    with tenant(organisation.pk):
        assert Reading.objects.get().owner_id == rep.pk


@pytest.mark.parametrize(
    ("unit", "text", "value"),
    [
        ("share", "12.5", "0.125"),
        ("duration", "30 s", "30"),
        ("duration", "1 h 30 min", "5400"),
        ("count", "1,200", "1200"),
        ("count", "١٢٠٠", "1200"),
        ("score", "4.25", "4.25"),
        ("score", "-12", "-12"),
        ("money", "USD 1,200.50", "120050"),
    ],
)
def test_values_are_read_as_people_write_them(client_of, sales_manager, organisation, unit, text, value):
    with tenant(organisation.pk):
        series = make_reading_series(unit=unit)
    assert post(client_of(sales_manager), series, value_scaled=text).status_code == 302
    with tenant(organisation.pk):
        assert Reading.objects.get().value == Decimal(value)


@pytest.mark.parametrize(
    ("unit", "wrong", "reason"),
    [
        ("count", {"value_scaled": "many"}, "not a value in the unit"),
        ("count", {"value_scaled": "30 s"}, "not a value in the unit"),
        ("count", {"value_scaled": "-3"}, "out of range"),
        ("count", {"value_scaled": "999,999,999,999,999"}, "out of range"),
        ("money", {"value_scaled": "EUR 3"}, "Amounts are in USD"),
        ("count", {"value_scaled": "3", "day": "2026-08-15"}, "has not come yet"),
        ("count", {"value_scaled": "3", "day": ""}, "required"),
        ("count", {"value_scaled": "3", "series": ""}, "required"),
        ("count", {"value_scaled": "3", "note": "\u202eevil"}, "change the direction"),
    ],
)
def test_what_cannot_be_kept_is_shown_again_with_the_reason(
    client_of, sales_manager, organisation, unit, wrong, reason
):
    with tenant(organisation.pk):
        series = make_reading_series(unit=unit)
    response = post(client_of(sales_manager), series, **wrong)
    assert response.status_code == 422
    assert reason in response.content.decode()
    with tenant(organisation.pk):
        assert not Reading.objects.exists()


def test_another_organisations_series_is_no_choice(client_of, sales_manager, awareness, other_organisation):
    with tenant(other_organisation.pk):
        foreign = make_reading_series()
    assert post(client_of(sales_manager), foreign).status_code == 422


def test_without_a_series_the_page_says_what_to_do_first(client_of, sales_manager, rep):
    manager, other = client_of(sales_manager), client_of(rep)
    url = manager.organisation_url("pipeline:reading_new")
    assert manager.organisation_url("pipeline:reading_series_new") in manager.get(url).content.decode()
    assert "A manager says first" in other.get(url).content.decode()


def test_a_viewer_may_not(client_of, viewer, stranger, awareness):
    assert post(client_of(viewer), awareness).status_code == 403
    assert client_of(stranger).get("/o/acme/readings/new/").status_code == 404
