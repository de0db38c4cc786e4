"""Business time: how much of it lies between two instants, and when a promise of so much of it is due.

An instant is open when the wall clock of the calendar's zone shows a time within an open window of that day. So an hour
that a zone skips in spring is no time at all, and one that it repeats in autumn counts twice: DST needs no special case.
Everything is half-open and counted in whole microseconds, the resolution of PostgreSQL's clock.

A calendar is turned once into a `WorkingTime`: its open intervals as instants, and the open time before each. After
that `elapsed` and `due` cost a bisection each, however long the span. Source of the rules: DOMAIN.md §7.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from teams.rules.calendars import Calendar, checked

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_DAY = EPOCH.toordinal()
MICROSECOND = timedelta(microseconds=1)
SECOND = 1_000_000
MINUTE = 60 * SECOND
DAY = 24 * 60 * MINUTE
# No zone changes its offset and changes it back within this time.
PROBE = 6 * 60 * MINUTE


class OutsideCalendar(ValueError):
    """An instant, or the one that was asked for, lies outside the days that the calendar is known for."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Time that does not count: [starts_at, ends_at), or still going on without an end."""

    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """A calendar as instants, in microseconds since the epoch.

    `starts[i]`, `ends[i]`: the i-th open interval; `before[i]`: open time before it; known for [first, last].
    """

    starts: "array[int]"
    ends: "array[int]"
    before: "array[int]"
    first: int
    last: int

    def elapsed(self, *, start: datetime, end: datetime, pauses: Sequence[Pause] = ()) -> timedelta:
        """Open time of [start, end) outside the pauses; 0 when it ends before it starts. Raises OutsideCalendar."""
        spans = _running(start, end, pauses)
        return sum(self._worked(until) - self._worked(since) for since, until in spans) * MICROSECOND

    def due(self, *, start: datetime, allowed: timedelta, pauses: Sequence[Pause] = ()) -> datetime | None:
        """The earliest instant at which `allowed` has elapsed since `start`; None while a pause without end holds it up.

        At the end of a window that is its end, not the next opening. Nothing allowed is due at once. Raises OutsideCalendar.
        """
        left = allowed // MICROSECOND
        if left <= 0:
            return start
        for since, until in _running(start, instant(self.last), pauses):
            worked = self._worked(since)
            here = self._worked(until) - worked
            if left <= here:
                return instant(self._earliest(worked + left))
            left -= here
        if any(pause.ends_at is None for pause in pauses):
            return None
        raise OutsideCalendar(f"{allowed} after {start.isoformat()} is beyond the last day of the calendar")

    def open_intervals(self, *, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The open stretches of [start, end), in order: together they are `elapsed`."""
        since, until = micros(start), micros(end)
        for number in range(max(bisect_right(self.starts, since) - 1, 0), bisect_left(self.starts, until)):
            opens, closes = max(self.starts[number], since), min(self.ends[number], until)
            if opens < closes:
                yield instant(opens), instant(closes)

    def is_open(self, moment: datetime) -> bool:
        """Whether that instant is within open hours."""
        number = bisect_right(self.starts, micros(moment)) - 1
        return number >= 0 and micros(moment) < self.ends[number]

    def _worked(self, moment: datetime) -> int:
        """Open time from the beginning of the calendar until then."""
        at = micros(moment)
        if not self.first <= at <= self.last:
            raise OutsideCalendar(f"{moment.isoformat()} is outside the days of the calendar")
        number = bisect_right(self.starts, at) - 1
        return self.before[number] + min(at, self.ends[number]) - self.starts[number] if number >= 0 else 0

    def _earliest(self, worked: int) -> int:
        """The earliest instant until which so much (more than 0) was worked."""
        number = bisect_left(self.before, worked) - 1
        return self.starts[number] + worked - self.before[number]


def micros(moment: datetime) -> int:
    """Microseconds since the epoch."""
    return (moment - EPOCH) // MICROSECOND


def instant(micros: int) -> datetime:
    """The inverse of `micros`, in UTC."""
    return EPOCH + micros * MICROSECOND


def working_time(calendar: Calendar) -> WorkingTime:
    """The calendar as instants; raises the BadCalendar that says what is wrong with it."""
    zone = ZoneInfo(checked(calendar).zone)
    # Where a zone skips or repeats a midnight, the day is known from the later and until the earlier reading of it.
    first = max(_midnights(calendar.starts_on, zone))
    last = min(_midnights(calendar.ends_on, zone))
    starts, ends = array("q"), array("q")
    for since, until, offset in _offsets(zone, first, last):
        for opens, closes in _openings(calendar, since + offset, until + offset):
            if ends and ends[-1] == opens - offset:
                ends[-1] = closes - offset
            else:
                starts.append(opens - offset)
                ends.append(closes - offset)
    lengths = (closes - opens for opens, closes in zip(starts, ends, strict=True))
    before = array("q", accumulate(lengths, initial=0))[: len(starts)]
    return WorkingTime(starts=starts, ends=ends, before=before, first=first, last=last)


def _running(start: datetime, end: datetime, pauses: Sequence[Pause]) -> Iterator[tuple[datetime, datetime]]:
    """The stretches of [start, end) outside the pauses, which may touch or overlap."""
    since = start
    for pause in sorted(pauses, key=lambda pause: pause.starts_at):
        if since < min(pause.starts_at, end):
            yield since, min(pause.starts_at, end)
        since = max(since, end if pause.ends_at is None else pause.ends_at)
    if since < end:
        yield since, end


def _midnights(day: date, zone: ZoneInfo) -> tuple[int, int]:
    midnight = datetime.combine(day, time.min, zone)
    return micros(midnight), micros(midnight.replace(fold=1))


def _offsets(zone: ZoneInfo, first: int, last: int) -> Iterator[tuple[int, int, int]]:
    """(from, until, offset from UTC) of the stretches of [first, last) between two changes of the clock."""
    since = probe = first
    offset = _offset(zone, first)
    while probe < last:
        ahead = min(probe + PROBE, last)
        if _offset(zone, ahead) == offset:
            probe = ahead
            continue
        change = _change(zone, probe, ahead)
        yield since, change, offset
        since = probe = change
        offset = _offset(zone, change)
    yield since, last, offset


def _offset(zone: ZoneInfo, at: int) -> int:
    local = instant(at).astimezone(zone).utcoffset()
    return (local or timedelta()) // MICROSECOND


def _change(zone: ZoneInfo, before: int, after: int) -> int:
    """The first whole second of (before, after] with another offset than before."""
    offset = _offset(zone, before)
    low, high = before // SECOND, after // SECOND
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(zone, middle * SECOND) == offset else (low, middle)
    return high * SECOND


def _openings(calendar: Calendar, since: int, until: int) -> Iterator[tuple[int, int]]:
    """Open stretches by the wall clock, clipped to [since, until) of it."""
    for number in range(since // DAY, -(-until // DAY)):
        for window in calendar.hours_on(date.fromordinal(EPOCH_DAY + number)):
            opens = max(number * DAY + window.opens * MINUTE, since)
            closes = min(number * DAY + window.closes * MINUTE, until)
            if opens < closes:
                yield opens, closes
