"""Seasonality: ``S(t)``, the share of a period's result that is usual by the end of day t. Expected = target · S(t).

- *Typed*: a weight per month (any positive scale), linear within a month by calendar or business days.
- *Learned*: the median over at least three past periods of their cumulative share at each elapsed fraction.
- *Steps*: where readings come now and then, nothing more is expected between two of them than at the last.

Every curve starts at 0, never falls, and ends at 1.
"""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate
from statistics import median

from goals.rules import spans
from goals.rules.spans import ONE_DAY, DayCount, calendar_days

ZERO, ONE = Decimal(0), Decimal(1)
FEWEST_PERIODS = 3


class UnusableWeights(ValueError):
    """Not one weight per month, a negative one, or all of them zero."""


class TooFewPeriods(ValueError):
    """Fewer past periods with a result above zero than it takes to call a course usual."""

    def __init__(self, *, usable: int) -> None:
        super().__init__(f"{usable} usable past periods, {FEWEST_PERIODS} are needed.")
        self.usable = usable


def elapsed_share(*, starts_on: date, ends_on: date, as_of: date, days: DayCount = calendar_days) -> Decimal:
    """The plain curve: every day (every business day) of the period alike. 0–1."""
    behind, total = spans.elapsed_of_total(starts_on=starts_on, ends_on=ends_on, as_of=as_of, days=days)
    return Decimal(behind) / total


def typed(
    *, weights: Sequence[Decimal], starts_on: date, ends_on: date, as_of: date, days: DayCount = calendar_days
) -> Decimal:
    """``S(as_of)`` from a weight per month of the period (parts of months at its edges count as months).

    Raises ``UnusableWeights``.
    """
    months = list(spans.months(starts_on=starts_on, ends_on=ends_on))
    if len(weights) != len(months) or any(weight < 0 for weight in weights) or not any(weights):
        raise UnusableWeights(
            f"{len(months)} weights of 0 or more are needed, not {[str(weight) for weight in weights]}."
        )
    behind = [
        weight * elapsed_share(starts_on=month[0], ends_on=month[1], as_of=as_of, days=days)
        for weight, month in zip(weights, months, strict=True)
    ]
    return sum(behind, ZERO) / sum(weights, ZERO)


@dataclass(frozen=True, slots=True)
class Curve:
    """A learned course: ``shares[i]`` is S at the elapsed fraction i / (len − 1); ``periods`` is how many taught it."""

    shares: tuple[Decimal, ...]
    periods: int


def learned(*, past: Sequence[Sequence[Decimal]], points: int = 100) -> Curve:
    """The usual course of past periods, each given as its amounts per day (or business day), in order.

    Periods may differ in length: they are laid over one another by elapsed fraction, straight between days. One without
    a positive total has no shares and is left out. Refunds may bend a single course below 0 or above 1; the usual one
    is held within 0–1 and never falls. Raises ``TooFewPeriods``.
    """
    courses = [_course(amounts, points) for amounts in past if amounts and sum(amounts, ZERO) > 0]
    if len(courses) < FEWEST_PERIODS:
        raise TooFewPeriods(usable=len(courses))
    middle = [min(max(median(shares), ZERO), ONE) for shares in zip(*courses, strict=True)]
    return Curve(shares=(*accumulate(middle[:-1], max), ONE), periods=len(courses))


def share_at(*, curve: Curve, fraction: Decimal) -> Decimal:
    """S at an elapsed fraction 0–1 (by the days that the curve was learned with), straight between its points."""
    return _between(curve.shares, fraction)


def stepped(*, readings: Collection[date], starts_on: date, ends_on: date, as_of: date) -> Decimal:
    """The calendar's share at the last reading day up to ``as_of``; 0 before the first, 1 once the period is over."""
    if as_of >= ends_on - ONE_DAY:
        return ONE
    taken = sorted(day for day in readings if starts_on <= day < ends_on)
    last = bisect_right(taken, as_of)
    return elapsed_share(starts_on=starts_on, ends_on=ends_on, as_of=taken[last - 1]) if last else ZERO


def _course(amounts: Sequence[Decimal], points: int) -> list[Decimal]:
    reached = [ZERO, *accumulate(amounts)]
    return [_between(reached, Decimal(point) / points) / reached[-1] for point in range(points + 1)]


def _between(values: Sequence[Decimal], fraction: Decimal) -> Decimal:
    """The value at a fraction 0–1 of the way through equally spaced values; beyond the ends, the ends."""
    place = min(max(fraction, ZERO), ONE) * (len(values) - 1)
    below = int(place)
    if place == below:
        return values[below]
    return values[below] + (place - below) * (values[below + 1] - values[below])
