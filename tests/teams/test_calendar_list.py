from datetime import date

import pytest

from teams.actions.calendars import SpecialDay
from teams.tenancy import tenant
from tests.factories.teams import make_calendar

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to("2026-08-14T12:00Z")


def test_shows_hours_and_the_next_day_off(client_of, viewer):
    with tenant(viewer.organisation_id):
        make_calendar(name="Head office", country="US", is_default=True)
    client = client_of(viewer)
    (row,) = client.get(client.organisation_url("teams:calendar_list")).context["rows"]
    assert (row.weekdays, row.week_minutes, row.next_day_off.name) == ((1, 2, 3, 4, 5), 2400, "Labor Day")


def test_an_empty_organisation_says_what_to_do_next(client_of, ops_auditor, rep):
    client = client_of(ops_auditor)
    new = client.organisation_url("teams:calendar_new")
    assert new in client.get(client.organisation_url("teams:calendar_list")).text
    assert new not in client_of(rep).get(client.organisation_url("teams:calendar_list")).text


def test_asks_as_many_queries_for_ten_as_for_three(client_of, viewer, query_count):
    client = client_of(viewer)
    url = client.organisation_url("teams:calendar_list")
    add(viewer, rows=3)
    few = query_count(client, url)
    add(viewer, rows=7)
    assert query_count(client, url) == few


def add(viewer, *, rows):
    with tenant(viewer.organisation_id):
        for _ in range(rows):
            make_calendar()


def test_a_calendar_shows_two_weeks_and_the_days_that_differ(client_of, viewer):
    days = {date(2026, 8, 17): SpecialDay(kind="closed", name="Summer party")}
    with tenant(viewer.organisation_id):
        version = make_calendar(days=days, country="US")
    client = client_of(viewer)
    response = client.get(client.organisation_url("teams:calendar_detail", version.calendar_id))
    assert len(response.context["days"]) == 14
    assert [day.name for day in response.context["special_days"]][:2] == ["Summer party", "Labor Day"]
    assert "Summer party" in response.text
