"""Objectives added up: by department, team, scope and metric, in one query."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django.db.models import Case, Count, DecimalField, F, Max, Q, Sum, Value, When
from django.db.models.functions import Coalesce

from goals.catalogue import metric_or_gone
from goals.models import Direction
from goals.queries.narrowed import compiled_where
from goals.queries.progress import ProgressFilter, objectives_where
from goals.queries.silence import shown_status
from goals.rules import progress as rules
from goals.rules import rollup
from metrics.definitions import Metric
from teams.models import Period

ADDED = ("actual", "target", "upper", "expected")
PLACE = ("place_department", "place_team", "scope")
COUNTED = ("objectives", "reached", "judged", "left_out")
# The database's half of goals/rules/rollup.py: tests/reports/queries/test_rollups.py runs both on the same cases.
COUNTS = Case(
    When(figure__attainment__isnull=False, figure__credited_attainment=None, then=None),
    default=Coalesce("figure__credited", "figure__actual"),
    output_field=DecimalField(),
)
KNOWN = Q(counts__isnull=False)
AT_LEAST_ALL = Q(figure__credited_attainment__gte=1)
WITHOUT_QUOTIENT = Q(direction=Direction.AT_MOST, figure__credited_attainment=None)
SUMS: dict[str, Any] = {
    "objectives": Count("pk"),
    "reached": Count(
        "pk",
        filter=KNOWN & (AT_LEAST_ALL | (WITHOUT_QUOTIENT & Q(counts__lte=F("figure__effective_target")))),
    ),
    "judged": Count("pk", filter=KNOWN & (Q(figure__credited_attainment__isnull=False) | WITHOUT_QUOTIENT)),
    "left_out": Count("pk", filter=~KNOWN),
    "actual": Sum("counts"),
    "sum_target": Sum("figure__effective_target", filter=KNOWN),
    "upper": Sum(F("target_upper") * Coalesce("figure__presence", Value(Decimal(1))), filter=KNOWN),
    "expected": Sum("figure__expected", filter=KNOWN),
    "as_of": Max("figure__as_of"),
    "computed_at": Max("figure__computed_at"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollup:
    """Objectives of one metric and currency added up; sums are None where nothing is measured. A ratio is never added.

    Of the `judged` ones some are `reached`; those without a figure are `left_out` of every sum.
    """

    department_id: UUID | None
    team_id: UUID | None
    scope: str
    metric_key: str
    direction: rules.Direction
    currency: str
    status: str | None
    objectives: int
    reached: int
    judged: int
    left_out: int
    actual: Decimal | None
    target: Decimal | None
    upper: Decimal | None
    expected: Decimal | None
    as_of: date | None
    computed_at: datetime | None

    @property
    def metric(self) -> Metric:
        return metric_or_gone(self.metric_key)

    @property
    def attainment(self) -> Decimal | None:
        """Σ actual against Σ target."""
        if self.target is None or not self.metric.accumulates:
            return None
        return rollup.attainment(actual=self.actual, target=self.target, upper=self.upper, direction=self.direction)

    @property
    def expected_attainment(self) -> Decimal | None:
        """Where a bar should end today; None where less is better."""
        if self.expected is None or self.direction != "at_least" or not self.target:
            return None
        return self.expected / self.target

    @property
    def reached_share(self) -> Decimal | None:
        return Decimal(self.reached) / self.judged if self.judged else None


def rollups(*, period: Period, on: date, where: ProgressFilter, otherwise: Sequence[UUID] = ()) -> list[Rollup]:
    """One per department, team, scope, metric, direction and status; without those that measured something `otherwise`."""
    rows = (
        list(_groups(period.pk, on, where, otherwise))
        if otherwise
        else compiled_where(_groups, period=period, on=on, where=where)
    )
    return [
        Rollup(
            department_id=row.pop("place_department"),
            team_id=row.pop("place_team"),
            target=row.pop("sum_target"),
            **cast("dict[str, Any]", row),
        )
        for row in rows
    ]


def _groups(period_id: UUID, on: date, where: ProgressFilter, otherwise: Sequence[UUID] = ()) -> Any:
    same = objectives_where(period=period_id, on=on, where=where).exclude(pk__in=otherwise)
    return (
        same.annotate(counts=COUNTS)
        .order_by()
        .values(*PLACE, "metric_key", "direction", "currency", status=shown_status())
        .annotate(**SUMS)
    )


def together(parts: Iterable[Rollup]) -> Rollup | None:
    """Several of one metric, direction and currency as one; None of none."""
    parts = list(parts)
    if not parts:
        return None
    first = parts[0]
    sums: dict[str, Any] = {name: _sum(getattr(part, name) for part in parts) for name in ADDED}
    sums |= {name: sum(getattr(part, name) for part in parts) for name in COUNTED}
    return Rollup(
        department_id=first.department_id,
        team_id=first.team_id,
        scope=first.scope,
        metric_key=first.metric_key,
        direction=first.direction,
        currency=first.currency,
        status=None,
        as_of=max((part.as_of for part in parts if part.as_of), default=None),
        computed_at=max((part.computed_at for part in parts if part.computed_at), default=None),
        **sums,
    )


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None
