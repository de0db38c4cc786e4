"""When an organisation's night falls, on clocks that jump.

A nightly slot is a local date. Its instant is the first one at which the local clock shows the hour of the night or
later: a gap (spring) takes the first valid instant after it, a fold (autumn) the first of the two.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

NIGHT = time(2)
MINUTE = timedelta(minutes=1)


def first_instant(*, day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The first instant (UTC) of `day` at which the local clock is at or past `clock`."""
    wanted = datetime.combine(day, clock)
    instant = wanted.replace(tzinfo=zone).astimezone(UTC)
    if _local(instant, zone) != wanted:
        while _local(instant - MINUTE, zone) >= wanted:
            instant -= MINUTE
    return instant


def latest_slot(*, at: datetime, zone: ZoneInfo) -> date:
    """The local date of the last night that has fallen by `at`: all that a catch-up after an outage has to make good."""
    day = at.astimezone(zone).date()
    return day if first_instant(day=day, clock=NIGHT, zone=zone) <= at else day - timedelta(days=1)


def _local(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)
