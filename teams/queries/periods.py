from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from teams.models import Period

Groups = list[tuple[str, list[Period]]]


@dataclass(frozen=True)
class PeriodChoice:
    """The periods to choose from, by kind, and the one that is shown."""

    groups: Groups
    chosen: Period | None

    def day(self, today: date) -> date:
        """The day of the chosen period that is nearest to today."""
        if self.chosen is None:
            return today
        return min(max(today, self.chosen.starts_on), self.chosen.ends_on - timedelta(days=1))


def period_choice(*, key: str, today: date) -> PeriodChoice:
    """All periods but weeks; the one with this key is chosen, else the quarter of today."""
    groups = periods_on_offer(keep=None)
    periods = [period for _heading, rows in groups for period in rows]
    asked = next((period for period in periods if period.key == key), None)
    current = (p for p in periods if p.kind == Period.Kind.QUARTER and p.starts_on <= today < p.ends_on)
    return PeriodChoice(groups=groups, chosen=asked or next(current, None))


def periods_on_offer(*, keep: UUID | None) -> Groups:
    """Years, quarters and months, each kind the newest first; `keep` is offered whatever its kind."""
    offered: Groups = []
    periods = list(Period.objects.order_by("-starts_on", "pk"))
    for kind in (Period.Kind.QUARTER, Period.Kind.YEAR, Period.Kind.MONTH, Period.Kind.WEEK):
        rows = [p for p in periods if p.kind == kind and (kind != Period.Kind.WEEK or p.pk == keep)]
        if rows:
            offered.append((str(kind.label), rows))
    return offered


def period_before(period: Period) -> Period | None:
    """The period of the same kind that ends where this one starts."""
    return Period.objects.of_kind(period.kind).filter(starts_on__lt=period.starts_on).order_by("-starts_on").first()
