"""Days off from an iCalendar file (RFC 5545): its all-day events, with yearly and other plain repetitions.

Events with a time of day are left out: a meeting is no reason to close.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime, time, timedelta
from itertools import islice, takewhile
from typing import Any

from dateutil.rrule import rrulestr
from icalendar import Calendar, vRecur

from teams.rules import names

MOST_DAYS, MOST_EVENTS, MOST_SERIES = 1000, 5000, 200
# In a whole file: repetitions that begin before the days asked for are counted up to them.
MOST_STEPS = 100_000
LONGEST, ONE_DAY = timedelta(days=62), timedelta(days=1)
PLAIN = {"YEARLY", "MONTHLY", "WEEKLY", "DAILY"}
NOT_OF_DAYS = {"BYEASTER", "BYHOUR", "BYMINUTE", "BYSECOND"}
# A daily or weekly rule with one of these may look through every day until the last year there is, and find none.
SOUGHT, MOST_SOUGHT = {"BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"}, 10
# The Gregorian calendar repeats every 400 years, weekdays included.
LATE = 19 * 400


class NotACalendar(ValueError):
    """The content is no iCalendar file."""


@dataclass(frozen=True, slots=True)
class DaysOff:
    """`left_out`: events with a time of day, or that cannot be understood."""

    days: dict[date, str]
    left_out: int


def days_off(*, content: bytes, first: date, end: date) -> DaysOff:
    """The all-day events that fall into [first, end); raises NotACalendar.

    A repetition may be written so that it never comes: that is why only so many of them are followed, and not for long.
    """
    events = _events(content)
    all_day = [event for event in events if _day(event, "DTSTART")]
    followed = [event for event in all_day if not event.get("RRULE")]
    followed += _series_to_follow(event for event in all_day if event.get("RRULE"))
    steps = iter(range(MOST_STEPS))
    days = islice((found for event in followed for found in _days_of(event, first, end, steps)), MOST_DAYS)
    return DaysOff(days=dict(sorted(days)), left_out=len(events) - len(followed))


def _series_to_follow(repeated: Iterable[Any]) -> list[Any]:
    sought = iter(range(MOST_SOUGHT))
    quick = (event for event in repeated if not _is_sought(event["RRULE"]) or next(sought, None) is not None)
    return list(islice(quick, MOST_SERIES))


def _is_sought(rule: Any) -> bool:
    return (
        isinstance(rule, vRecur)
        and not SOUGHT.isdisjoint(rule)
        and not {"DAILY", "WEEKLY"}.isdisjoint(rule.get("FREQ", []))
    )


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


def _days_of(event: Any, first: date, end: date, steps: Iterator[int]) -> Iterator[tuple[date, str]]:
    name, start = _name(event), event["DTSTART"].dt
    length = min(_length(event, start), LONGEST)
    for begins in _repeated(event, start, first - length, end, steps):
        for number in range(length.days):
            day = begins + timedelta(days=number)
            if first <= day < end:
                yield day, name


def _length(event: Any, start: date) -> timedelta:
    stop = _day(event, "DTEND")
    return max(stop - start, ONE_DAY) if stop else ONE_DAY


def _repeated(event: Any, start: date, first: date, end: date, steps: Iterator[int]) -> Iterator[date]:
    """The first days of the event and its repetitions before `end`; an odd rule counts as none."""
    rule = event.get("RRULE")
    if rule is None or not _is_plain(rule):
        yield start
        return
    try:
        begun = takewhile(lambda day: day < end, _series(rule, start))
        yield from (day for _step, day in zip(steps, begun, strict=False) if day >= first)
    except (ValueError, LookupError):
        yield start


def _is_plain(rule: Any) -> bool:
    """One rule that can be read, without parts that no standard knows. Steps of nothing would never end."""
    is_known = isinstance(rule, vRecur) and NOT_OF_DAYS.isdisjoint(rule) and PLAIN.issuperset(rule.get("FREQ", ["?"]))
    return is_known and all(step > 0 for step in rule.get("INTERVAL", [1]))


def _series(rule: vRecur, start: date) -> Iterator[date]:
    """Reckoned as if it were shortly before the last year there is: a rule that never comes is looked for until then."""
    late = vRecur(rule)
    until = next(iter(late.pop("UNTIL", [])), None)
    if until is not None and until.year + LATE <= MAXYEAR:
        late["UNTIL"] = [until.replace(year=until.year + LATE)]
    dtstart = datetime.combine(start.replace(year=start.year + LATE), time.min)
    series = rrulestr(late.to_ical().decode(), dtstart=dtstart, ignoretz=True)
    return (moment.date().replace(year=moment.year - LATE) for moment in series)


def _name(event: Any) -> str:
    try:
        return names.clean(str(event.get("SUMMARY", "")))[:200]
    except names.UnsafeText:
        return ""
