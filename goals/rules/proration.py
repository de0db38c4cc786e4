"""Effective target: what a target means for somebody who was not there, or not up to speed, all the time.

``effective target = target · mean over months of ramp(m) · active_fraction(m)``

- ``active_fraction(m)``: the share of the month's days on which the person held the place (assignments: joiners,
  leavers, transfers between teams) and was not on leave. Days are counted by the given ``DayCount``.
- ``ramp(m)``: what is expected in the n-th month since joining, the month of joining being the first: shares such as
  0.25, 0.5, 0.75; from the end of the list on, 1.
- The mean is over whole months alike, whatever their length (28 or 31 days). A month that the period holds only in part
  (weeks, odd fiscal calendars) weighs by the share of its days inside.

It prorates what accumulates (revenue, units, calls). A rate, a share or a level asks the same of everybody present.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from goals.rules import spans
from goals.rules.spans import DayCount, Span, calendar_days

ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class MonthShare:
    """One line of the explanation. All three are 0–1: the month's weight in the mean, ramp, and active share."""

    starts_on: date
    weight: Decimal
    ramp: Decimal
    active: Decimal


@dataclass(frozen=True, slots=True)
class Proration:
    """``target`` is the effective one, in the unit of the full target; ``factor`` is the mean, 0–1 for ramps up to 1."""

    target: Decimal
    factor: Decimal
    months: tuple[MonthShare, ...]


def prorated(
    *,
    target: Decimal,
    starts_on: date,
    ends_on: date,
    assigned: Sequence[Span],
    absences: Sequence[Span] = (),
    joined_on: date | None = None,
    ramp: Sequence[Decimal] = (),
    days: DayCount = calendar_days,
) -> Proration:
    """The target of [starts_on, ends_on) for a person, month by month. Overlapping spans count once.

    Open spans are closed by the caller with any later day. Without ``joined_on`` there is no ramp.
    Raises ``ValueError`` for an empty period or a negative ramp.
    """
    if ends_on <= starts_on or any(share < 0 for share in ramp):
        raise ValueError("A period has at least one day, and a ramp is never negative.")
    present = spans.without(spans=assigned, others=absences)
    months = tuple(
        MonthShare(
            starts_on=part[0],
            weight=_weight(part),
            ramp=ramp_share(month=part[0], joined_on=joined_on, ramp=ramp),
            active=active_fraction(part=part, present=present, days=days),
        )
        for part in spans.months(starts_on=starts_on, ends_on=ends_on)
    )
    weights = sum((month.weight for month in months), Decimal(0))
    factor = sum((month.weight * month.ramp * month.active for month in months), Decimal(0)) / weights
    return Proration(target=target * factor, factor=factor, months=months)


def ramp_share(*, month: date, joined_on: date | None, ramp: Sequence[Decimal]) -> Decimal:
    """What the ramp asks in the month of ``month``. Before joining there is nothing to ramp: its active share is 0."""
    if joined_on is None:
        return ONE
    tenure = (month.year - joined_on.year) * 12 + month.month - joined_on.month
    return ramp[max(tenure, 0)] if tenure < len(ramp) else ONE


def active_fraction(*, part: Span, present: Sequence[Span], days: DayCount) -> Decimal:
    """The share of the part's days on which the (disjoint) spans were present; no business day in it: by the calendar."""
    count = days if days(starts_on=part[0], ends_on=part[1]) else calendar_days
    there = sum(count(starts_on=span[0], ends_on=span[1]) for span in spans.clipped(spans=present, to=part))
    return Decimal(there) / count(starts_on=part[0], ends_on=part[1])


def _weight(part: Span) -> Decimal:
    first = part[0].replace(day=1)
    return Decimal((part[1] - part[0]).days) / (spans.month_after(day=first) - first).days
