"""Versions of a calendar, as rows."""

from datetime import date

import pytest
from django.db.utils import ProgrammingError

from audit.models import Event
from teams.actions import calendars
from teams.actions.calendars import SpecialDay, Terms
from teams.actions.refusals import Refused
from teams.actions.versions import EditConflict
from teams.models import Calendar, CalendarDay, CalendarVersion
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
    with pytest.raises(EditConflict):
        edit(first, terms=Terms(time_zone="Asia/Manila", week=NINE_TO_FIVE, days={}))


def edit(version, *, terms):
    calendars.edit(
        calendar=version.calendar, version=1, name=version.calendar.name, terms=terms, by=make_membership(), at=NOW
    )


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


def test_an_edit_that_changes_nothing_is_no_version(in_tenant):
    first = make_calendar(days=CLOSED)
    edit(first, terms=Terms(time_zone="UTC", week=NINE_TO_FIVE, days=CLOSED))
    assert CalendarVersion.objects.count() == 1
    assert not Event.objects.of(in_tenant.pk).filter(action="calendar.edit").exists()


def test_a_name_is_taken_once(in_tenant):
    make_calendar(name="Berlin")
    with pytest.raises(Refused, match="already in use"):
        make_calendar(name="Berlin")


def test_the_first_calendar_is_that_of_the_organisation_until_another_is(in_tenant):
    terms = Terms(time_zone="UTC", week=NINE_TO_FIVE, days={})
    berlin = calendars.create(name="Berlin", terms=terms, by=None, at=NOW)
    manila = calendars.create(name="Manila", terms=terms, by=None, at=NOW)
    assert (berlin.is_default, manila.is_default) == (True, False)
    calendars.make_default(calendar=manila, by=make_membership(), at=NOW)
    assert list(Calendar.objects.filter(is_default=True)) == [manila]


def test_holidays_of_a_country_are_kept_but_those_that_are_worked(in_tenant):
    terms = {"time_zone": "America/New_York", "week": NINE_TO_FIVE, "days": {}, "country": "US"}
    worked = make_calendar(**terms, worked_holidays=("Columbus Day",)).terms
    assert date(2026, 9, 7) in worked.closed_days
    assert date(2026, 10, 12) not in worked.closed_days


def test_days_of_the_organisation_go_before_holidays(in_tenant):
    own = {LABOUR_DAY: SpecialDay(kind="open", name="Sale", hours=read_hours("10-12"))}
    kept = make_calendar(country="US", days=own)
    assert kept.terms.hours_on(LABOUR_DAY) == read_hours("10-12")


def test_weekends_worked_in_exchange_have_the_usual_hours(in_tenant):
    china = make_calendar(country="CN", week={1: read_hours("8-12"), 2: read_hours("9-17")}).terms
    assert china.hours_on(date(2026, 2, 14)) == read_hours("8-12")


def test_what_nothing_runs_by_is_deleted(in_tenant):
    make_calendar(is_default=True)
    spare = make_calendar(days=CLOSED).calendar
    calendars.delete(calendar=spare, by=make_membership(), at=NOW)
    assert CalendarVersion.objects.count() == 1


def test_the_calendar_of_the_organisation_is_not_deleted(in_tenant):
    with pytest.raises(Refused, match="Choose another one first"):
        calendars.delete(calendar=make_calendar(is_default=True).calendar, by=make_membership(), at=NOW)
