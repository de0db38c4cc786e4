"""What a target asks: as a number, against a baseline, in which direction, committed and stretch.

*Relative* targets ("+10 %", "−5 %") change the baseline by a share of its size: ``baseline + share · |baseline|``, so
that +10 % is upwards from a loss too. Where the metric is itself a share, "+5 %" says two things: 20 % → 21 % (relative)
or 20 % → 25 % (*points*); whoever sets the target chooses, and the resolved number is shown.
A *committed* target is the promise; the *stretch* target is a second number further on, with other consequences
(D. Sull, C. Sull: "With Goals, FAST Beats SMART", MIT Sloan Management Review 2018).
A *band* ("between") is met inside, both ends included; outside, attainment is the quotient of the value and the nearer
end, the smaller by the larger. Inside it is 1: a band knows no more-than-reached.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from goals.rules.progress import Direction, is_met

Mode = Literal["absolute", "relative", "points"]
Level = Literal["below", "committed", "stretch"]
ONE = Decimal(1)


class NoBaseline(ValueError):
    """A change is asked of a baseline that is not known."""


class NothingToChange(ValueError):
    """A change by a share of a baseline of 0: there is nothing to take the share of."""


class StretchFallsShort(ValueError):
    """A stretch target that is not beyond the committed one in the objective's direction."""


class EmptyBand(ValueError):
    """A band whose lower end is not below its upper end."""


def resolve(*, mode: Mode, value: Decimal, baseline: Decimal | None) -> Decimal:
    """The target as a number in the unit of the metric.

    ``value`` is the target itself (absolute), a signed share (relative: 0.10 is +10 %), or a signed difference of two
    shares (points: 0.05 is +5 percentage points). Raises ``NoBaseline``, ``NothingToChange``.
    """
    if mode == "absolute":
        return value
    if baseline is None:
        raise NoBaseline("A relative target needs a baseline.")
    if mode == "points":
        return baseline + value
    if not baseline:
        raise NothingToChange("A share of a baseline of 0 is 0: set an absolute target.")
    return baseline + value * abs(baseline)


def change(*, target: Decimal, baseline: Decimal | None) -> Decimal | None:
    """The relative change that a target means, the inverse of ``resolve``; undefined without a baseline or at 0."""
    return (target - baseline) / abs(baseline) if baseline else None


@dataclass(frozen=True, slots=True)
class Promise:
    """A committed and perhaps a stretch target, both resolved. Raises ``StretchFallsShort``."""

    committed: Decimal
    direction: Direction
    stretch: Decimal | None = None

    def __post_init__(self) -> None:
        if self.stretch is None:
            return
        further = self.stretch - self.committed
        if not (further > 0 if self.direction == "at_least" else further < 0):
            raise StretchFallsShort(f"{self.stretch} is not beyond {self.committed} ({self.direction}).")


def level(*, actual: Decimal | None, promise: Promise) -> Level | None:
    """Which of the two targets is met, equality included; undefined without an actual."""
    if actual is None:
        return None
    if promise.stretch is not None and is_met(actual=actual, target=promise.stretch, direction=promise.direction):
        return "stretch"
    is_kept = is_met(actual=actual, target=promise.committed, direction=promise.direction)
    return "committed" if is_kept else "below"


@dataclass(frozen=True, slots=True)
class Band:
    """The target "between", both ends included, in the unit of the metric. Raises ``EmptyBand``."""

    lower: Decimal
    upper: Decimal

    def __post_init__(self) -> None:
        if self.lower >= self.upper:
            raise EmptyBand(f"{self.lower} is not below {self.upper}.")

    def expected(self, *, share: Decimal) -> "Band | None":
        """The band of an accumulating metric when ``share`` (0–1) of the period is behind; none at its very start."""
        return Band(lower=self.lower * share, upper=self.upper * share) if share > 0 else None

    def is_met(self, *, actual: Decimal) -> bool:
        """On or between the ends."""
        return self.lower <= actual <= self.upper

    def attainment(self, *, actual: Decimal | None) -> Decimal | None:
        """1 inside; outside the smaller of value and nearer end by the larger. Undefined where one is not positive.

        Against ``expected`` it is the pace: between 0 and 1 on either side of the band, 1 inside.
        """
        if actual is None:
            return None
        if self.is_met(actual=actual):
            return ONE
        small, large = (actual, self.lower) if actual < self.lower else (self.upper, actual)
        return small / large if small >= 0 and large > 0 else None
