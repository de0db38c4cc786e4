"""What the period before asked of the same thing, and what came of it: shown beside a target that is negotiated."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from goals.models import Objective, Scope
from goals.queries.baselines import baseline_of
from goals.queries.known import figured
from goals.queries.progress import rows_of, with_figures
from teams.models import Organisation, Period
from teams.queries.periods import period_before


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """Target, result and attainment of a period; without an objective then, only what was measured."""

    period: Period
    objective_id: UUID | None
    target: Decimal | None
    actual: Decimal | None
    attainment: Decimal | None


def last_period(*, objective: Objective, organisation: Organisation, today: date) -> TrackRecord | None:
    """None if the calendar does not reach back so far."""
    before = period_before(objective.period)
    if before is None:
        return None
    record = objective.scope_record
    same = Objective.objects.active().in_period(before).filter(metric_key=objective.metric_key, scope=objective.scope)
    if objective.scope != Scope.ORGANISATION:
        same = same.filter(**{objective.scope: record})
    row = next(iter(rows_of(with_figures(figured(same.placed_on(before.starts_on), None)).order_by("pk")[:1])), None)
    if row is not None and row.actual is not None:
        return TrackRecord(before, row.id, row.asked, row.actual, row.attainment)
    measured = baseline_of(
        organisation=organisation,
        metric_key=objective.metric_key,
        scope=objective.scope,
        scope_id=record.pk if record else organisation.pk,
        period=objective.period,
        today=today,
        currency=objective.currency,
        qualifying=objective.qualifying,
    )
    return TrackRecord(before, None, row.asked if row else None, measured.value if measured else None, None)
