"""How often a goal is talked about, and what its silence means: silence is never green."""

from datetime import date, timedelta

DAYS = {"weekly": 7, "fortnightly": 14, "monthly": 30}
# What silence takes away: the good news. Bad news stays as it is.
GOOD = frozenset({"on_track"})


def due_on(*, cadence: str, last: date | None, starts_on: date) -> date | None:
    """The day by which the next check-in is due: so many days after the last one, or after the period's beginning."""
    if cadence not in DAYS:
        return None
    since = starts_on if last is None or last < starts_on else last
    return since + timedelta(days=DAYS[cadence])


def is_overdue(*, cadence: str, last: date | None, starts_on: date, ends_on: date, on: date) -> bool:
    """On the day itself it is still in time. Before and after the period [starts_on, ends_on) nothing is due."""
    due = due_on(cadence=cadence, last=last, starts_on=starts_on)
    return due is not None and starts_on <= on < ends_on and due < on


def shown_status(*, status: str | None, is_overdue: bool) -> str | None:
    """What a page shows of a status: `silent` where nobody has said for too long that it is well."""
    return "silent" if is_overdue and status in GOOD else status
