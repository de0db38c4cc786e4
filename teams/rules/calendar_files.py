"""Days off from an iCalendar file (RFC 5545): its all-day events, with yearly and other plain repetitions.

Events with a time of day are left out: a meeting is no reason to close.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice, takewhile
from typing import Any

from dateutil.rrule import rrulestr
from icalendar import Calendar

from teams.rules import names

MOST_DAYS, MOST_EVENTS, MOST_SERIES = 1000, 5000, 200
LONGEST, ONE_DAY = timedelta(days=62), timedelta(days=1)
PLAIN = {"YEARLY", "MONTHLY", "WEEKLY", "DAILY"}


class NotACalendar(ValueError):
    """The content is no iCalendar file."""


@dataclass(frozen=True, slots=True)
class DaysOff:
    """`left_out`: events with a time of day, or that cannot be understood."""

    days: dict[date, str]
    left_out: int


def days_off(*, content: bytes, first: date, end: date) -> DaysOff:
    """The all-day events that fall into [first, end); raises NotACalendar.

    A repetition may be written so that it never comes: that is why only so many of them are followed.
    """
    events = _events(content)
    all_day = [event for event in events if _day(event, "DTSTART")]
    followed = [event for event in all_day if not event.get("RRULE")]
    followed += [event for event in all_day if event.get("RRULE")][:MOST_SERIES]
    days = islice((found for event in followed for found in _days_of(event, first, end)), MOST_DAYS)
    return DaysOff(days=dict(sorted(days)), left_out=len(events) - len(followed))


def _events(content: bytes) -> list[Any]:
    try:
        calendars = Calendar.from_ical(content, multiple=True)
    except (ValueError, KeyError, IndexError) as error:
        raise NotACalendar(str(error)) from error
    if not calendars:
        raise NotACalendar("no calendar in it")
    return [event for calendar in calendars for event in calendar.walk("VEVENT")][:MOST_EVENTS]


def _day(event: Any, name: str) -> date | None:
    """The value of a property that is a day; None for a time of day, and for what cannot be read."""
    try:
        value = event[name].dt
    except (KeyError, AttributeError, ValueError):
        return None
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def _days_of(event: Any, first: date, end: date) -> Iterator[tuple[date, str]]:
    name, start = _name(event), event["DTSTART"].dt
    length = min(_length(event, start), LONGEST)
    for begins in _repeated(event, start, first - length, end):
        for number in range(length.days):
            day = begins + timedelta(days=number)
            if first <= day < end:
                yield day, name


def _length(event: Any, start: date) -> timedelta:
    stop = _day(event, "DTEND")
    return max(stop - start, ONE_DAY) if stop else ONE_DAY


def _repeated(event: Any, start: date, first: date, end: date) -> Iterator[date]:
    """The first days of the event and its repetitions before `end`; an odd rule counts as none."""
    rule = event.get("RRULE")
    if rule is None or isinstance(rule, list) or not PLAIN.issuperset(rule.get("FREQ", ["?"])):
        yield start
        return
    try:
        series = rrulestr(rule.to_ical().decode(), dtstart=datetime.combine(start, time.min), ignoretz=True)
        begun = (moment.date() for moment in takewhile(lambda moment: moment.date() < end, series))
        yield from (day for day in islice(begun, 20 * MOST_DAYS) if day >= first)
    except ValueError:
        yield start


def _name(event: Any) -> str:
    try:
        return names.clean(str(event.get("SUMMARY", "")))[:200]
    except names.UnsafeText:
        return ""
