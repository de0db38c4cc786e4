"""Who is told when, by how much of the allowed business time has run.

Warnings at the fractions that the promise names, to the owner. Once it is due: the owner at once, the manager when half as
much again has run, both heads when it has taken twice as long. Of several steps reached at once only the last of each kind
is told, so that a late sweep brings no pile of them. Source: DOMAIN.md §7.9; the factors are this project's own.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta
from enum import StrEnum


class Step(StrEnum):
    WARNING = "warning"
    OWNER = "owner"
    MANAGER = "manager"
    HEADS = "heads"


LADDER = {Step.OWNER: 1.0, Step.MANAGER: 1.5, Step.HEADS: 2.0}
# A person gets at most one digest in this time, and nothing about what was due longer ago than this.
DIGEST_EVERY, NEWS_FOR = timedelta(minutes=15), timedelta(days=7)


def step_due(
    *,
    used: timedelta,
    allowed: timedelta,
    is_breached: bool,
    warn_percents: Sequence[int],
    told: Collection[tuple[str, int]],
) -> tuple[Step, int] | None:
    """The step (with the percent of a warning, else 0) that is reached and not told; None if there is none."""
    if is_breached:
        reached = [(step, 0) for step, factor in LADDER.items() if step == Step.OWNER or used >= allowed * factor]
    else:
        reached = [(Step.WARNING, percent) for percent in sorted(warn_percents) if used * 100 >= allowed * percent]
    return reached[-1] if reached and reached[-1] not in told else None
