"""What the pages of calendars read: hours, days that differ, and who wrote which version."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import get_language

from teams.models import CalendarDay, CalendarVersion
from teams.rules import calendars, public_holidays
from teams.rules.calendars import Calendar

FORTNIGHT = 14
ONE_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class CalendarRow:
    version: CalendarVersion
    weekdays: tuple[int, ...]
    week_minutes: int
    next_day_off: CalendarDay | None


@dataclass(frozen=True, slots=True)
class OpenDay:
    """A day of the picture: its open hours, and why they differ from those of its weekday."""

    day: date
    hours: calendars.Hours
    note: str
    is_today: bool

    @property
    def minutes(self) -> int:
        return calendars.minutes_in(self.hours)

    @property
    def text(self) -> str:
        return calendars.write_hours(self.hours)

    @property
    def bars(self) -> list[tuple[int, int]]:
        """(begin, length) in minutes."""
        return [(window.opens, window.closes - window.opens) for window in self.hours]


def default_calendar() -> Calendar | None:
    """The working weekdays, hours and holidays of the organisation as they are now; None where nobody has said."""
    version = CalendarVersion.objects.of_default().with_days().first()
    return version.terms if version else None


def calendar_rows(*, on: date) -> list[CalendarRow]:
    """Every calendar as it is now, that of the organisation first."""
    newest = CalendarVersion.objects.newest().with_days().order_by("-calendar__is_default", "calendar__name", "pk")
    return [_row(version, on) for version in newest]


def _row(version: CalendarVersion, on: date) -> CalendarRow:
    week = version.terms.week
    return CalendarRow(
        version=version,
        weekdays=tuple(sorted(weekday for weekday, hours in week.items() if hours)),
        week_minutes=sum(map(calendars.minutes_in, week.values())),
        next_day_off=next(iter(named_days(version, first=on, until=on + ONE_YEAR, only_off=True)), None),
    )


def hours_of_week(version: CalendarVersion) -> list[tuple[int, str]]:
    """(ISO weekday, its open hours in words) of all seven."""
    return [(number, ", ".join(version.hours.get(str(number), []))) for number in calendars.WEEKDAYS]


def version_of(*, calendar_id: object, number: int | None = None) -> CalendarVersion | None:
    """A version of a calendar, the newest unless a number is given."""
    versions = CalendarVersion.objects.with_days().select_related("created_by").filter(calendar=calendar_id)
    return (versions.filter(number=number) if number else versions.newest()).first()


def versions_of(*, calendar_id: object) -> list[CalendarVersion]:
    versions = CalendarVersion.objects.select_related("calendar", "created_by").filter(calendar=calendar_id)
    return list(versions.order_by("-number", "pk"))


def named_days(version: CalendarVersion, *, first: date, until: date, only_off: bool = False) -> Iterator[CalendarDay]:
    """Days of [first, until) that differ from their weekday, holidays by their names in the reader's language."""
    names = _names(version, first, until)
    for day in version.days.all():
        is_wanted = first <= day.day < until and not (only_off and day.hours)
        # A holiday on a free weekday changes nothing.
        if is_wanted and (day.hours or str(day.day.isoweekday()) in version.hours):
            day.name = names.get(day.day, day.name) if day.kind == CalendarDay.Kind.HOLIDAY else day.name
            yield day


def open_days(calendar: Calendar, *, first: date, notes: Mapping[date, str]) -> list[OpenDay]:
    """Two weeks of a calendar from today (`first`) on, for its picture."""
    return [
        OpenDay(day=day, hours=hours, note=notes.get(day, ""), is_today=day == first)
        for day, hours in calendars.days_of(calendar, first=first, count=FORTNIGHT)
    ]


def _names(version: CalendarVersion, first: date, until: date) -> dict[date, str]:
    listed = public_holidays.listed(
        country=version.country,
        region=version.subdivision,
        first_year=first.year,
        last_year=until.year,
        language=get_language() or "en",
    )
    return {holiday.day: holiday.name for holiday in listed if not holiday.is_worked}
