"""Calendars in versions: an edit makes the next one, and what already runs keeps its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions
from teams.actions.refusals import Refused, name_taken, told_as
from teams.models import Calendar, CalendarDay, CalendarVersion, Membership, PresenceChange
from teams.rules import calendars

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
    """What a version says."""

    time_zone: str
    week: Mapping[int, calendars.Hours]
    days: Mapping[date, SpecialDay]
    country: str = ""
    subdivision: str = ""


def span(*, at: datetime) -> tuple[date, date]:
    """The days [first, end) that a version written now is known for: old facts are imported too, promises look ahead."""
    return date(at.year - YEARS_BACK, 1, 1), date(at.year + YEARS_AHEAD + 1, 1, 1)


@transaction.atomic
def create(*, name: str, is_default: bool, terms: Terms, by: Membership | None, at: datetime) -> Calendar:
    """A calendar with its first version; raises Refused or a BadCalendar."""
    with told_as(REFUSALS):
        calendar = Calendar.objects.create(name=name, is_default=is_default)
    version = _write(calendar=calendar, number=1, terms=terms, by=by, at=at)
    after = {"name": name, "is_default": is_default, **_told(version)}
    PresenceChange.objects.create()
    audit.actions.record(action="calendar.create", record=calendar, by=by, at=at, after=after)
    return calendar


@transaction.atomic
def edit(*, calendar: Calendar, version: int, terms: Terms, by: Membership, at: datetime) -> Calendar:
    """The next version, unless somebody wrote one since `version`; raises Refused or a BadCalendar."""
    calendar = Calendar.objects.select_for_update().get(pk=calendar.pk)
    if calendar.version != version:
        raise Outdated(_("Somebody saved this calendar while you were editing. Compare, and save again."))
    before = CalendarVersion.objects.newest().with_days().get(calendar=calendar)
    calendar.version = version + 1
    calendar.save(update_fields=["version"])
    after = _write(calendar=calendar, number=calendar.version, terms=terms, by=by, at=at)
    was, now = audit.actions.changes(_told(before), _told(after))
    PresenceChange.objects.create()
    audit.actions.record(action="calendar.edit", record=calendar, by=by, at=at, before=was, after=now)
    return calendar


class Outdated(Refused):
    """Another version was saved meanwhile."""


def _write(*, calendar: Calendar, number: int, terms: Terms, by: Membership | None, at: datetime) -> CalendarVersion:
    starts_on, ends_on = span(at=at)
    days = {day: special for day, special in terms.days.items() if starts_on <= day < ends_on}
    _check(terms, days, starts_on, ends_on)
    version = CalendarVersion.objects.create(
        calendar=calendar,
        number=number,
        time_zone=terms.time_zone,
        hours={str(weekday): _texts(hours) for weekday, hours in sorted(terms.week.items()) if hours},
        country=terms.country,
        subdivision=terms.subdivision,
        starts_on=starts_on,
        ends_on=ends_on,
        created_at=at,
        created_by=by,
    )
    CalendarDay.objects.bulk_create(
        CalendarDay(version=version, day=day, kind=special.kind, name=special.name, hours=_texts(special.hours))
        for day, special in sorted(days.items())
    )
    return version


def _check(terms: Terms, days: Mapping[date, SpecialDay], starts_on: date, ends_on: date) -> None:
    calendars.checked(
        calendars.Calendar(
            zone=terms.time_zone,
            week=terms.week,
            days={day: special.hours for day, special in days.items()},
            starts_on=starts_on,
            ends_on=ends_on,
        )
    )


def _texts(hours: Iterable[calendars.Window]) -> list[str]:
    return [str(window) for window in hours]


def _told(version: CalendarVersion) -> dict[str, object]:
    """For the audit trail: the days by date, so that two versions compare."""
    return {
        "version": version.number,
        "time_zone": version.time_zone,
        "hours": version.hours,
        "country": version.country,
        "subdivision": version.subdivision,
        "days": {
            day.day.isoformat(): [day.kind, day.name, *day.hours] for day in CalendarDay.objects.filter(version=version)
        },
    }


def _one_default() -> Refused:
    return Refused(_("Another calendar is that of the whole organisation."), field="is_default")
