"""Hours of local clocks as instants, on clocks that jump.

The instant of an hour is the first one at which the local clock shows it or later: a gap (spring) takes the first valid
instant after it, a fold (autumn) the first of the two.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)


def first_instant(*, day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The first instant (UTC) of `day` at which the local clock is at or past `clock`."""
    wanted = datetime.combine(day, clock)
    instant = wanted.replace(tzinfo=zone).astimezone(UTC)
    if _local(instant, zone) != wanted:
        while _local(instant - MINUTE, zone) >= wanted:
            instant -= MINUTE
    return instant


def _local(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)
