"""Effective target: what a target means for somebody who was not there, or not up to speed, all the time.

``effective target = target · mean over months of ramp(m) · active_fraction(m)``

- ``active_fraction(m)``: the share of the month's days on which the person held the place (assignments: joiners,
  leavers, transfers between teams) and was not on leave. Days are counted by the given ``DayCount``.
- ``ramp(m)``: what is expected in the n-th month since joining, the month of joining being the first: shares such as
  0.25, 0.5, 0.75; from the end of the list on, 1.
- The mean is over whole months alike, whatever their length (28 or 31 days). A month that the period holds only in part
  (weeks, odd fiscal calendars) weighs by the share of its days inside.

The expected course follows: what it asks in a month is asked by ramp and presence too, so that nobody falls behind while
they are away. It prorates what accumulates (revenue, units, calls) and is to be reached; a rate or a level asks the same
of everybody present, and a limit is not lowered by leave.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from goals.rules import spans
from goals.rules.spans import ONE_DAY, DayCount, Span, calendar_days

ZERO, ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True, slots=True)
class Presence:
    """When somebody holds their place and is there. Open spans are closed with any later day; no ``joined_on``: no ramp.

    Raises ``ValueError`` for a negative ramp.
    """

    assigned: Sequence[Span]
    absences: Sequence[Span] = ()
    joined_on: date | None = None
    ramp: Sequence[Decimal] = ()

    def __post_init__(self) -> None:
        if any(share < 0 for share in self.ramp):
            raise ValueError("A ramp is never negative.")

    @property
    def present(self) -> list[Span]:
        """Overlapping spans count once."""
        return spans.without(spans=self.assigned, others=self.absences)

    def is_whole(self, *, starts_on: date, ends_on: date) -> bool:
        """Nothing is prorated: there all the time, and any ramp is over."""
        is_ramped = self.joined_on is not None and _tenure(starts_on, self.joined_on) < len(self.ramp)
        return not is_ramped and any(start <= starts_on and ends_on <= end for start, end in self.present)


@dataclass(frozen=True, slots=True)
class MonthShare:
    """One line of the explanation: days there of the month's days, and 0–1 its weight in the mean, ramp, active share."""

    starts_on: date
    ends_on: date
    weight: Decimal
    ramp: Decimal
    there: int
    days: int

    @property
    def active(self) -> Decimal:
        return Decimal(self.there) / self.days

    @property
    def asked(self) -> Decimal:
        """The share of the month's part of the target."""
        return self.ramp * self.active


@dataclass(frozen=True, slots=True)
class Proration:
    """``factor`` is the mean, 0–1 for ramps up to 1: effective target = target · factor."""

    factor: Decimal
    months: tuple[MonthShare, ...]


def prorated(*, presence: Presence, starts_on: date, ends_on: date, days: DayCount = calendar_days) -> Proration:
    """The factor for [starts_on, ends_on), month by month. Raises ``ValueError`` for an empty period."""
    if ends_on <= starts_on:
        raise ValueError("A period has at least one day.")
    there = presence.present
    months = tuple(_month(part, presence, there, days) for part in spans.months(starts_on=starts_on, ends_on=ends_on))
    weights = sum((month.weight for month in months), ZERO)
    asked = sum((month.weight * month.asked for month in months), ZERO)
    return Proration(factor=asked / weights, months=months)


def boundaries(*, starts_on: date, ends_on: date, as_of: date) -> list[date]:
    """The days at whose end ``expected_share`` needs the plain course: the last of each month, and the as-of day."""
    return [*(end - ONE_DAY for _start, end in spans.months(starts_on=starts_on, ends_on=ends_on)), as_of]


def expected_share(
    *,
    presence: Presence,
    shares: Mapping[date, Decimal],
    starts_on: date,
    ends_on: date,
    as_of: date,
    days: DayCount = calendar_days,
) -> Decimal | None:
    """``S(as_of)`` of somebody's own: what the plain course asks in each month, times ramp and active share.

    ``shares`` holds the plain course at the end of the ``boundaries``. None for somebody who is never there.
    """
    there = presence.present
    asked = behind = before = ZERO
    for part in spans.months(starts_on=starts_on, ends_on=ends_on):
        until = shares[part[1] - ONE_DAY]
        ramp = ramp_share(month=part[0], joined_on=presence.joined_on, ramp=presence.ramp)
        asked += (until - before) * ramp * active_fraction(part=part, present=there, days=days)
        passed = spans.elapsed(starts_on=part[0], ends_on=part[1], as_of=as_of)
        if passed[0] < passed[1]:
            reached = shares[as_of] if as_of < part[1] else until
            behind += (reached - before) * ramp * active_fraction(part=passed, present=there, days=days)
        before = until
    return min(behind / asked, ONE) if asked else None


def days_there(*, presence: Presence, within: Span, days: DayCount) -> int:
    """How many days of a span somebody is there."""
    return sum(days(starts_on=span[0], ends_on=span[1]) for span in spans.clipped(spans=presence.present, to=within))


def ramp_share(*, month: date, joined_on: date | None, ramp: Sequence[Decimal]) -> Decimal:
    """What the ramp asks in the month of ``month``. Before joining there is nothing to ramp: its active share is 0."""
    if joined_on is None:
        return ONE
    tenure = _tenure(month, joined_on)
    return ramp[max(tenure, 0)] if tenure < len(ramp) else ONE


def active_fraction(*, part: Span, present: Sequence[Span], days: DayCount) -> Decimal:
    """The share of the part's days on which the (disjoint) spans were present; no business day in it: by the calendar."""
    there, whole = _counted(part, present, days)
    return Decimal(there) / whole


def _counted(part: Span, present: Sequence[Span], days: DayCount) -> tuple[int, int]:
    count = days if days(starts_on=part[0], ends_on=part[1]) else calendar_days
    there = sum(count(starts_on=span[0], ends_on=span[1]) for span in spans.clipped(spans=present, to=part))
    return there, count(starts_on=part[0], ends_on=part[1])


def _month(part: Span, presence: Presence, present: Sequence[Span], days: DayCount) -> MonthShare:
    there, whole = _counted(part, present, days)
    ramp = ramp_share(month=part[0], joined_on=presence.joined_on, ramp=presence.ramp)
    return MonthShare(starts_on=part[0], ends_on=part[1], weight=_weight(part), ramp=ramp, there=there, days=whole)


def _tenure(month: date, joined_on: date) -> int:
    return (month.year - joined_on.year) * 12 + month.month - joined_on.month


def _weight(part: Span) -> Decimal:
    first = part[0].replace(day=1)
    return Decimal((part[1] - part[0]).days) / (spans.month_after(day=first) - first).days
