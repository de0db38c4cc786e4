"""How long somebody waited in business time: by the hours that were in force when the wait began."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from teams.rules.business_time import OutsideCalendar, WorkingTime

SECOND = timedelta(seconds=1)


class InForce(NamedTuple):
    """Hours that hold from an instant until the next ones do."""

    since: datetime
    hours: WorkingTime


def business_seconds(
    *, calendars: Sequence[InForce], started_at: datetime | None, stopped_at: datetime | None
) -> int | None:
    """Whole open seconds from start to stop; `calendars` oldest first, the first of them holds for all time before it.

    Unknown without a calendar, where an instant is missing or beyond the calendar's days, or they stand the wrong way round.
    """
    if started_at is None or stopped_at is None or stopped_at < started_at or not calendars:
        return None
    begun = [one for one in calendars if one.since <= started_at]
    try:
        return (begun or calendars[:1])[-1].hours.elapsed(start=started_at, end=stopped_at) // SECOND
    except OutsideCalendar:
        return None
