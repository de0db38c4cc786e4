"""What past periods say about a number that is typed for the next one.

Each known change of the past, of a period from the one a *step* before it, is laid on the last comparable result: a
*projection*, what the period would bring if it changed as that one did. The step is a year where the past holds three such
changes, so that seasons compare with themselves; else the distance to the last period that is over. Amounts change by a
factor, shares and scores by a difference (of a share of 0 there is no factor, and a score may be below zero).

Of n projections, k reach the number: P(attain) = (k + 1) / (n + 2), see ``odds``. From 0.35 to 0.75 a target is realistic:
below it is a fantasy, above a sandbag. Ambitious is what the 60th percentile of past changes would bring (D. and
C. Sull, "With Goals, FAST Beats SMART", 2018, name the idea; the numbers are this project's own).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from goals.rules import odds
from goals.rules.odds import Odds
from goals.rules.progress import EXACT, PLACES, Direction, is_met
from goals.rules.targets import rounded
from metrics.rules.percentiles import percentile

A_YEAR = {"year": 1, "quarter": 4, "month": 12, "week": 52}
FEWEST = 3
FANTASY, SANDBAG = Decimal("0.35"), Decimal("0.75")
AMBITIOUS = Decimal("0.6")
Results = Sequence[Decimal | None]


@dataclass(frozen=True, slots=True)
class Prospects:
    """What the drafted period would bring, once for each known change of the past; ``step`` is their distance in periods."""

    step: int
    is_of_a_year: bool
    base: Decimal | None
    projected: tuple[Decimal, ...]

    @property
    def is_enough(self) -> bool:
        return len(self.projected) >= FEWEST


def prospects(*, results: Results, ahead: int, kind: str, by_difference: bool) -> Prospects:
    """``results`` of the periods that are over, the oldest first and without gaps (None: unknown); the drafted one is
    ``ahead`` periods after the last of them."""
    year = A_YEAR[kind]
    if year >= ahead:
        found = _prospects(results, ahead, year, by_difference, is_of_a_year=True)
        if found.is_enough or year == ahead:
            return found
    return _prospects(results, ahead, ahead, by_difference, is_of_a_year=False)


def _prospects(results: Results, ahead: int, step: int, by_difference: bool, *, is_of_a_year: bool) -> Prospects:
    place = len(results) + ahead - 1 - step
    base = results[place] if 0 <= place < len(results) else None
    pairs = zip(results, results[step:], strict=False)
    found = (_projected(base, was, now, by_difference) for was, now in pairs)
    return Prospects(step, is_of_a_year, base, tuple(value for value in found if value is not None))


def _projected(base: Decimal | None, was: Decimal | None, now: Decimal | None, by_difference: bool) -> Decimal | None:
    if base is None or was is None or now is None:
        return None
    if by_difference:
        return base + now - was
    return (base * now / was).quantize(PLACES, context=EXACT) if was > 0 else None


def chance(
    *, projected: Sequence[Decimal], target: Decimal, direction: Direction, upper: Decimal | None = None
) -> tuple[Odds, int]:
    """P(attain) of a number, and how many of the projections reach it."""
    reached = sum(is_met(actual=value, target=target, upper=upper, direction=direction) for value in projected)
    return odds.from_history(reached=reached, periods=len(projected)), reached


def ambitious(*, projected: Sequence[Decimal], direction: Direction) -> Decimal | None:
    """From here on a target asks for more than most of the past; undefined without a past, and for a band."""
    if direction == "between":
        return None
    return percentile(values=projected, q=AMBITIOUS if direction == "at_least" else 1 - AMBITIOUS)


def proposed(*, found: Prospects, direction: Direction) -> Decimal | None:
    """A target that asks for a little more than most of the past, as people write numbers; None where that is too little
    to judge by, and where it would ask for nothing."""
    number = ambitious(projected=found.projected, direction=direction) if found.is_enough else None
    return rounded(value=number) if number is not None and number > 0 else None


def realistic(*, projected: Sequence[Decimal], direction: Direction) -> tuple[Decimal | None, Decimal] | None:
    """The numbers that are neither fantasy nor sandbag: beyond the first (None: no bound), up to the second, itself
    included, in the direction of the target. None where there are none."""
    n = len(projected)
    counts = [k for k in range(n + 1) if FANTASY <= odds.from_history(reached=k, periods=n).probability <= SANDBAG]
    if direction == "between" or not counts or not counts[0]:
        return None
    hardest_first = sorted(projected, reverse=direction == "at_least")
    hardest = hardest_first[counts[0] - 1]
    easiest = hardest_first[counts[-1]] if counts[-1] < n else None
    return None if easiest == hardest else (easiest, hardest)


Verdict = Literal["fantasy", "realistic", "sandbag"]


def verdict(*, probability: Decimal) -> Verdict:
    """Both ends are realistic."""
    if probability < FANTASY:
        return "fantasy"
    return "sandbag" if probability > SANDBAG else "realistic"
