"""P(attain), told two ways that are shown side by side, each with its sample size.

From *history*: of n comparable past periods k reached their target: ``(k + 1) / (n + 2)``, P.-S. Laplace's rule of
succession (1774). Without any history it is 1/2 of sample 0, and a page should say so rather than show it.
From the *pipeline*: the deals open and due in the period must close the gap to the target; see ``poisson_binomial``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from goals.rules import poisson_binomial

Method = Literal["history"] | poisson_binomial.Method
PLACES = Decimal("0.000001")
# A stage with fewer closed deals says less than all closed deals together.
FEWEST_DEALS = 5


@dataclass(frozen=True, slots=True)
class Odds:
    """A probability 0–1 at six places. ``sample``: past periods, or deals counted; ``left_out``: deals without an amount.

    ``error`` bounds how far the computation may be off; that the future is like the past it cannot bound.
    """

    probability: Decimal
    sample: int
    method: Method
    error: Decimal = Decimal(0)
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class OpenDeal:
    """Amount in minor units of the target's currency (None: not known yet) and the chance to win it, 0–1."""

    amount_minor: int | None
    win_chance: Decimal


def from_history(*, reached: int, periods: int) -> Odds:
    """From k periods reached of n. Raises ``ValueError`` unless 0 ≤ k ≤ n."""
    if not 0 <= reached <= periods:
        raise ValueError(f"{reached} of {periods} periods cannot have reached their target.")
    chance = (Decimal(reached + 1) / (periods + 2)).quantize(PLACES)
    return Odds(probability=chance, sample=periods, method="history")


def win_chance(*, won: int, closed: int) -> Decimal:
    """The chance to win an open deal, from k won of n closed ones like it: the same rule of succession."""
    return from_history(reached=won, periods=closed).probability


def from_pipeline(*, gap_minor: int, deals: Sequence[OpenDeal]) -> Odds:
    """That the won ones of ``deals`` bring at least the gap (target − booked, minor units); 1 if there is none.

    Deals of unknown amount cannot be counted on: they are left out and numbered. Raises ``ValueError`` for a negative
    amount or a chance outside 0–1.
    """
    bets = [(deal.amount_minor, float(deal.win_chance)) for deal in deals if deal.amount_minor is not None]
    tail = poisson_binomial.tail(bets=bets, threshold=gap_minor)
    return Odds(
        probability=Decimal(tail.probability).quantize(PLACES),
        sample=len(bets),
        method=tail.method,
        error=Decimal(tail.error).quantize(PLACES),
        left_out=len(deals) - len(bets),
    )
