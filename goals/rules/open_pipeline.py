"""Two rules of thumb about open deals, and the sum that is often mistaken for a forecast. Undefined stays None."""

from collections.abc import Sequence
from decimal import Decimal

from goals.rules.odds import OpenDeal


def coverage(*, open_minor: Decimal | None, target: Decimal, booked: Decimal) -> Decimal | None:
    """``open pipeline closing in the period / (target − booked)``, all in one currency; undefined once the gap is closed."""
    return None if open_minor is None or target <= booked else open_minor / (target - booked)


def velocity(
    *, deals: int, win_rate: Decimal | None, size: Decimal | None, cycle_days: Decimal | None
) -> Decimal | None:
    """``n · win rate · average size / average cycle``: money (minor units) per day that the pipeline turns out.

    Undefined while one of the averages is, or for a cycle of 0 days.
    """
    if win_rate is None or size is None or not cycle_days:
        return None
    return deals * win_rate * size / cycle_days


def weighted(*, deals: Sequence[OpenDeal]) -> Decimal:
    """Σ amount · chance in minor units: the mean of many tries, not what one period brings (see ``odds``)."""
    return sum((deal.amount_minor * deal.win_chance for deal in deals if deal.amount_minor is not None), Decimal(0))
