"""Objectives added up: by department, team, scope and metric, in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, F, Max, Q, Sum

from goals.catalogue import metric_or_gone
from goals.queries.progress import ProgressFilter, objectives_where
from goals.rules import progress
from goals.rules.progress import Direction
from metrics.definitions import Metric
from teams.models import Period

ADDED = ("actual", "target", "expected")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollup:
    """Objectives of one metric added up; sums are None where nothing is measured. A ratio is counted, never added."""

    department_id: UUID | None
    team_id: UUID | None
    scope: str
    metric_key: str
    direction: Direction
    status: str | None
    objectives: int
    reached: int
    actual: Decimal | None
    target: Decimal | None
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
        return progress.attainment(
            actual=self.actual, target=self.target, baseline=None, direction=self.direction, accumulates=True
        )

    @property
    def expected_attainment(self) -> Decimal | None:
        """Where a bar should end today; None where less is better."""
        if self.expected is None or self.direction != "at_least" or not self.target:
            return None
        return self.expected / self.target

    @property
    def reached_share(self) -> Decimal:
        return Decimal(self.reached) / self.objectives


def rollups(*, period: Period, on: date, where: ProgressFilter) -> list[Rollup]:
    """One per department, team, scope, metric, direction and status."""
    groups = objectives_where(period=period, on=on, where=where).order_by()
    rows = groups.values(
        "place_department", "place_team", "scope", "metric_key", "direction", status=F("progress__status")
    ).annotate(
        objectives=Count("pk"),
        reached=Count("pk", filter=Q(progress__attainment__gte=1)),
        actual=Sum("progress__actual"),
        sum_target=Sum("target"),
        expected=Sum("progress__expected"),
        as_of=Max("progress__as_of"),
        computed_at=Max("progress__computed_at"),
    )
    return [
        Rollup(
            department_id=row.pop("place_department"),
            team_id=row.pop("place_team"),
            target=row.pop("sum_target"),
            **row,
        )
        for row in rows
    ]


def together(parts: Iterable[Rollup]) -> Rollup | None:
    """Several of one metric and direction as one; None of none."""
    parts = list(parts)
    if not parts:
        return None
    first = parts[0]
    sums = {name: _sum(getattr(part, name) for part in parts) for name in ADDED}
    return Rollup(
        department_id=first.department_id,
        team_id=first.team_id,
        scope=first.scope,
        metric_key=first.metric_key,
        direction=first.direction,
        status=None,
        objectives=sum(part.objectives for part in parts),
        reached=sum(part.reached for part in parts),
        as_of=max((part.as_of for part in parts if part.as_of), default=None),
        computed_at=max((part.computed_at for part in parts if part.computed_at), default=None),
        **sums,
    )


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None
