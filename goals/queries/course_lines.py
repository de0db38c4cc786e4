"""How a course and an effective target come about, month by month: for whoever opens a figure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from goals.models import PaceMethod
from goals.queries.cells import Terms
from goals.queries.presences import presences_of
from goals.queries.progress import ProgressRow
from goals.rules import proration, spans
from goals.rules.proration import Proration
from teams.queries.calendars import default_calendar
from teams.rules import working_days
from teams.tenancy import active_organisation_id


@dataclass(frozen=True, slots=True)
class SeasonLine:
    """A month's weight, as a share of all weights, and how much of it is behind: business days of business days."""

    starts_on: date
    weight: Decimal
    elapsed: int
    days: int

    @property
    def part(self) -> Decimal:
        return self.weight * self.elapsed / self.days


def season_of(row: ProgressRow) -> list[SeasonLine]:
    """The lines of typed month weights; none for another course, or before the first figure."""
    months = list(spans.months(starts_on=row.starts_on, ends_on=row.ends_on))
    if row.pace_method != PaceMethod.SEASONAL or row.as_of is None or len(months) != len(row.season_weights):
        return []
    days = working_days.counted_by(default_calendar())
    total = sum(row.season_weights, Decimal(0))
    lines = []
    for (starts_on, ends_on), weight in zip(months, row.season_weights, strict=True):
        elapsed, whole = spans.elapsed_of_total(starts_on=starts_on, ends_on=ends_on, as_of=row.as_of, days=days)
        lines.append(SeasonLine(starts_on=starts_on, weight=weight / total, elapsed=elapsed, days=whole))
    return lines


def prorations_of(*, rows: Iterable[ProgressRow]) -> dict[UUID, Proration]:
    """The months of those rows whose target is not asked in full, as leave and ramp are recorded now."""
    partial = [terms_of_row(row) for row in rows if row.presence is not None]
    if not partial:
        return {}
    days = working_days.counted_by(default_calendar())
    terms = {term.id: term for term in partial}
    return {
        id_: proration.prorated(
            presence=presence, starts_on=terms[id_].starts_on, ends_on=terms[id_].ends_on, days=days
        )
        for id_, presence in presences_of(partial).items()
    }


def terms_of_row(row: ProgressRow) -> Terms:
    """The terms of an objective that a list shows; of one that is asked in full, as they were when it was computed."""
    return Terms(
        id=row.id,
        metric_key=row.metric_key,
        scope=row.scope,
        scope_id=row.scope_id or active_organisation_id(),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        direction=row.direction,
        baseline=row.baseline,
        target=row.target,
        target_upper=row.target_upper,
        currency=row.currency,
        qualifying=row.qualifying,
        pace_method=row.pace_method,
        season_weights=row.season_weights,
        is_prorated=row.presence is not None,
        period_kind=row.period_kind,
    )
