"""Business calendars as people describe them: open hours by weekday, and days that differ.

Hours are wall-clock: minutes since local midnight, half-open [opens, closes), 24:00 as 1440. Weekdays are ISO numbers
(1 Monday … 7 Sunday). What these hours are as instants is told by `teams/rules/business_time.py`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

WEEKDAYS = range(1, 8)
DAY_MINUTES = 24 * 60
ONE_DAY = timedelta(days=1)


class BadCalendar(ValueError):
    """A calendar that nobody can work by; `where` is the weekday or the day that is wrong, if one is."""

    def __init__(self, text: str, *, where: int | date | None = None) -> None:
        super().__init__(text)
        self.where = where


class NoOpenHour(BadCalendar):
    """Not one hour of the week is open: nothing would ever be due."""


class UnknownZone(BadCalendar):
    """Not a zone of the IANA time zone database."""


class WindowBackwards(BadCalendar):
    """It closes before it opens, or at once."""


class WindowsOverlap(BadCalendar):
    """A window begins before the one before it ends."""


class WindowsOutOfOrder(BadCalendar):
    """A window stands after one that begins later."""


class Unreadable(BadCalendar):
    """No hours can be read from the text."""


@dataclass(frozen=True, slots=True)
class Window:
    """Open hours within a day, in minutes since local midnight."""

    opens: int
    closes: int

    def __str__(self) -> str:
        return f"{_clock(self.opens)}–{_clock(self.closes)}"


type Hours = tuple[Window, ...]


@dataclass(frozen=True)
class Calendar:
    """Open hours by ISO weekday, and `days` that differ from their weekday: () is closed.

    It is known for the days [starts_on, ends_on); beyond them nothing can be due.
    """

    zone: str
    week: Mapping[int, Hours]
    days: Mapping[date, Hours]
    starts_on: date
    ends_on: date

    def hours_on(self, day: date) -> Hours:
        own = self.days.get(day)
        return self.week.get(day.isoweekday(), ()) if own is None else own

    def is_open(self, moment: datetime) -> bool:
        """Whether the wall clock of the zone shows an open hour."""
        local = moment.astimezone(ZoneInfo(self.zone))
        minute = local.hour * 60 + local.minute
        return any(window.opens <= minute < window.closes for window in self.hours_on(local.date()))

    @property
    def weekdays(self) -> frozenset[int]:
        """The working weekdays."""
        return frozenset(weekday for weekday, hours in self.week.items() if hours)

    @property
    def closed_days(self) -> frozenset[date]:
        """Holidays and other days on which nobody works although it is a working weekday."""
        return frozenset(day for day, hours in self.days.items() if not hours and day.isoweekday() in self.weekdays)

    @property
    def extra_days(self) -> frozenset[date]:
        """Days that are worked although their weekday is free."""
        return frozenset(day for day, hours in self.days.items() if hours and day.isoweekday() not in self.weekdays)


@cache
def time_zones() -> frozenset[str]:
    """IANA names that this machine knows. Python looks into some six hundred files for them, each time."""
    return frozenset(available_timezones())


def checked(calendar: Calendar) -> Calendar:
    """The calendar itself; raises the BadCalendar that says what is wrong with it."""
    if calendar.zone not in time_zones():
        raise UnknownZone(calendar.zone)
    for weekday, hours in sorted(calendar.week.items()):
        check_hours(hours, where=weekday)
    for day, hours in sorted(calendar.days.items()):
        check_hours(hours, where=day)
    if not calendar.weekdays:
        raise NoOpenHour("no weekday has an open hour")
    return calendar


def check_hours(hours: Sequence[Window], *, where: int | date | None = None) -> None:
    """Raise what is wrong with the windows of one day. Windows that touch are one stretch of open time."""
    for window in hours:
        if not 0 <= window.opens < window.closes <= DAY_MINUTES:
            raise WindowBackwards(str(window), where=where)
    for before, after in pairwise(hours):
        if after.opens < before.opens:
            raise WindowsOutOfOrder(f"{before}, {after}", where=where)
        if after.opens < before.closes:
            raise WindowsOverlap(f"{before}, {after}", where=where)


def days_of(calendar: Calendar, *, first: date, count: int) -> Iterator[tuple[date, Hours]]:
    """(day, its open hours) of `count` days from `first` on."""
    for day in (first + timedelta(days=number) for number in range(count)):
        yield day, calendar.hours_on(day)


def minutes_in(hours: Hours) -> int:
    """Open minutes by the wall clock, as if no clock were changed on that day."""
    return sum(window.closes - window.opens for window in hours)


_TIME = r"(\d{1,2})(?:[:.](\d{2}))?"
_WINDOW = re.compile(rf"\s*{_TIME}\s*[-–—]\s*{_TIME}\s*")


def read_hours(text: str) -> Hours:
    """Windows as people type them: “9–12:30, 13:30–18:00”; nothing is closed. Raises a BadCalendar."""
    parts = [part for part in re.split(r"[,;،、，]", text.translate(_DIGITS)) if part.strip()]
    hours = tuple(_read_window(part) for part in parts)
    check_hours(hours)
    return hours


# Arabic-Indic and Extended Arabic-Indic digits count as the Latin ones.
_DIGITS = {first + digit: str(digit) for first in (0x660, 0x6F0) for digit in range(10)}


def _read_window(text: str) -> Window:
    found = _WINDOW.fullmatch(text)
    if found is None:
        raise Unreadable(text.strip())
    opens_hour, opens_minute, closes_hour, closes_minute = (int(part or 0) for part in found.groups())
    if max(opens_minute, closes_minute) > 59:
        raise Unreadable(text.strip())
    return Window(opens_hour * 60 + opens_minute, closes_hour * 60 + closes_minute)


def write_hours(hours: Sequence[Window]) -> str:
    """As `read_hours` reads it."""
    return ", ".join(map(str, hours))


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def usual_day(week: Mapping[int, Hours]) -> int:
    """Minutes of a working day, on the average of the week: what “two working days” are two of."""
    worked = [minutes_in(hours) for hours in week.values() if hours]
    return round(sum(worked) / len(worked)) if worked else 0
