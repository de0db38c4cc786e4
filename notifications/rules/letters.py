"""When the letter of a notice goes out: at once, or with the digest of the day or of the week, and never in quiet hours.

All times are of the person's zone; on clocks that jump they are what teams/rules/instants.py says. A digest that falls into
quiet hours waits till they end, like all else that may wait.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from teams.rules.instants import first_instant

DAY, WEEK = timedelta(days=1), 7


class Mail(StrEnum):
    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Habits:
    """A person's own times: of the digest (Monday is 0), and from when until when it is quiet, perhaps over midnight."""

    zone: ZoneInfo
    digest_at: time = time(8)
    digest_weekday: int = 0
    quiet_from: time | None = None
    quiet_until: time | None = None


def due_at(*, mail: Mail, habits: Habits, waits: bool, at: datetime) -> datetime | None:
    """When the letter of a notice of the instant `at` goes out; None: never. Without `waits` quiet hours do not hold it."""
    if mail == Mail.NEVER:
        return None
    due = at if mail == Mail.AT_ONCE else next_digest(habits=habits, is_weekly=mail == Mail.WEEKLY, at=at)
    return quiet_end(habits=habits, at=due) if waits else due


def next_digest(*, habits: Habits, is_weekly: bool, at: datetime) -> datetime:
    """The first digest after `at`; one that goes out at that very instant is over."""
    today = at.astimezone(habits.zone).date()
    days = (today + DAY * ahead for ahead in range(WEEK + 2))
    instants = (
        first_instant(day=day, clock=habits.digest_at, zone=habits.zone)
        for day in days
        if not is_weekly or day.weekday() == habits.digest_weekday
    )
    return next(instant for instant in instants if instant > at)


def quiet_end(*, habits: Habits, at: datetime) -> datetime:
    """The end of the quiet hours in which `at` lies, else `at`."""
    if habits.quiet_from is None or habits.quiet_until is None:
        return at
    nights = DAY if habits.quiet_until <= habits.quiet_from else timedelta()
    today = at.astimezone(habits.zone).date()
    for day in (today - DAY, today):
        since = first_instant(day=day, clock=habits.quiet_from, zone=habits.zone)
        until = first_instant(day=day + nights, clock=habits.quiet_until, zone=habits.zone)
        if since <= at < until:
            return until
    return at
