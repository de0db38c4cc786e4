"""Targets, results and attainment of the marked past periods, one line for each rep, product and territory of a draft's scope.

All are measured in one statement. Of very many only the first are measured, and of those the largest shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q

from goals.models import Objective, Scope
from goals.queries.drafts import Draft
from goals.queries.precedents import ASKED, History, Past, cell_for, scope_ids
from metrics import engine
from metrics.definitions import Cell, Condition
from pipeline.models import Product
from teams.models import Assignment, Membership, Organisation, Territory

LEVELS = (Scope.REP, Scope.PRODUCT, Scope.TERRITORY)
MOST_MEASURED, MOST_SHOWN = 60, 8
# Within these a rep's own target is about the same thing; a rep's of one product has no objective of its own.
OF_REPS = frozenset({Scope.ORGANISATION, Scope.DEPARTMENT, Scope.TEAM})
Key = tuple[UUID, UUID]


class Mark(NamedTuple):
    """What one marked period asked and brought."""

    target: Decimal | None
    result: Decimal | None
    attainment: Decimal | None


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    marked: list[tuple[Past, Mark]]

    @property
    def size(self) -> Decimal:
        return max((mark.result for _, mark in self.marked if mark.result is not None), default=Decimal(-1))

    @property
    def is_empty(self) -> bool:
        return not any(mark.target or mark.result for _, mark in self.marked)


@dataclass(frozen=True, slots=True)
class Level:
    """`hidden` is how many lines are not shown."""

    scope: Scope
    lines: list[Line]
    hidden: int


def levels_of(draft: Draft, history: History, *, organisation: Organisation, today: date) -> list[Level]:
    """The levels that the metric can tell apart, each with its largest lines; seven queries at most."""
    marked = history.marked
    condition = _within(draft, organisation)
    wanted = [level for level in LEVELS if level != draft.scope and _is_told_apart(draft, level)]
    if not marked or (draft.scope != Scope.ORGANISATION and condition is None):
        return []
    named = {level: list(_named(level, draft, marked, organisation)) for level in wanted}
    cells = dict(_cells(draft, named, marked, condition, today))
    measured = engine.measure(organisation=organisation, cells=list(cells.values()), as_of=today) if cells else {}
    results = {key: measured[cell.key].actual for key, cell in cells.items()}
    asked = _asked(draft, named, marked)
    levels = (_level(level, rows, marked, results, asked) for level, rows in named.items())
    return [level for level in levels if level.lines]


def _is_told_apart(draft: Draft, level: Scope) -> bool:
    return all(measure.source.has_scope(level) for measure in draft.metric.measures)


def _within(draft: Draft, organisation: Organisation) -> Condition | None:
    """The draft's own scope as a condition on the facts; None where it cannot be one."""
    source = draft.metric.numerator.source
    if draft.scope == Scope.ORGANISATION or not source.has_scope(draft.scope):
        return None
    column = source.dimension(draft.scope)
    ids = scope_ids(draft, organisation)
    return Condition(column, "is", ids) if column and column in source.fields and len(ids) <= 100 else None


def _named(
    level: Scope, draft: Draft, marked: Sequence[Past], organisation: Organisation
) -> Iterable[tuple[UUID, str]]:
    if level == Scope.PRODUCT:
        return Product.objects.order_by("name", "pk").values_list("pk", "name")[:MOST_MEASURED]
    if level == Scope.TERRITORY:
        return Territory.objects.order_by("name", "pk").values_list("pk", "name")[:MOST_MEASURED]
    ends_on, starts_on = max(past.period.ends_on for past in marked), min(past.period.starts_on for past in marked)
    there = Assignment.objects.filter(
        Q(starts_on=None) | Q(starts_on__lt=ends_on), Q(ends_on=None) | Q(ends_on__gt=starts_on)
    )
    if draft.scope == Scope.TEAM:
        there = there.filter(team__in=scope_ids(draft, organisation))
    elif draft.scope == Scope.DEPARTMENT:
        there = there.filter(team__department=draft.about)
    elif draft.scope == Scope.TERRITORY:
        there = there.filter(territory=draft.about)
    people = Membership.objects.filter(pk__in=there.order_by().values("membership"))
    return people.order_by("full_name", "pk").values_list("pk", "full_name")[:MOST_MEASURED]


def _cells(
    draft: Draft,
    named: dict[Scope, list[tuple[UUID, str]]],
    marked: Sequence[Past],
    condition: Condition | None,
    today: date,
) -> Iterable[tuple[Key, Cell]]:
    conditions = (*draft.conditions, *([condition] if condition else []))
    for level, rows in named.items():
        for past in marked:
            if past.period.starts_on > today:
                continue
            for pk, _name in rows:
                terms: dict[str, Any] = {"scope": level.value, "scope_ids": (pk,), "conditions": conditions}
                yield (past.period.pk, pk), cell_for(draft, period=past.period, **terms)


def _asked(
    draft: Draft, named: dict[Scope, list[tuple[UUID, str]]], marked: Sequence[Past]
) -> dict[Key, tuple[Decimal, Decimal | None]]:
    """What was asked of the objectives that these had of their own, and their attainment."""
    about = Q(pk=None)
    for level, rows in named.items():
        if draft.scope == Scope.ORGANISATION or (level == Scope.REP and draft.scope in OF_REPS):
            about |= Q(scope=level, **{f"{level}__in": [pk for pk, _name in rows]})
    same = Objective.objects.active().filter(
        about,
        period__in=[past.period for past in marked],
        metric_key=draft.metric.key,
        direction=draft.direction,
    )
    columns = ("period_id", "rep_id", "product_id", "territory_id", ASKED, "progress__credited_attainment")
    found = same.order_by("-created_at", "-pk").values_list(*columns)
    return {(row[0], row[1] or row[2] or row[3]): (row[4], row[5]) for row in found}


def _level(
    level: Scope,
    rows: Iterable[tuple[UUID, str]],
    marked: Sequence[Past],
    results: dict[Key, Decimal | None],
    asked: dict[Key, tuple[Decimal, Decimal | None]],
) -> Level:
    lines = []
    for pk, name in rows:
        keys = [(past, (past.period.pk, pk)) for past in marked]
        lines.append(Line(name, [(past, _mark(asked.get(key), results.get(key))) for past, key in keys]))
    filled = sorted((line for line in lines if not line.is_empty), key=lambda line: line.size, reverse=True)
    return Level(level, filled[:MOST_SHOWN], max(0, len(filled) - MOST_SHOWN))


def _mark(asked: tuple[Decimal, Decimal | None] | None, result: Decimal | None) -> Mark:
    target, attainment = asked or (None, None)
    return Mark(target, result, attainment)
