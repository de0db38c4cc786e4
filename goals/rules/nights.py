"""When an organisation's night falls. A nightly slot is a local date; its instant is the first one of its hour."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from teams.rules.instants import first_instant

NIGHT = time(2)


def latest_slot(*, at: datetime, zone: ZoneInfo) -> date:
    """The local date of the last night that has fallen by `at`: all that a catch-up after an outage has to make good."""
    day = at.astimezone(zone).date()
    return day if first_instant(day=day, clock=NIGHT, zone=zone) <= at else day - timedelta(days=1)
