"""Stock over time: how much lay open, on average. "Average number of proposals in process per month."

A stay is the closed-open interval [entered_at, left_at) in which a thing is open (None: still). The mean weighs by time:
``Σ size · overlap with the period / length of the period``; size 1 counts things, an amount gives value, and what has no
known size weighs nothing. With an as-of time the period ends there: the future is neither open nor empty.
Times are aware; they are compared in UTC, so that a day on which the clock changes has its 23 or 25 hours, and each by
its whole second, so that what is counted in two periods is what is counted in both together.
A stay that ends before it begins is a fault of the facts and holds nothing.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Stay:
    """One thing open from ``entered_at`` until ``left_at``; ``size`` is 1 or its value."""

    entered_at: datetime
    left_at: datetime | None
    size: int | None = 1


@dataclass(frozen=True, slots=True)
class Stock:
    """``held``: the size times the seconds that it lay open; ``seconds`` of the period that lie behind. Mean: their quotient."""

    held: int
    seconds: int


def stock(*, stays: Iterable[Stay], starts_at: datetime, ends_at: datetime, as_of: datetime) -> Stock:
    """Over the part of [starts_at, ends_at) that lies before ``as_of``. Raises ``ValueError`` for a naive time."""
    start, end = _second(starts_at), min(_second(ends_at), _second(as_of))
    if end <= start:
        return Stock(held=0, seconds=0)
    return Stock(held=sum(_overlap(stay, start, end) * (stay.size or 0) for stay in stays), seconds=end - start)


def _overlap(stay: Stay, start: int, end: int) -> int:
    """Seconds of the stay within [start, end)."""
    left = end if stay.left_at is None else min(_second(stay.left_at), end)
    return max(0, left - max(_second(stay.entered_at), start))


def _second(at: datetime) -> int:
    if at.tzinfo is None:
        raise ValueError("A time without a zone cannot be placed.")
    return math.floor(at.timestamp())
