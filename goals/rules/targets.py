"""What a target asks: as a number, against a baseline, in which direction, committed and stretch.

*Relative* targets ("+10 %", "−5 %") change the baseline by a share of its size: ``baseline + share · |baseline|``, so
that +10 % is upwards from a loss too. What comes in whole units (deals, cents) is rounded away from the baseline: +10 %
never asks for less than 10 %. Where the metric is itself a share, "+5 %" says two things: 20 % → 21 % (relative)
or 20 % → 25 % (*points*); whoever sets the target chooses, and the resolved number is shown.
A *committed* target is the promise; the *stretch* target is a second number further on, with other consequences
(D. Sull, C. Sull: "With Goals, FAST Beats SMART", MIT Sloan Management Review 2018).
A *band* ("between") is met inside, both ends included; outside, attainment is the quotient of the value and the nearer
end, the smaller by the larger. Inside it is 1: a band knows no more-than-reached, and so no stretch.
"""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Literal

from goals.rules.progress import EXACT, PLACES, Direction, is_met

Mode = Literal["absolute", "relative", "points"]
Level = Literal["below", "committed", "stretch"]


class NoBaseline(ValueError):
    """A change is asked of a baseline that is not known."""


class NothingToChange(ValueError):
    """A change by a share of a baseline of 0: there is nothing to take the share of."""


class StretchFallsShort(ValueError):
    """A stretch target that is not beyond the committed one in the objective's direction."""


class EmptyBand(ValueError):
    """A band whose lower end is not below its upper end."""


def resolve(*, mode: Mode, value: Decimal, baseline: Decimal | None, is_whole: bool = False) -> Decimal:
    """The target as a number in the unit of the metric, to a whole one if ``is_whole``.

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
    change = value * abs(baseline)
    resolved = (baseline + change).quantize(PLACES, context=EXACT)
    if not is_whole:
        return resolved
    return resolved.to_integral_value(rounding=ROUND_CEILING if change > 0 else ROUND_FLOOR)


def check(*, target: Decimal, upper: Decimal | None, stretch: Decimal | None, direction: Direction) -> None:
    """Raises ``EmptyBand`` or ``StretchFallsShort`` unless the numbers fit each other."""
    if direction == "between" and (upper is None or upper <= target):
        raise EmptyBand(f"{target} is not below {upper}.")
    if stretch is None:
        return
    if not is_beyond(stretch=stretch, target=target, direction=direction):
        raise StretchFallsShort(f"{stretch} is not beyond {target} ({direction}).")


def is_beyond(*, stretch: Decimal, target: Decimal, direction: Direction) -> bool:
    """Whether a second number lies further on, in the direction of the first; never of a band."""
    if direction == "between":
        return False
    return stretch > target if direction == "at_least" else stretch < target


def kept_stretch(*, stretch: Decimal | None, target: Decimal, direction: Direction) -> Decimal | None:
    """The stretch target beside another target: none where that has reached it."""
    if stretch is None or not is_beyond(stretch=stretch, target=target, direction=direction):
        return None
    return stretch


def level(
    *, actual: Decimal | None, target: Decimal, direction: Direction, upper: Decimal | None, stretch: Decimal | None
) -> Level | None:
    """Which of the two targets is met, equality included; undefined without an actual."""
    if actual is None:
        return None
    if stretch is not None and is_met(actual=actual, target=stretch, direction=direction):
        return "stretch"
    return "committed" if is_met(actual=actual, target=target, upper=upper, direction=direction) else "below"


def rounded(*, value: Decimal) -> Decimal:
    """A proposal as people write numbers: at three significant digits."""
    return value if not value else value.quantize(Decimal(1).scaleb(max(value.adjusted() - 2, -6)), context=EXACT) + 0
