"""How many reps left within a span of days."""

from datetime import date
from decimal import Decimal

from goals.rules.turnover import turnover
from teams.models import Assignment
from teams.permissions import Role


def turnover_in(*, starts_on: date, until: date) -> Decimal | None:
    """Of the reps who worked on the first day, the share that worked no more on the last one."""
    before = _working(starts_on)
    return turnover(left=len(before - _working(until)), at_start=len(before))


def _working(day: date) -> set[object]:
    """Those who have a team on the day."""
    reps = Assignment.objects.on(day).filter(membership__role=Role.REP)
    return set(reps.values_list("membership", flat=True))
