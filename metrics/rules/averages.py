"""Average: ``Σ values / n`` over the known values. PostgreSQL's avg(): unknown ones are no zeros, and none gives none."""

from collections.abc import Iterable
from decimal import Decimal


def average(*, values: Iterable[Decimal | None]) -> Decimal | None:
    """The mean in the values' unit; undefined without a known value."""
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) / len(known) if known else None
