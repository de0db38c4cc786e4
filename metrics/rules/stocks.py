"""Stock over time: how much lay open, on average and at the end. "Average number of proposals in process per month."

A stay is the closed-open interval [entered_at, left_at) in which a thing is open (None: still). The *mean* weighs by
time: ``Σ size · overlap with the period / length of the period``; size 1 counts things, an amount gives value.
The *level at the end* holds what was open just before the period's last instant passed: what leaves exactly at midnight
was still there. With an as-of time the period ends there: the future is neither open nor empty.
Times are aware; they are compared in UTC, so that a day on which the clock changes has its 23 or 25 hours.
A stay that ends before it begins is a fault of the facts and holds nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

ONE = Decimal(1)
TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Stay:
    """One thing open from ``entered_at`` until ``left_at``; ``size`` is 1 or its value."""

    entered_at: datetime
    left_at: datetime | None
    size: Decimal = ONE


def mean(*, stays: Iterable[Stay], starts_at: datetime, ends_at: datetime, as_of: datetime) -> Decimal | None:
    """The time-weighted mean over the part of [starts_at, ends_at) that lies before ``as_of``, in the unit of size.

    Undefined while nothing of the period lies behind. Raises ``ValueError`` for a naive time.
    """
    start, end = _utc(starts_at), min(_utc(ends_at), _utc(as_of))
    if end <= start:
        return None
    held = sum((stay.size * _overlap(stay, start, end) for stay in stays), Decimal(0))
    return held / ((end - start) // TICK)


def level(*, stays: Iterable[Stay], ends_at: datetime, as_of: datetime) -> Decimal:
    """What was open just before the period ended, or just before ``as_of`` if that comes first. 0 if nothing was."""
    end = min(_utc(ends_at), _utc(as_of))
    return sum((stay.size for stay in stays if _is_open_before(stay, end)), Decimal(0))


def _overlap(stay: Stay, start: datetime, end: datetime) -> int:
    """Microseconds of the stay within [start, end)."""
    left_at = end if stay.left_at is None else min(_utc(stay.left_at), end)
    return max(0, (left_at - max(_utc(stay.entered_at), start)) // TICK)


def _is_open_before(stay: Stay, end: datetime) -> bool:
    entered_at = _utc(stay.entered_at)
    left_at = None if stay.left_at is None else _utc(stay.left_at)
    return entered_at < end and (left_at is None or left_at >= end) and (left_at is None or left_at > entered_at)


def _utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("A time without a zone cannot be placed.")
    return at.astimezone(UTC)
