"""Versions of a calendar, as rows."""

from datetime import date

import pytest
from django.db.utils import ProgrammingError

from audit.models import Event
from teams.actions import calendars
from teams.actions.calendars import SpecialDay, Terms
from teams.actions.refusals import Refused
from teams.models import CalendarDay, CalendarVersion
from teams.queries.calendars import default_calendar
from teams.rules.calendars import NoOpenHour, read_hours
from tests.factories.teams import NINE_TO_FIVE, NOW, make_calendar, make_membership

pytestmark = pytest.mark.django_db
LABOUR_DAY = date(2026, 9, 7)
CLOSED = {LABOUR_DAY: SpecialDay(kind="holiday", name="Labor Day")}


def test_an_organisation_without_a_calendar_has_none(in_tenant):
    assert default_calendar() is None


def test_the_default_calendar_tells_weekdays_and_closed_days(in_tenant):
    make_calendar(is_default=True, days=CLOSED)
    make_calendar(week={7: read_hours("9-17")})
    calendar = default_calendar()
    assert (calendar.weekdays, calendar.closed_days) == ({1, 2, 3, 4, 5}, {LABOUR_DAY})


def test_an_edit_is_a_new_version_and_the_old_one_stays(in_tenant):
    first = make_calendar(is_default=True)
    terms = Terms(time_zone="Asia/Manila", week=NINE_TO_FIVE, days=CLOSED)
    edit(first, terms=terms)
    assert (default_calendar().zone, default_calendar().closed_days) == ("Asia/Manila", {LABOUR_DAY})
    kept = CalendarVersion.objects.with_days().get(pk=first.pk)
    assert (kept.number, kept.terms.zone, kept.terms.closed_days) == (1, "UTC", set())
    event = Event.objects.of(in_tenant.pk).get(action="calendar.edit")
    assert event.after == {
        "version": 2,
        "time_zone": "Asia/Manila",
        "days": {"2026-09-07": ["holiday", "Labor Day"]},
    }


def test_two_editors_do_not_overwrite_each_other(in_tenant):
    first = make_calendar()
    edit(first, terms=Terms(time_zone="UTC", week=NINE_TO_FIVE, days=CLOSED))
    with pytest.raises(calendars.Outdated):
        edit(first, terms=Terms(time_zone="Asia/Manila", week=NINE_TO_FIVE, days={}))


def edit(version, *, terms):
    calendars.edit(calendar=version.calendar, version=1, terms=terms, by=make_membership(), at=NOW)


def test_a_version_cannot_be_changed(in_tenant):
    first = make_calendar(days=CLOSED)
    for rows in (CalendarVersion.objects.filter(pk=first.pk), CalendarDay.objects.filter(version=first)):
        with pytest.raises(ProgrammingError, match="never changed"):
            with calendars.transaction.atomic():
                rows.update(organisation=in_tenant)


def test_a_calendar_without_an_open_hour_leaves_nothing(in_tenant):
    with pytest.raises(NoOpenHour):
        make_calendar(week={})
    assert not CalendarVersion.objects.exists()


def test_names_and_the_default_are_taken_once(in_tenant):
    make_calendar(name="Berlin", is_default=True)
    with pytest.raises(Refused, match="already in use"):
        make_calendar(name="Berlin")
    with pytest.raises(Refused, match="whole organisation"):
        make_calendar(is_default=True)
