"""The peer of the clocks: business time through a general calendar, as calendar libraries and ERPs do it.

For each question the attendances of the days in question are made by recurrence rules, put into the zone, joined, and
cut by the days off; then they are summed, or walked in steps of two weeks until the hours are used up.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import WEEKLY, rrule

from teams.rules.calendars import Calendar

STEP = timedelta(days=14)
type Interval = tuple[datetime, datetime]


@dataclass(frozen=True)
class GeneralCalendar:
    """`attendances`: (weekday from 0, from, until); `leaves`: whole days off."""

    zone: ZoneInfo
    attendances: list[tuple[int, time, time]]
    leaves: list[Interval]

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        return sum((until - since for since, until in self._work(start, end)), timedelta())

    def due(self, start: datetime, allowed: timedelta) -> datetime:
        since = start
        while True:
            for begins, ends in self._work(since, since + STEP):
                if allowed <= ends - begins:
                    return begins + allowed
                allowed -= ends - begins
            since += STEP

    def _work(self, start: datetime, end: datetime) -> Iterator[Interval]:
        """Attendance without leaves in [start, end), in order."""
        first, last = (moment.astimezone(self.zone).replace(tzinfo=None) for moment in (start, end))
        attended = [
            (
                datetime.combine(day, begins, self.zone).astimezone(UTC),
                datetime.combine(day, ends, self.zone).astimezone(UTC),
            )
            for weekday, begins, ends in self.attendances
            for day in rrule(WEEKLY, first - timedelta(days=1), until=last + timedelta(days=1), byweekday=weekday)
        ]
        for since, until in _without(_joined(attended), _joined(self.leaves)):
            if since < end and until > start:
                yield max(since, start), min(until, end)


def general(calendar: Calendar) -> GeneralCalendar:
    zone = ZoneInfo(calendar.zone)
    leaves = [
        (datetime.combine(day, time.min, zone).astimezone(UTC), datetime.combine(day, time.max, zone).astimezone(UTC))
        for day, hours in calendar.days.items()
        if not hours
    ]
    attendances = [
        (weekday - 1, _clock(window.opens), _clock(window.closes))
        for weekday, hours in calendar.week.items()
        for window in hours
    ]
    return GeneralCalendar(zone, attendances, leaves)


def _clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def _joined(intervals: list[Interval]) -> list[Interval]:
    joined: list[Interval] = []
    for since, until in sorted(intervals):
        if joined and since <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], until)
        else:
            joined.append((since, until))
    return joined


def _without(intervals: list[Interval], leaves: list[Interval]) -> Iterator[Interval]:
    """The parts of the intervals that no leave covers."""
    for since, until in intervals:
        for begins, ends in leaves:
            if begins >= until or ends <= since:
                continue
            if begins > since:
                yield since, begins
            since = max(since, ends)
        if since < until:
            yield since, until
