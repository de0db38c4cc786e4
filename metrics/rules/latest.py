"""The last known reading of a period: that of the last day, and of two on one day the one that was recorded later."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Reading:
    """A value measured on a day. The id decides between two that were recorded at the same instant."""

    day: date
    recorded_at: datetime
    id: UUID
    value: Decimal | None


def latest(*, readings: Iterable[Reading]) -> Decimal | None:
    """Its value; without a known one it is undefined."""
    known = [reading for reading in readings if reading.value is not None]
    return max(known, key=lambda one: (one.day, one.recorded_at, one.id)).value if known else None
