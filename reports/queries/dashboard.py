"""The quarter on one page: headline, chart, and objectives by department and team."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from operator import itemgetter
from uuid import UUID

from django.db.models import Case, F, Value, When, Window
from django.db.models.expressions import OrderBy
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from goals.catalogue import METRICS
from goals.models import Objective, Scope
from goals.models.objective import ObjectiveQuerySet
from goals.queries import known
from goals.queries.known import measured_otherwise
from goals.queries.narrowed import compiled_where
from goals.queries.progress import ProgressFilter, ProgressRow, objectives_where, rows_of, with_figures
from reports.queries.rollups import Rollup, rollups, together
from teams.models import Department, Period, Team

SCOPES = list(Scope.values)
SHOWN_PER_SCOPE = 3
# One team chosen: its people are what the page is about.
SHOWN_OF_ONE_TEAM = 40
MONEY = [metric.key for metric in METRICS if metric.unit == "money" and metric.accumulates]
MONEY_FIRST = Case(When(metric_key__in=MONEY, then=Value(0)), default=Value(1))
# Whose sum is the headline: departments, else the next scope that has objectives of the metric.
HEADLINE_SCOPES = (Scope.DEPARTMENT, Scope.ORGANISATION, Scope.TEAM, Scope.REP)


Place = tuple[UUID | None, UUID | None, str]


@dataclass(slots=True)
class Group:
    """Objectives of a department, a team, or one scope of the whole organisation; reps' are capped and added up."""

    name: str
    department_id: UUID | None = None
    team_id: UUID | None = None
    scope: str = ""
    rows: list[ProgressRow] = field(default_factory=list)
    parts: list[Rollup] = field(default_factory=list)

    @property
    def members(self) -> list[Rollup]:
        return by_metric(self.parts)

    @property
    def total(self) -> int:
        return sum(part.objectives for part in self.parts)

    @property
    def only_scope(self) -> str:
        """Of all its objectives, where they have the same: so that a list of them holds no others."""
        scopes = {part.scope for part in self.parts}
        return scopes.pop() if len(scopes) == 1 else ""

    @property
    def hidden(self) -> int:
        return max(0, self.total - len(self.rows))


@dataclass(slots=True)
class Section:
    """A department with its own objectives and its teams; without a department, the whole organisation."""

    department: Department | None
    groups: list[Group] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Dashboard:
    """`headline`: money added up; `members`: how many reps have reached their target of the most common metric.

    `measured_otherwise`: how many counted something else on the day that is looked at, and so are in no sum.
    """

    rows: list[ProgressRow]
    sections: list[Section]
    headline: list[Rollup]
    members: Rollup | None
    statuses: dict[str, int]
    as_of: date | None
    computed_at: datetime | None
    measured_otherwise: int

    @property
    def main(self) -> ProgressRow | None:
        """The objective that the chart shows: the widest scope, money first, then weight and size."""
        scopes = list(Scope.values)
        shown = [row for row in self.rows if row.status not in (None, "not_started")] or self.rows
        return min(
            shown,
            key=lambda row: (
                scopes.index(row.scope),
                row.metric.unit != "money" or not row.metric.accumulates,
                -row.weight,
                -row.target,
                row.id,
            ),
            default=None,
        )

    @property
    def compared(self) -> list[ProgressRow]:
        """Departments and teams side by side, on the metric of the chart."""
        main = self.main
        wanted = (Scope.DEPARTMENT, Scope.TEAM)
        return [row for row in self.rows if main and row.scope in wanted and row.metric_key == main.metric_key]

    @property
    def is_empty(self) -> bool:
        return not self.rows

    @property
    def is_unmeasured(self) -> bool:
        """There are objectives, and not a single fact counts for any of them."""
        return bool(self.rows) and not any(row.numerator for row in self.rows)


def dashboard(
    *, period: Period, on: date, where: ProgressFilter, departments: Sequence[Department], teams: Sequence[Team]
) -> Dashboard:
    """Two queries, whatever the size; of an earlier day some more."""
    otherwise = measured_otherwise(where.known_on)
    parts = rollups(period=period, on=on, where=where, otherwise=otherwise)
    rows = _first_rows(period, on, where)
    whole = [part.computed_at for part in parts if part.computed_at]
    return Dashboard(
        rows=rows,
        sections=_sections(rows, parts, departments, teams),
        headline=_headline(parts),
        members=_members(parts),
        statuses=_statuses(parts),
        as_of=max((row.through for row in rows if row.through), default=None),
        computed_at=max(whole, default=None),
        measured_otherwise=_shown(otherwise, period, on, where),
    )


def latest_period() -> Period | None:
    """The last period that has objectives, to show the way from one that has none."""
    latest = Objective.objects.active().select_related("period").order_by("-period__starts_on", "pk").first()
    return latest.period if latest else None


def _shown(ids: list[UUID], period: Period, on: date, where: ProgressFilter) -> int:
    return objectives_where(period=period, on=on, where=where).filter(pk__in=ids).count() if ids else 0


def _first_rows(period: Period, on: date, where: ProgressFilter) -> list[ProgressRow]:
    """Of each scope in each team and department: money before counts, and the highest attainment first."""
    rows = rows_of(compiled_where(_best, period=period, on=on, where=where))
    places: Counter[tuple[UUID | None, UUID | None, str]] = Counter()
    ranked = []
    for row in rows:
        places[row.department_id, row.team_id, row.scope] += 1
        ranked.append((SCOPES.index(row.scope), places[row.department_id, row.team_id, row.scope], row.id, row))
    return [row for *_, row in sorted(ranked, key=itemgetter(0, 1, 2))]


def _best(period_id: UUID, on: date, where: ProgressFilter) -> ObjectiveQuerySet:
    """Which ones they are is asked of few columns; only then come the others."""
    place = Window(
        RowNumber(), partition_by=[F("place_department"), F("place_team"), F("scope")], order_by=_best_first()
    )
    most = SHOWN_OF_ONE_TEAM if where.team_id else SHOWN_PER_SCOPE
    places = objectives_where(period=period_id, on=on, where=where).annotate(place=place).filter(place__lte=most)
    wanted = Objective.objects.filter(period=period_id, pk__in=places.values("pk"))
    rows = known.figured(wanted.placed_on(on), where.known_on)
    return with_figures(rows).order_by(*_best_first())


def _best_first() -> list[OrderBy]:
    return [MONEY_FIRST.asc(), F("figure__credited_attainment").desc(nulls_last=True), F("pk").asc()]


def _sections(
    rows: list[ProgressRow], parts: list[Rollup], departments: Sequence[Department], teams: Sequence[Team]
) -> list[Section]:
    sections = [Section(department=None, groups=_whole_groups())]
    for department in departments:
        section = Section(department=department, groups=[Group(name="", department_id=department.pk)])
        mine = [team for team in teams if team.department_id == department.pk]
        section.groups += [Group(name=team.name, department_id=department.pk, team_id=team.pk) for team in mine]
        sections.append(section)
    groups = {
        (group.department_id, group.team_id, group.scope): group for section in sections for group in section.groups
    }
    for row in rows:
        groups[_place(row)].rows.append(row)
    for part in parts:
        groups[_place(part)].parts.append(part)
    for section in sections:
        section.groups = [group for group in section.groups if group.rows]
    return [section for section in sections if section.groups]


def _whole_groups() -> list[Group]:
    """What belongs to no department: the organisation itself, then each other scope."""
    names = {
        Scope.ORGANISATION: "",
        Scope.PRODUCT: _("By product"),
        Scope.TERRITORY: _("By territory"),
        Scope.LEAD_SOURCE: _("By lead source"),
        Scope.REP: _("Without a team"),
    }
    return [Group(name=name, scope=scope.value) for scope, name in names.items()]


def _place(one: ProgressRow | Rollup) -> Place:
    return one.department_id, one.team_id, "" if one.department_id else one.scope


def by_metric(parts: Sequence[Rollup]) -> list[Rollup]:
    """Reps' objectives added up, a line per metric, direction and currency that more than one of them has."""
    reps = [part for part in parts if part.scope == Scope.REP]
    keys = sorted({(part.metric_key not in MONEY, part.metric_key, part.direction, part.currency) for part in reps})
    lines = [
        together(part for part in reps if (part.metric_key, part.direction, part.currency) == key[1:]) for key in keys
    ]
    return [line for line in lines if line and line.objectives > 1]


def _headline(parts: list[Rollup]) -> list[Rollup]:
    money: dict[tuple[str, str, str], list[Rollup]] = {}
    for part in parts:
        if part.metric.unit == "money" and part.metric.accumulates:
            money.setdefault((part.metric_key, part.direction, part.currency), []).append(part)
    lines = []
    for _key, found in sorted(money.items()):
        by_scope = ([part for part in found if part.scope == scope] for scope in HEADLINE_SCOPES)
        lines.append(next((together(some) for some in by_scope if some), None))
    return sorted((line for line in lines if line), key=lambda line: line.target or Decimal(0), reverse=True)[:2]


def _members(parts: list[Rollup]) -> Rollup | None:
    return max(
        by_metric(parts),
        key=lambda line: (line.metric.unit == "money" and line.metric.accumulates, line.objectives),
        default=None,
    )


def _statuses(parts: list[Rollup]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for part in parts:
        status = part.status or "no_data"
        counts[status] = counts.get(status, 0) + part.objectives
    return counts
