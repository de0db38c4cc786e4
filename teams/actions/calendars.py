"""Calendars in versions: an edit makes the next one, and what already runs keeps its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions
from teams.actions import rows
from teams.actions.refusals import Refused, name_taken, told_as
from teams.actions.versions import EditConflict
from teams.models import Calendar, CalendarDay, CalendarVersion, Membership, PresenceChange
from teams.queries.organisations import active_organisation
from teams.rules import calendars, public_holidays

REFUSALS = {"teams_calendar_name_key": name_taken, "teams_calendar_one_default": lambda: _one_default()}
YEARS_BACK, YEARS_AHEAD = 15, 5


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that differs from its weekday; closed without hours."""

    kind: str
    name: str = ""
    hours: calendars.Hours = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """What a version says: `days` are the organisation's own, which go before the holidays of the country."""

    time_zone: str
    week: Mapping[int, calendars.Hours]
    days: Mapping[date, SpecialDay]
    country: str = ""
    subdivision: str = ""
    worked_holidays: tuple[str, ...] = ()

    def calendar(self, *, at: datetime, language: str = "en") -> tuple[calendars.Calendar, dict[date, SpecialDay]]:
        """As the rules take it, and the days that it differs on; raises a BadCalendar."""
        first, end = span(at=at)
        days = {**self._holidays(first, end, language), **self.days}
        own = {day: special.hours for day, special in days.items()}
        calendar = calendars.Calendar(zone=self.time_zone, week=self.week, days=own, starts_on=first, ends_on=end)
        return calendars.checked(calendar), days

    def _holidays(self, first: date, end: date, language: str) -> dict[date, SpecialDay]:
        listed = public_holidays.listed(
            country=self.country,
            region=self.subdivision,
            first_year=first.year,
            last_year=end.year - 1,
            language=language,
        )
        usual = next((hours for _weekday, hours in sorted(self.week.items()) if hours), ())
        make_up = SpecialDay(kind=CalendarDay.Kind.MAKE_UP, hours=usual)
        return {
            holiday.day: make_up if holiday.is_worked else SpecialDay(CalendarDay.Kind.HOLIDAY, holiday.name)
            for holiday in listed
            if holiday.key not in self.worked_holidays
        }


def span(*, at: datetime) -> tuple[date, date]:
    """The days [first, end) that a version written now is known for: old facts are imported too, promises look ahead."""
    return date(at.year - YEARS_BACK, 1, 1), date(at.year + YEARS_AHEAD + 1, 1, 1)


@transaction.atomic
def create(*, name: str, terms: Terms, by: Membership | None, at: datetime) -> Calendar:
    """A calendar with its first version; the first calendar is that of the whole organisation. Raises Refused or a BadCalendar."""
    is_default = not Calendar.objects.filter(is_default=True).exists()
    with told_as(REFUSALS):
        calendar = Calendar.objects.create(name=name, is_default=is_default)
    version = _write(calendar=calendar, number=1, terms=terms, by=by, at=at)
    after = {"name": name, "is_default": is_default, **_told(version)}
    PresenceChange.objects.create()
    audit.actions.record(action="calendar.create", record=calendar, by=by, at=at, after=after)
    return calendar


@transaction.atomic
def edit(*, calendar: Calendar, version: int, name: str, terms: Terms, by: Membership, at: datetime) -> Calendar:
    """The next version, unless somebody wrote one since `version` or nothing differs; raises Refused or a BadCalendar."""
    calendar = Calendar.objects.select_for_update().get(pk=calendar.pk)
    current = CalendarVersion.objects.newest().with_days().get(calendar=calendar)
    if calendar.version != version:
        raise EditConflict(current=current, version=current.number, proposed={"name": name})
    was_called, calendar.name, calendar.version = calendar.name, name, version + 1
    after = _write(calendar=calendar, number=calendar.version, terms=terms, by=by, at=at)
    was, now = audit.actions.changes({"name": was_called, **_told(current)}, {"name": name, **_told(after)})
    if not now:
        after.delete()
        return calendar
    with told_as(REFUSALS):
        calendar.save(update_fields=["name", "version"])
    was["version"], now["version"] = version, calendar.version
    PresenceChange.objects.create()
    audit.actions.record(action="calendar.edit", record=calendar, by=by, at=at, before=was, after=now)
    return calendar


@transaction.atomic
def make_default(*, calendar: Calendar, by: Membership, at: datetime) -> Calendar:
    """From now on the organisation counts its working days by this calendar."""
    before = Calendar.objects.select_for_update().filter(is_default=True).first()
    if before == calendar:
        return calendar
    Calendar.objects.filter(is_default=True).update(is_default=False)
    calendar.is_default = True
    with told_as(REFUSALS):
        calendar.save(update_fields=["is_default"])
    PresenceChange.objects.create()
    was = {"default": before.name if before else None}
    audit.actions.record(
        action="calendar.make_default", record=calendar, by=by, at=at, before=was, after={"default": calendar.name}
    )
    return calendar


@transaction.atomic
def delete(*, calendar: Calendar, by: Membership, at: datetime) -> None:
    """Delete a calendar that nothing runs by; raises StillUsed or Refused."""
    if calendar.is_default:
        raise Refused(_("The calendar of the whole organisation cannot be deleted. Choose another one first."))
    days = CalendarDay.objects.filter(version__calendar=calendar)
    versions = CalendarVersion.objects.filter(calendar=calendar)
    rows.delete(calendar, parts=(days, versions), before={"name": calendar.name}, by=by, at=at)


def _write(*, calendar: Calendar, number: int, terms: Terms, by: Membership | None, at: datetime) -> CalendarVersion:
    language = active_organisation().language
    described, days = terms.calendar(at=at, language=language)
    version = CalendarVersion.objects.create(
        calendar=calendar,
        number=number,
        time_zone=terms.time_zone,
        hours={str(weekday): _texts(hours) for weekday, hours in sorted(terms.week.items()) if hours},
        country=terms.country,
        subdivision=terms.subdivision,
        worked_holidays=sorted(terms.worked_holidays),
        starts_on=described.starts_on,
        ends_on=described.ends_on,
        created_at=at,
        created_by=by,
    )
    CalendarDay.objects.bulk_create(
        CalendarDay(version=version, day=day, kind=special.kind, name=special.name, hours=_texts(special.hours))
        for day, special in sorted(days.items())
    )
    return version


def _texts(hours: Iterable[calendars.Window]) -> list[str]:
    return [str(window) for window in hours]


def _told(version: CalendarVersion) -> dict[str, object]:
    """For the audit trail: the days by date, so that two versions compare."""
    return {
        "time_zone": version.time_zone,
        "until": version.ends_on,
        "hours": version.hours,
        "country": version.country,
        "subdivision": version.subdivision,
        "worked_holidays": version.worked_holidays,
        "days": {
            day.day.isoformat(): [day.kind, day.name, *day.hours] for day in CalendarDay.objects.filter(version=version)
        },
    }


def _one_default() -> Refused:
    return Refused(_("Another calendar is that of the whole organisation."), field="is_default")
