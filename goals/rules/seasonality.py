"""Seasonality: ``S(t)``, the share of a period's result that is usual by the end of day t. Expected = target · S(t).

- *Plain*: every day, or every business day, alike.
- *Typed*: a weight per month (any positive scale), linear within a month by calendar or business days.
- *Learned*: the median over at least three past periods of the share that they had reached at the same elapsed fraction.
- *Steps*: where readings come monthly, nothing more is expected within a month than at its beginning.

Every curve starts at 0 and ends at 1; only refunds in the past can make a learned one fall on its way.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from statistics import median

from goals.rules import spans
from goals.rules.spans import ONE_DAY, DayCount, calendar_days

ZERO, ONE = Decimal(0), Decimal(1)
FEWEST_PERIODS, MOST_PERIODS = 3, 8


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


def cut(*, elapsed: int, total: int, days: int) -> tuple[int, Decimal]:
    """Where a past period of so many days was when ``elapsed / total`` of it had passed: whole days, and the rest of one."""
    whole, rest = divmod(elapsed * days, total)
    return whole, Decimal(rest) / total


def reached(*, before: Decimal, after: Decimal, rest: Decimal, total: Decimal) -> Decimal | None:
    """The share that a past period had reached at its cut, straight within the day; nothing to share unless above 0."""
    return (before + rest * (after - before)) / total if total > 0 else None


def usual(*, past: Sequence[Decimal]) -> Decimal:
    """The median of what past periods had reached. Refunds may bend one of them below 0 or above 1, never the usual one.

    Raises ``TooFewPeriods``.
    """
    if len(past) < FEWEST_PERIODS:
        raise TooFewPeriods(usable=len(past))
    return min(max(median(past), ZERO), ONE)


def stepped(*, starts_on: date, ends_on: date, as_of: date) -> Decimal:
    """The calendar's share at the end of the last month that is over; 1 from the period's last day on."""
    months = [end for _start, end in spans.months(starts_on=starts_on, ends_on=ends_on) if end <= as_of + ONE_DAY]
    if not months:
        return ZERO
    return elapsed_share(starts_on=starts_on, ends_on=ends_on, as_of=months[-1] - ONE_DAY)
