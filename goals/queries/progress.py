"""Objectives with their figures, for lists: one query for the rows."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, Value, When
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce

from goals.catalogue import metric_or_gone
from goals.models import Objective, Scope
from goals.models.objective import BY_BUSINESS_DAYS, SCOPE_COLUMNS, ObjectiveQuerySet
from goals.queries import known
from goals.queries.cells import branches_of_teams
from goals.queries.silence import shown_status
from goals.rules.progress import Direction
from metrics.definitions import Metric
from teams.models import Period, period_label

SCOPE_NAMES = (
    *("department__name", "team__name", "rep__full_name"),
    *("product__name", "territory__name", "lead_source__name"),
)
FIGURES = (
    "as_of",
    "numerator",
    "denominator",
    "actual",
    "expected",
    "pace",
    "status",
    "computed_at",
    "effective_target",
    "credited",
    "actual_of_all",
    "guards",
    "reason",
    "rule_version",
    "plain_status",
    "better_since",
    "share",
    "units_elapsed",
    "units",
    "learned_from",
    "learned_periods",
    "forecast",
    "required_rate",
    "required_ratio",
    "presence",
)
# Named here for what they mean on a page: the attainment that counts, and what it would be without the guards.
ATTAINMENTS = {"attainment": "figure__credited_attainment", "raw_attainment": "figure__attainment"}
# A row's own names for what the query calls otherwise.
RENAMED = {"team_id": "place_team", "department_id": "place_department", "target": "known_target"}
# The widest scope first, as `Scope` lists them.
BY_SCOPE = Case(*(When(scope=scope.value, then=Value(number)) for number, scope in enumerate(Scope)))
SORTED = {"attainment": ATTAINMENTS["attainment"], "pace": "figure__pace"}
ORDERS: dict[str, tuple[OrderBy, ...]] = {
    "scope": (BY_SCOPE.asc(),),
    "period": (F("period__starts_on").desc(), BY_SCOPE.asc()),
    **{name: (F(column).asc(nulls_last=True),) for name, column in SORTED.items()},
    **{f"-{name}": (F(column).desc(nulls_last=True),) for name, column in SORTED.items()},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressFilter:
    """What to list; None is everything. A department or team brings its sub-teams and the reps in them.

    `known_on`: as it was known at the end of that day; None: as it is known now.
    """

    department_id: UUID | None = None
    team_id: UUID | None = None
    rep_id: UUID | None = None
    goal_id: UUID | None = None
    owner_id: UUID | None = None
    metric_key: str | None = None
    scope: str | None = None
    status: str | None = None
    known_on: date | None = None


EVERYTHING = ProgressFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressRow:
    """An objective and its last figure. Before the first recompute, `status` and all figures are None.

    With `known_on` the figure is the last one of that day or before, beside the terms of then.
    """

    id: UUID
    title: str
    goal_id: UUID
    goal_title: str
    cadence: str
    metric_key: str
    scope: str
    scope_id: UUID | None
    scope_name: str | None
    department_id: UUID | None
    team_id: UUID | None
    period_key: str
    starts_on: date
    ends_on: date
    direction: Direction
    baseline: Decimal | None
    target: Decimal
    known_on: date | None
    target_upper: Decimal | None
    stretch: Decimal | None
    currency: str
    qualifying: list[Any]
    pace_method: str
    season_weights: list[Decimal]
    is_prorated: bool
    period_kind: str
    weight: Decimal
    parent_id: UUID | None
    relation: str
    contribution_share: Decimal
    owner_id: UUID
    owner_name: str
    as_of: date | None
    numerator: Decimal | None
    denominator: Decimal | None
    actual: Decimal | None
    attainment: Decimal | None
    raw_attainment: Decimal | None
    expected: Decimal | None
    pace: Decimal | None
    status: str | None
    computed_at: datetime | None
    effective_target: Decimal | None
    credited: Decimal | None
    actual_of_all: Decimal | None
    guards: list[dict[str, Any]] | None
    reason: dict[str, str] | None
    rule_version: int | None
    plain_status: str | None
    better_since: date | None
    share: Decimal | None
    units_elapsed: int | None
    units: int | None
    learned_from: str | None
    learned_periods: int | None
    forecast: Decimal | None
    required_rate: Decimal | None
    required_ratio: Decimal | None
    presence: Decimal | None

    @property
    def metric(self) -> Metric:
        return metric_or_gone(self.metric_key)

    @property
    def name(self) -> str:
        return self.title or str(self.metric.label)

    @property
    def period_label(self) -> str:
        return period_label(key=self.period_key, starts_on=self.starts_on)

    @property
    def asked(self) -> Decimal:
        """The target of somebody who was not there, or not up to speed, all the time."""
        return self.target if self.effective_target is None else self.effective_target

    @property
    def asked_upper(self) -> Decimal | None:
        """The upper end of a band, likewise."""
        return self._asked_of(self.target_upper)

    @property
    def asked_stretch(self) -> Decimal | None:
        return self._asked_of(self.stretch)

    def _asked_of(self, whole: Decimal | None) -> Decimal | None:
        return whole if whole is None or self.presence is None else whole * self.presence

    @property
    def is_by_business_days(self) -> bool:
        return self.pace_method in BY_BUSINESS_DAYS

    @property
    def is_held(self) -> bool:
        """Today's pace alone says better than what is shown: it waits for some days or a clear margin."""
        return bool(self.plain_status) and self.status not in (self.plain_status, "silent")

    @property
    def through(self) -> date | None:
        """The last day that is counted: after the period, its own last day."""
        return self.as_of and min(self.as_of, self.ends_on - timedelta(days=1))

    @property
    def guard_state(self) -> str:
        """Of the guard that binds: "broken" or "undefined"; nothing if all are kept."""
        return next((guard["state"] for guard in self.guards or () if guard["binds"]), "")

    @property
    def expected_attainment(self) -> Decimal | None:
        """Where a bar should end today; None where the whole target is expected on any day, or less is better."""
        if self.expected is None or not self.metric.accumulates or self.direction != "at_least" or not self.asked:
            return None
        return self.expected / self.asked


COLUMNS = [field.name for field in fields(ProgressRow) if field.name not in RENAMED]


def progress_rows(
    *,
    period: Period | None,
    on: date,
    where: ProgressFilter = EVERYTHING,
    order: str = "scope",
    offset: int = 0,
    limit: int | None = None,
) -> list[ProgressRow]:
    """Objectives of a period (None: of all) with figures; `on` is the day whose assignments place reps in teams."""
    rows = listed(period=period, on=on, where=where, order=order)
    return rows_of(rows[offset : None if limit is None else offset + limit])


def listed(*, period: Period | None, on: date, where: ProgressFilter, order: str) -> ObjectiveQuerySet:
    """The query of `progress_rows`, in one of the `ORDERS`."""
    rows = with_figures(objectives_where(period=period, on=on, where=where))
    return rows.order_by(*ORDERS[order], "scope_name", "metric_key", "starts_on", "pk")


def progress_of(objective_id: UUID, *, on: date, known_on: date | None = None) -> ProgressRow | None:
    """The row of one objective, archived or not."""
    mine = known.figured(Objective.objects.filter(pk=objective_id).placed_on(on), known_on)
    return next(iter(rows_of(with_figures(mine))), None)


def status_counts(*, period: Period | None, on: date, where: ProgressFilter = EVERYTHING) -> dict[str, int]:
    """How many objectives have each status."""
    rows = objectives_where(period=period, on=on, where=where).order_by().values_list(shown_status())
    return {status: count for status, count in rows.annotate(count=Count("pk")) if status}


def objectives_where(*, period: Period | UUID | None, on: date, where: ProgressFilter) -> ObjectiveQuerySet:
    """Objectives that are not archived, placed on the day, as the filter says (a status is the one that is shown)."""
    names = {
        "rep_id": where.rep_id,
        "goal_id": where.goal_id,
        "owner_id": where.owner_id,
        "metric_key": where.metric_key,
        "scope": where.scope,
        "place_department": where.department_id,
        "period": period,
    }
    wanted: dict[str, Any] = {name: value for name, value in names.items() if value is not None}
    if where.team_id is not None:
        wanted["place_team__in"] = branches_of_teams().get(where.team_id, ())
    rows = known.figured(known.existing(where.known_on).placed_on(on), where.known_on).filter(**wanted)
    return rows if where.status is None else rows.alias(shown=shown_status()).filter(shown=where.status)


def with_figures(rows: ObjectiveQuerySet) -> ObjectiveQuerySet:
    """The columns of a `ProgressRow`, of objectives that are placed and `figured`."""
    return rows.annotate(
        scope_id=Coalesce(*(f"{column}_id" for column in SCOPE_COLUMNS)),
        scope_name=Coalesce(*SCOPE_NAMES),
        goal_title=F("goal__title"),
        owner_name=F("owner__full_name"),
        cadence=F("goal__cadence"),
        period_key=F("period__key"),
        period_kind=F("period__kind"),
        starts_on=F("period__starts_on"),
        ends_on=F("period__ends_on"),
        **{name: F(column) for name, column in ATTAINMENTS.items()},
        **{name: F(f"figure__{name}") for name in FIGURES if name != "status"},
        status=shown_status(),
    ).values(*COLUMNS, *RENAMED.values())


def rows_of(rows: Iterable[Any]) -> list[ProgressRow]:
    """Run the query of `with_figures`; what was known on an earlier day is told in the terms of then: one query more."""
    found = [_renamed(row) for row in rows]
    if found and (known_on := found[0]["known_on"]):
        then = known.terms_then((row["id"] for row in found), known_on)
        found = [row | _unknown(row) | then.get(row["id"], {}) for row in found]
    return [ProgressRow(**row) for row in found]


def _unknown(row: dict[str, Any]) -> dict[str, Any]:
    return {"reason": {"code": "not_known_yet"}} if row["status"] is None else {}


def _renamed(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in COLUMNS} | {name: row[column] for name, column in RENAMED.items()}
