"""Objectives as cells that the engine can measure."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, NullIf

from goals.catalogue import gone, metric_or_gone
from goals.models import Close, Objective, PaceMethod
from goals.models.objective import SCOPE_COLUMNS, ObjectiveQuerySet
from goals.rules.hysteresis import Held
from goals.rules.progress import Direction, Status
from metrics.definitions import Cell
from metrics.queries.terms import UnusableTerms, conditions_of
from teams.models import Team, compiled

HELD = ("as_of", "status", "better_since", "earlier_status", "earlier_better_since")


class Terms(NamedTuple):
    """The terms of an objective: all that its figure depends on besides the facts."""

    id: UUID
    metric_key: str
    scope: str
    scope_id: UUID
    starts_on: date
    ends_on: date
    direction: Direction
    baseline: Decimal | None
    target: Decimal
    target_upper: Decimal | None = None
    currency: str = ""
    qualifying: Sequence[Any] | None = None
    pace_method: str = PaceMethod.CALENDAR
    season_weights: Sequence[Decimal] = ()
    is_prorated: bool = False
    period_kind: str = ""
    is_closed: bool = False
    # What was shown last, and what at the end of the last day before that.
    as_of: date | None = None
    status: Status | None = None
    better_since: date | None = None
    earlier_status: Status | Literal[""] | None = None
    earlier_better_since: date | None = None

    def before(self, day: date) -> Held | None:
        """The status held at the end of an earlier day than this, so that the same day twice gives the same."""
        if self.as_of is None or self.as_of > day:
            return None
        if self.as_of < day:
            return Held(status=self.status, better_since=self.better_since) if self.status else None
        return Held(status=self.earlier_status, better_since=self.earlier_better_since) if self.earlier_status else None


def terms_of(objectives: ObjectiveQuerySet | None = None) -> list[Terms]:
    """Of some, or of all that are not archived. One query, without building model instances: there may be tens of thousands."""
    terms = [Terms._make(row) for row in (compiled.tuples_of(_all_terms) if objectives is None else _rows(objectives))]
    return [term._replace(qualifying=json.loads(str(term.qualifying))) if term.qualifying else term for term in terms]


def _all_terms() -> QuerySet[Any, Any]:
    return _rows(Objective.objects.active())


def _rows(objectives: ObjectiveQuerySet) -> QuerySet[Any, Any]:
    closed = Close.objects.standing().values("period")
    found = objectives.annotate(
        scope_id=Coalesce(*(f"{column}_id" for column in SCOPE_COLUMNS), "organisation_id"),
        conditions=NullIf(Cast("qualifying", TextField()), Value("[]"), output_field=TextField()),
        is_closed=ExpressionWrapper(Q(period__in=closed), output_field=BooleanField()),
    ).values_list(
        "id",
        "metric_key",
        "scope",
        "scope_id",
        "period__starts_on",
        "period__ends_on",
        "direction",
        "baseline",
        "target",
        "target_upper",
        "currency",
        "conditions",
        "pace_method",
        "season_weights",
        "is_prorated",
        "period__kind",
        "is_closed",
        *(f"progress__{name}" for name in HELD),
    )
    return found.order_by("pk")


def cells_of(terms: Iterable[Terms]) -> list[Cell]:
    """A cell per objective, with its id as key; a team counts with all teams below it. Only what qualifies counts."""
    terms = list(terms)
    branches = branches_of_teams() if any(term.scope == "team" for term in terms) else {}
    return [_cell(term, branches) for term in terms]


def _cell(term: Terms, branches: dict[UUID, tuple[UUID, ...]]) -> Cell:
    cell = Cell(
        key=term.id,
        metric=metric_or_gone(term.metric_key),
        scope=term.scope,
        scope_ids=branches[term.scope_id] if term.scope == "team" else (term.scope_id,),
        starts_on=term.starts_on,
        ends_on=term.ends_on,
        currency=term.currency or None,
    )
    return _qualified(cell, term) if term.qualifying else cell


def _qualified(cell: Cell, term: Terms) -> Cell:
    """With its conditions; if they no longer fit the source, there is no number."""
    try:
        return cell._replace(conditions=conditions_of(term.qualifying or (), cell.metric.numerator.source))
    except UnusableTerms:
        return cell._replace(metric=gone(term.metric_key))


def branches_of_teams() -> dict[UUID, tuple[UUID, ...]]:
    """Each team with all teams below it, itself first."""
    children: dict[UUID | None, list[UUID]] = defaultdict(list)
    teams = compiled.tuples_of(_teams)
    for team, parent in teams:
        children[parent].append(team)
    return {team: _branch(team, children) for team, _ in teams}


def _teams() -> QuerySet[Any, Any]:
    return Team.objects.values_list("id", "parent_id").order_by("pk")


def _branch(root: UUID, children: dict[UUID | None, list[UUID]]) -> tuple[UUID, ...]:
    branch = [root]
    for team in branch:
        branch += [child for child in children[team] if child not in branch]
    return tuple(branch)


def cell_of(objective: Objective) -> Cell:
    """The cell of one objective, e.g. to explain its number."""
    return cells_of(terms_of(Objective.objects.filter(pk=objective.pk)))[0]
