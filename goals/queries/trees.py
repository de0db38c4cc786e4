"""What stands above and below an objective: how its target is handed down, and what comes back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

from django.db.models import Count, F, Sum
from django.db.models.functions import Coalesce

from goals.models import Objective, Relation, Scope
from goals.models.objective import ObjectiveQuerySet
from goals.queries import known
from goals.queries.progress import BY_SCOPE, ProgressRow, progress_of, rows_of, with_figures
from goals.rules import rollup
from goals.rules.rollup import Child, Contribution, Member, Padding, PeriodFit, PeriodTarget, Team
from teams.models import Period

MOST_LEVELS = 8
MOST_PARENTS = 300


@dataclass(frozen=True, slots=True)
class Part:
    """A contributing objective, and its share of target and actual; None while its actual is undefined."""

    row: ProgressRow
    target: Decimal
    actual: Decimal | None


@dataclass(frozen=True, slots=True)
class Split:
    """One way of handing a target down, to others in its period or to periods within it, and what makes the sum exact.

    `over_levels` compounds the padding of all levels, where there is more than one. `fit` is of periods only.
    """

    parts: list[Part]
    contribution: Contribution
    team: Team
    padding: Padding
    levels: int
    over_levels: Decimal | None
    fit: PeriodFit | None


@dataclass(frozen=True, slots=True)
class ObjectiveTree:
    """The objective above, the two ways of handing down, and what only supports or guards."""

    above: ProgressRow | None
    people: Split | None
    periods: Split | None
    others: list[ProgressRow]

    @property
    def is_empty(self) -> bool:
        return not (self.above or self.people or self.periods or self.others)


@dataclass(frozen=True, slots=True)
class HandedDown:
    """How many objectives of the same period contribute to one, and how much of its target they carry together."""

    count: int
    share: Decimal | None


def tree_of(row: ProgressRow, *, on: date) -> ObjectiveTree:
    """One query per level below, and one for the objective above."""
    levels = _levels_below(row, on)
    children = levels[0] if levels else []
    contributing = [child for child in children if child.relation == Relation.CONTRIBUTE]
    people = [child for child in contributing if child.period_key == row.period_key]
    periods = [child for child in contributing if child.period_key != row.period_key]
    return ObjectiveTree(
        above=progress_of(row.parent_id, on=on, known_on=row.known_on) if row.parent_id else None,
        people=_split(row, people, _paddings([[row], *levels])) if people else None,
        periods=_split(row, periods, [], with_fit=True) if periods else None,
        others=[child for child in children if child.relation != Relation.CONTRIBUTE],
    )


def handed_down(rows: Iterable[ProgressRow], *, known_on: date | None = None) -> dict[UUID, HandedDown]:
    """Of those that hand down anything: one query."""
    asked = {row.id: row.asked for row in rows}
    below = known.figured(known.existing(known_on), known_on).filter(
        parent__in=asked, relation=Relation.CONTRIBUTE, period=F("parent__period")
    )
    target = Sum(Coalesce("figure__effective_target", "known_target") * F("contribution_share"))
    sums = below.order_by().values_list("parent").annotate(count=Count("pk"), carried=target)
    return {
        parent: HandedDown(count=count, share=carried / asked[parent] if asked[parent] else None)
        for parent, count, carried in sums
    }


def possible_parents(*, period: Period, but_not: UUID | None) -> ObjectiveQuerySet:
    """Objectives of more than one person whose period holds this one: the widest first."""
    rows = Objective.objects.active().exclude(scope=Scope.REP).exclude(pk=but_not)
    around = rows.filter(period__starts_on__lte=period.starts_on, period__ends_on__gte=period.ends_on)
    return around.with_scope().order_by(BY_SCOPE.asc(), "metric_key", "pk")[:MOST_PARENTS]


def _levels_below(row: ProgressRow, on: date) -> list[list[ProgressRow]]:
    levels: list[list[ProgressRow]] = []
    above = [row]
    while above and len(levels) < MOST_LEVELS:
        below = known.existing(row.known_on).placed_on(on).filter(parent__in=[one.id for one in above])
        level = rows_of(
            with_figures(known.figured(below, row.known_on)).order_by("starts_on", BY_SCOPE.asc(), "scope_name", "pk")
        )
        if level:
            levels.append(level)
        above = [one for one in level if one.relation == Relation.CONTRIBUTE]
    return levels


def _split(
    row: ProgressRow, children: Sequence[ProgressRow], paddings: list[Decimal], *, with_fit: bool = False
) -> Split:
    contribution = rollup.contributed(
        children=[
            Child(relation="contribute", actual=_counted(child), target=child.asked, share=child.contribution_share)
            for child in children
        ]
    )
    parts = [
        Part(row=child, target=child.asked * child.contribution_share, actual=actual)
        for child, actual in zip(children, contribution.parts, strict=True)
    ]
    return Split(
        parts=parts,
        contribution=contribution,
        team=rollup.team(members=[_member(part) for part in parts], direction=row.direction),
        padding=rollup.padding(parent=row.asked, children=[part.target for part in parts]),
        levels=len(paddings),
        over_levels=rollup.compounded(over_assigned=paddings) if len(paddings) > 1 else None,
        fit=_fit(row, parts) if with_fit else None,
    )


def _fit(row: ProgressRow, parts: Sequence[Part]) -> PeriodFit:
    children = [PeriodTarget(part.row.starts_on, part.row.ends_on, part.target) for part in parts]
    return rollup.period_fit(parent=PeriodTarget(row.starts_on, row.ends_on, row.asked), children=children)


def _paddings(levels: Sequence[Sequence[ProgressRow]]) -> list[Decimal]:
    """What each level hands down beyond what is asked of it: of those in it that hand down anything."""
    found = []
    for above, below in pairwise(levels):
        periods = {row.id: row.period_key for row in above}
        edges = [
            row
            for row in below
            if row.relation == Relation.CONTRIBUTE and row.parent_id and periods.get(row.parent_id) == row.period_key
        ]
        givers = {row.parent_id for row in edges}
        asked = sum((row.asked for row in above if row.id in givers), Decimal(0))
        share = rollup.padding(
            parent=asked, children=[row.asked * row.contribution_share for row in edges]
        ).over_assigned
        if givers and share is not None:
            found.append(share)
    return found


def _counted(row: ProgressRow) -> Decimal | None:
    return rollup.counted(
        actual=row.actual,
        credited=row.credited,
        attainment=row.raw_attainment,
        credited_attainment=row.attainment,
    )


def _member(part: Part) -> Member:
    share = part.row.contribution_share
    upper = None if part.row.asked_upper is None else part.row.asked_upper * share
    return Member(actual=part.actual, target=part.target, attainment=part.row.attainment, upper=upper)
