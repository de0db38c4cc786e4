"""Percentiles by continuous interpolation: PostgreSQL's percentile_cont, R's type 7.

Of n values in order, the percentile q lies at place ``q · (n − 1)`` counted from 0, straight between its neighbours
(R. Hyndman, Y. Fan: "Sample Quantiles in Statistical Packages", 1996, definition 7). The median is q = 1/2.
PostgreSQL computes in double precision; this in decimals: compare to about 15 digits.
Lists of speeds (first response p90) hold closed clocks only; with many still open the tail looks too good.
"""

from collections.abc import Iterable
from decimal import Decimal

HALF = Decimal("0.5")


def percentile(*, values: Iterable[Decimal | None], q: Decimal) -> Decimal | None:
    """The percentile q (0–1; p90 is 0.9) in the values' unit; unknown values do not count, without any it is undefined.

    Raises ``ValueError`` for q outside 0–1.
    """
    if not 0 <= q <= 1:
        raise ValueError(f"A percentile lies between 0 and 1, not at {q}.")
    known = sorted(value for value in values if value is not None)
    if not known:
        return None
    place = q * (len(known) - 1)
    below = int(place)
    above = min(below + 1, len(known) - 1)
    return known[below] + (place - below) * (known[above] - known[below])


def median(*, values: Iterable[Decimal | None]) -> Decimal | None:
    """The middle value, or the mean of the two in the middle."""
    return percentile(values=values, q=HALF)
