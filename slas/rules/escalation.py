"""Who is told next of a clock, by how much of the promised business time has run.

Warnings go to the owner at the percentages that the promise names; its ladder leads from the owner to the manager and both
heads. Steps at 100 % and more wait until it is a breach. A promise without a ladder tells its owner once it is one. Of
several steps reached at once only the last is told, so that a late sweep brings no pile of them. Source: DOMAIN.md §7.9.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta
from enum import StrEnum

from slas.rules import ladders


class Step(StrEnum):
    WARNING = "warning"
    OWNER = ladders.OWNER
    MANAGER = ladders.MANAGER
    HEADS = ladders.HEADS


ALL = 100
OWNER_ONLY = ((ladders.OWNER, ALL),)
# A person gets at most one digest in this time, and nothing about what was due longer ago than this.
DIGEST_EVERY, NEWS_FOR = timedelta(minutes=15), timedelta(days=7)


def step_due(
    *,
    used: timedelta,
    allowed: timedelta,
    is_breached: bool,
    warn_percents: Sequence[int],
    ladder: Sequence[tuple[str, int]],
    told: Collection[tuple[str, int]],
) -> tuple[Step, int] | None:
    """The last step (with its percent) that is reached; None if it is told already, or none is."""
    steps = _steps(is_breached, warn_percents, ladder)
    reached = [(step, percent) for step, percent in steps if used * ALL >= allowed * percent]
    last = max(reached, key=lambda one: one[1], default=None)
    return None if last in told else last


def until_next(
    *,
    used: timedelta,
    allowed: timedelta,
    is_breached: bool,
    warn_percents: Sequence[int],
    ladder: Sequence[tuple[str, int]],
) -> timedelta | None:
    """How much business time is left until the next step; None if there is none before it is a breach, or after all of them."""
    steps = _steps(is_breached, warn_percents, ladder)
    ahead = [percent for _step, percent in steps if used * ALL < allowed * percent]
    return allowed * min(ahead) / ALL - used if ahead else None


def _steps(
    is_breached: bool, warn_percents: Sequence[int], ladder: Sequence[tuple[str, int]]
) -> list[tuple[Step, int]]:
    warnings = [] if is_breached else [(Step.WARNING, percent) for percent in warn_percents]
    steps = [*warnings, *((Step(to), percent) for to, percent in ladder or OWNER_ONLY)]
    return [(step, percent) for step, percent in steps if is_breached or percent < ALL]
