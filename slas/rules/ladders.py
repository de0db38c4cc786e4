"""Who is told when a promise runs out of time: warnings before it is due, then one step up after another.

Percentages are of the promised time: 80 is before it is due, 100 at the due instant, 150 half as much again later.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

OWNER, MANAGER, HEADS = "owner", "manager", "heads"
RANKS = {OWNER: 1, MANAGER: 2, HEADS: 3}
MOST_WARNINGS, LATEST = 4, 1000


class BadLadder(ValueError):
    """Nobody could follow these steps."""


class WarningTooLate(BadLadder):
    """A warning comes before the promise is due: from 1 to 99 percent, each later than the one before."""


class CircularLadder(BadLadder):
    """A step leads back to somebody who was told already, or down again."""


class StepsOutOfOrder(BadLadder):
    """Whoever stands higher is told later, and nobody beyond ten times the promised time."""


class Step(NamedTuple):
    to: str
    percent: int


def checked_warnings(*, percents: Sequence[int]) -> list[int]:
    """As they are, if they can be followed; raises WarningTooLate."""
    is_rising = all(before < after for before, after in pairwise(percents))
    if not is_rising or len(percents) > MOST_WARNINGS or any(not 0 < percent < 100 for percent in percents):
        raise WarningTooLate(list(percents))
    return list(percents)


def checked_ladder(*, steps: Sequence[Step]) -> list[Step]:
    """As it is, if each step leads up and comes later; raises CircularLadder or StepsOutOfOrder."""
    for before, after in pairwise(steps):
        if RANKS[after.to] <= RANKS[before.to]:
            raise CircularLadder(list(steps))
        if after.percent <= before.percent:
            raise StepsOutOfOrder(list(steps))
    if any(not 0 < step.percent <= LATEST for step in steps):
        raise StepsOutOfOrder(list(steps))
    return list(steps)
