"""Milestones: dated partial targets, which make the expected course a staircase.

``S(t)`` is the share of the way from start to target that the milestones due by the end of day t have asked for.
Nothing is expected between two milestones beyond the last one; on the period's last day the target itself is due.
A limit (what adds up to at most so much) has its staircase the other way round: until a milestone's day its value may be used.
The same staircase serves objectives that fall (waiting time from 60 s to 30 s): shares run along the way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from goals.rules.spans import ONE_DAY

ZERO, ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True, slots=True)
class Milestone:
    """``value`` in the unit of the target (cumulative, not an increment), reached by the end of ``due_on``."""

    due_on: date
    value: Decimal


class MilestoneOutOfOrder(ValueError):
    """A milestone outside the period, on a day already taken, or not between its neighbours' values."""

    def __init__(self, milestone: Milestone) -> None:
        super().__init__(
            f"The milestone of {milestone.due_on} ({milestone.value}) does not fit between its neighbours."
        )
        self.milestone = milestone


def check(
    *, milestones: Sequence[Milestone], start: Decimal, target: Decimal, starts_on: date, ends_on: date
) -> tuple[Milestone, ...]:
    """The milestones by day, if they climb (or fall) strictly from start to target; else ``MilestoneOutOfOrder``.

    One on the last day may be the target itself.
    """
    ordered = tuple(sorted(milestones, key=lambda milestone: milestone.due_on))
    up = 1 if target >= start else -1
    reached, taken = start, starts_on - ONE_DAY
    for milestone in ordered:
        is_last_day = milestone.due_on == ends_on - ONE_DAY
        is_forward = (milestone.value - reached) * up > 0
        is_short = (target - milestone.value) * up > 0 or (is_last_day and milestone.value == target)
        if not (taken < milestone.due_on < ends_on and is_forward and is_short):
            raise MilestoneOutOfOrder(milestone)
        reached, taken = milestone.value, milestone.due_on
    return ordered


def share(
    *,
    milestones: Sequence[Milestone],
    target: Decimal,
    as_of: date,
    ends_on: date,
    start: Decimal = ZERO,
    is_limit: bool = False,
) -> Decimal | None:
    """``S(as_of)`` by checked milestones: 0 before the first, 1 from the last day on. Undefined if start = target.

    Of a limit that of the next milestone, whose own day is the last on which it holds; 1 after the last.
    """
    if target == start:
        return None
    if as_of >= ends_on - ONE_DAY:
        return ONE
    if is_limit:
        ahead = following(milestones=milestones, as_of=as_of - ONE_DAY)
        return ONE if ahead is None else (ahead.value - start) / (target - start)
    due = [milestone for milestone in milestones if milestone.due_on <= as_of]
    if not due:
        return ZERO
    return (max(due, key=lambda milestone: milestone.due_on).value - start) / (target - start)


def following(*, milestones: Sequence[Milestone], as_of: date) -> Milestone | None:
    """The next milestone not yet due at the end of ``as_of``: what to show a person to aim for."""
    ahead = [milestone for milestone in milestones if milestone.due_on > as_of]
    return min(ahead, key=lambda milestone: milestone.due_on, default=None)
