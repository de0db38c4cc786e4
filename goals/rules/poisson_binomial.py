"""P(Σ amounts of what is won ≥ threshold), where each bet is won or lost by itself with its own probability.

Independence is assumed (a recession loses many deals at once: the truth has fatter ends). Three ways, the first that is
affordable; each says which it was and how far it may be off:

- *exact*: the distribution of the sum, deal by deal. Sums past the threshold are won for good and those that can no
  longer get there are dropped, so few remain. Error: that of floating point.
- *grid*: amounts rounded to a grid, one pass. The rounding errors that add up are themselves a sum of bets, bounded by
  W. Hoeffding, "Probability Inequalities for Sums of Bounded Random Variables" (1963): the stated error is a bound.
- *normal*, for many bets: the normal law with a correction for skewness (K. Neammanee, "A refinement of normal
  approximation to Poisson binomial", 2005). The stated error is a bound, and pessimistic: C = 0.56 of Berry and Esseen
  (I. Shevtsova, 2010), plus the correction.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, erfc, exp, gcd, log, pi, sqrt
from typing import Literal

Bet = tuple[int, float]
Method = Literal["exact", "grid", "normal"]

MOST_STEPS = 100_000
GRID_BETS = 500
GRID_STEPS = 1_000_000
UNLIKELY = 1e-4
ROUNDING = 1e-9
BERRY_ESSEEN = 0.56


@dataclass(frozen=True, slots=True)
class Tail:
    """A probability 0–1, the bound of its error (absolute), and how it was computed."""

    probability: float
    error: float
    method: Method


def tail(*, bets: Sequence[Bet], threshold: int) -> Tail:
    """P(sum of the won amounts ≥ threshold). ``bets`` are (amount ≥ 0, probability 0–1), amounts in one minor unit.

    Raises ``ValueError`` for an amount or probability outside these.
    """
    if any(amount < 0 or not 0 <= chance <= 1 for amount, chance in bets):
        raise ValueError("A bet has an amount of 0 or more and a probability between 0 and 1.")
    threshold -= sum(amount for amount, chance in bets if chance == 1)
    open_bets = sorted(((amount, chance) for amount, chance in bets if amount and 0 < chance < 1), reverse=True)
    certain = _exact(open_bets, threshold)
    if certain is not None:
        return Tail(probability=min(certain, 1.0), error=ROUNDING, method="exact")
    return _grid(open_bets, threshold) if len(open_bets) <= GRID_BETS else _normal(open_bets, threshold)


def _exact(bets: Sequence[Bet], threshold: int) -> float | None:
    """The exact probability, or None once it has taken too many steps."""
    left = sum(amount for amount, _ in bets)
    if threshold <= 0 or left < threshold:
        return 1.0 if threshold <= 0 else 0.0
    masses, won, steps = {0: 1.0}, 0.0, 0
    for amount, chance in bets:
        left -= amount
        steps += len(masses)
        if steps > MOST_STEPS:
            return None
        following: dict[int, float] = defaultdict(float)
        for reached, mass in masses.items():
            if reached + amount >= threshold:
                won += mass * chance
            elif reached + amount + left >= threshold:
                following[reached + amount] += mass * chance
            if reached + left >= threshold:
                following[reached] += mass * (1 - chance)
        masses = following
    return won


def _grid(bets: Sequence[Bet], threshold: int) -> Tail:
    step = threshold * len(bets) / GRID_STEPS
    cells = [(round(amount / step), chance) for amount, chance in bets]
    losses = [amount - count * step for (amount, _), (count, _) in zip(bets, cells, strict=True)]
    drift = sum(loss * chance for loss, (_, chance) in zip(losses, bets, strict=True))
    spread = sqrt(-log(UNLIKELY) / 2 * sum(loss * loss for loss in losses))
    low, middle, high = (ceil((threshold - drift + shift) / step) for shift in (-spread, 0, spread))
    masses = _masses(cells, top=max(high, 1))
    likely, probable, sure = (sum(masses[max(place, 0) :]) for place in (low, middle, high))
    error = max(likely - probable, probable - sure) + UNLIKELY
    return Tail(probability=min(probable, 1.0), error=error, method="grid")


def _masses(cells: Sequence[tuple[int, float]], top: int) -> list[float]:
    """The distribution over 0 … top cells; the last holds all that is there or beyond."""
    masses = [1.0] + [0.0] * top
    for count, chance in cells:
        if not count:
            continue
        shift = min(count, top)
        beyond = sum(masses[top - shift :])
        stay = 1 - chance
        moved = [0.0] * shift + masses[: top - shift]
        won_before = masses[top]
        masses = [lost * stay + won * chance for lost, won in zip(masses, moved, strict=False)]
        masses.append(won_before * stay + beyond * chance)
    return masses


def _normal(bets: Sequence[Bet], threshold: int) -> Tail:
    mean = sum(amount * chance for amount, chance in bets)
    spread = sqrt(sum(amount**2 * chance * (1 - chance) for amount, chance in bets))
    scaled = [(amount / spread, chance) for amount, chance in bets]
    third = sum(size**3 * chance * (1 - chance) * (1 - 2 * chance) for size, chance in scaled)
    absolute = sum(size**3 * chance * (1 - chance) * (chance**2 + (1 - chance) ** 2) for size, chance in scaled)
    plain = _above((threshold - mean) / spread)
    # Half a step of the amounts' common measure: a sum of equal deals only takes multiples of one.
    place = (threshold - gcd(*(amount for amount, _ in bets)) / 2 - mean) / spread
    skewed = _above(place) - third * (1 - place**2) * exp(-(place**2) / 2) / (6 * sqrt(2 * pi))
    probability = min(max(skewed, 0.0), 1.0)
    error = min(BERRY_ESSEEN * absolute + abs(probability - plain), 1.0)
    return Tail(probability=probability, error=error, method="normal")


def _above(place: float) -> float:
    """P(a standard normal value ≥ place)."""
    return erfc(place / sqrt(2)) / 2
