"""Which periods a page offers, and which one it shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from teams.models import Period, compiled

# Weeks are many: they are reached by their key, e.g. ?period=2026-W33.
LISTED = (Period.Kind.QUARTER, Period.Kind.MONTH, Period.Kind.YEAR)
Groups = list[tuple[str, list[Period]]]


@dataclass(frozen=True, slots=True)
class PeriodChoice:
    """The period that a page shows (None: the organisation has none), its neighbours of the same kind, and all on offer."""

    chosen: Period | None
    previous: Period | None
    next: Period | None
    offered: tuple[Period, ...]
    today: date

    @property
    def last_day(self) -> date | None:
        return self.chosen.ends_on - timedelta(days=1) if self.chosen else None

    @property
    def days(self) -> int:
        return (self.chosen.ends_on - self.chosen.starts_on).days if self.chosen else 0

    @property
    def days_left(self) -> int:
        """Whole days after today; all of them before the period has begun."""
        return min(self.days, max(0, (self.chosen.ends_on - self.today).days - 1)) if self.chosen else 0

    @property
    def day(self) -> date:
        """The day to look from: today, or the last day of a period that is over."""
        return min(self.today, self.last_day or self.today)

    @property
    def groups(self) -> Groups:
        return _grouped(self.offered)


def period_choice(*, key: str, today: date, kind: str = Period.Kind.QUARTER) -> PeriodChoice:
    """The period with the key, else the one of `kind` that holds today, else the last one before it. One query."""
    week = [Period.Kind.WEEK] if "-W" in key else []
    periods = compiled.rows_of(_of_kinds, *LISTED, *week)
    chosen = next((period for period in periods if period.key == key), None)
    begun = [period for period in periods if period.kind == kind and period.starts_on <= today]
    if chosen is None:
        chosen = begun[-1] if begun else next((period for period in periods if period.kind == kind), None)
    peers = [period for period in periods if chosen and period.kind == chosen.kind]
    at = peers.index(chosen) if chosen else 0
    return PeriodChoice(
        chosen=chosen,
        previous=peers[at - 1] if at > 0 else None,
        next=peers[at + 1] if at + 1 < len(peers) else None,
        offered=tuple(periods),
        today=today,
    )


def _of_kinds(*kinds: str) -> QuerySet[Period]:
    return Period.objects.filter(kind__in=kinds).order_by("starts_on", "pk")


def periods_on_offer(*, keep: UUID | None = None) -> Groups:
    """All but weeks, grouped for a select; `keep` is offered whatever it is."""
    return _grouped(Period.objects.filter(Q(kind__in=LISTED) | Q(pk=keep)).order_by("starts_on", "pk"))


def period_before(period: Period) -> Period | None:
    """The one of the same kind that ends where this one starts."""
    return Period.objects.filter(kind=period.kind, ends_on=period.starts_on).first()


def _grouped(offered: Iterable[Period]) -> Groups:
    """Newest first, by kind."""
    kinds, newest_first = [*LISTED, Period.Kind.WEEK], list(offered)[::-1]
    groups = [(str(kind.label), [period for period in newest_first if period.kind == kind]) for kind in kinds]
    return [(heading, periods) for heading, periods in groups if periods]
