"""Objectives with their figures, for lists: one query for the rows, one for the teams of their reps."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce

from goals.catalogue import CATALOGUE
from goals.models import Objective
from goals.models.objective import SCOPE_COLUMNS, ObjectiveQuerySet
from goals.queries.cells import branches_of_teams
from metrics.definitions import Metric
from teams.models import Assignment, Period

SCOPE_NAMES = (
    "department__name",
    "team__name",
    "rep__full_name",
    "product__name",
    "territory__name",
    "lead_source__name",
)
FIGURES = (
    "as_of",
    "numerator",
    "denominator",
    "actual",
    "attainment",
    "expected",
    "pace",
    "status",
    "computed_at",
)
PLACES = ("rep_id", "team_id", "department_id", "department_of_team")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressFilter:
    """What to list; None is everything. A department or team brings its sub-teams and the reps in them."""

    department_id: UUID | None = None
    team_id: UUID | None = None
    rep_id: UUID | None = None
    goal_id: UUID | None = None
    owner_id: UUID | None = None
    metric_key: str | None = None
    scope: str | None = None
    status: str | None = None


EVERYTHING = ProgressFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressRow:
    """An objective and its last figure. Before the first recompute, `status` and all figures are None."""

    id: UUID
    title: str
    goal_id: UUID
    goal_title: str
    metric_key: str
    scope: str
    scope_id: UUID | None
    scope_name: str | None
    department_id: UUID | None
    team_id: UUID | None
    period_key: str
    starts_on: date
    ends_on: date
    direction: str
    baseline: Decimal | None
    target: Decimal
    weight: Decimal
    owner_id: UUID
    owner_name: str
    as_of: date | None
    numerator: Decimal | None
    denominator: Decimal | None
    actual: Decimal | None
    attainment: Decimal | None
    expected: Decimal | None
    pace: Decimal | None
    status: str | None
    computed_at: datetime | None

    @property
    def metric(self) -> Metric:
        return CATALOGUE[self.metric_key]

    @property
    def name(self) -> str:
        return self.title or str(self.metric.label)


COLUMNS = [field.name for field in fields(ProgressRow) if field.name not in PLACES]


def progress_rows(
    *,
    period: Period | None,
    on: date,
    where: ProgressFilter = EVERYTHING,
    offset: int = 0,
    limit: int | None = None,
) -> list[ProgressRow]:
    """Objectives of a period (None: of all) with figures; `on` is the day whose assignments place reps in teams."""
    rows = _annotated(_filtered(period, on, where)).order_by("scope", "scope_name", "metric_key", "starts_on", "pk")
    return _placed(rows[offset : None if limit is None else offset + limit], on)


def progress_of(objective_id: UUID, *, on: date) -> ProgressRow | None:
    """The row of one objective, archived or not."""
    rows = _placed(_annotated(Objective.objects.filter(pk=objective_id)), on)
    return rows[0] if rows else None


def status_counts(*, period: Period | None, on: date, where: ProgressFilter = EVERYTHING) -> dict[str, int]:
    """How many objectives have each status."""
    rows = _filtered(period, on, where).order_by().values_list("progress__status")
    return {status: count for status, count in rows.annotate(count=Count("pk")) if status}


def _filtered(period: Period | None, on: date, where: ProgressFilter) -> ObjectiveQuerySet:
    names = {
        "rep_id": where.rep_id,
        "goal_id": where.goal_id,
        "owner_id": where.owner_id,
        "metric_key": where.metric_key,
        "scope": where.scope,
        "progress__status": where.status,
        "period": period,
    }
    rows = Objective.objects.active().filter(**{name: value for name, value in names.items() if value is not None})
    if where.department_id is not None:
        reps = Assignment.objects.on(on).filter(team__department=where.department_id).values("membership")
        rows = rows.filter(
            Q(department=where.department_id) | Q(team__department=where.department_id) | Q(rep__in=reps)
        )
    if where.team_id is not None:
        teams = branches_of_teams().get(where.team_id, ())
        reps = Assignment.objects.on(on).filter(team__in=teams).values("membership")
        rows = rows.filter(Q(team__in=teams) | Q(rep__in=reps))
    return rows


def _annotated(rows: ObjectiveQuerySet) -> ObjectiveQuerySet:
    return rows.annotate(
        scope_id=Coalesce(*(f"{column}_id" for column in SCOPE_COLUMNS)),
        scope_name=Coalesce(*SCOPE_NAMES),
        goal_title=F("goal__title"),
        owner_name=F("owner__full_name"),
        period_key=F("period__key"),
        starts_on=F("period__starts_on"),
        ends_on=F("period__ends_on"),
        department_of_team=F("team__department_id"),
        **{name: F(f"progress__{name}") for name in FIGURES},
    ).values(*COLUMNS, *PLACES)


def _placed(rows: ObjectiveQuerySet, on: date) -> list[ProgressRow]:
    """Rows with the department and the team they belong to: their own, their team's, or where the rep works on the day."""
    found = list(rows)
    reps = {row["rep_id"] for row in found if row["rep_id"]}
    assigned = Assignment.objects.on(on).filter(membership__in=reps).order_by("pk")
    work = {
        rep: (team, department)
        for rep, team, department in assigned.values_list("membership_id", "team_id", "team__department_id")
    }
    placed = []
    for row in found:
        team, department = work.get(
            row["rep_id"],
            (row["team_id"], row["department_id"] or row["department_of_team"]),
        )
        columns = {name: row[name] for name in COLUMNS}
        placed.append(ProgressRow(**columns, team_id=team, department_id=department))
    return placed
