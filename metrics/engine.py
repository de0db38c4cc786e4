"""Measures many cells at once: one SQL statement and so one snapshot, a branch per kind of fact and scope, each served by
a covering index of the facts.

Run inside `tenant(…)`: row level security holds there, and the organisation is a parameter of every statement as well.
Sums are exact: PostgreSQL adds bigint into numeric.

An as-of day cuts facts by the day they happened. What was *known* then (`recorded_at`) is not cut here.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import product
from typing import Any, Literal, NamedTuple
from uuid import UUID

from django.db import connection

from metrics.definitions import Cell, Measure, Measured
from metrics.statements import Group, Shape, per_day, per_record, per_slice, shape_of
from teams.models import Organisation

Part = Literal["numerator", "denominator"]
# (scope id, first day, day after the last, values of the conditions)
Slice = tuple[UUID, date, date, tuple[str, ...]]
N, TOTAL, KNOWN, MIXED = range(4)
ONE_DAY = timedelta(days=1)


class Reading(NamedTuple):
    """How a measure is read from its group's slices: which values to add up, and from which column."""

    shape: Shape
    choices: list[tuple[str, ...]]
    column: int


class Need(NamedTuple):
    """The slices that a measure of a cell adds up."""

    group: Group
    column: int
    numbers: list[int]


@dataclass(frozen=True, slots=True)
class DayValue:
    """What one day added to a measure."""

    day: date
    value: int


@dataclass(frozen=True, slots=True)
class Record:
    """A fact behind a number. `value` is its amount in minor units, or None where facts are counted."""

    fact: str
    id: UUID
    day: date
    value: int | None


def measure(*, organisation: Organisation, cells: Sequence[Cell], as_of: date) -> dict[UUID, Measured]:
    """Numbers of all cells, through the end of `as_of`; in the organisation's currency unless a cell asks for another."""
    slices: dict[Group, dict[Slice, int]] = defaultdict(dict)
    needed = [[_need(cell, what, as_of, slices) for what in cell.metric.measures] for cell in cells]
    slices = {group: numbers for group, numbers in slices.items() if numbers}
    counted: dict[Group, dict[int, list[Any]]] = {group: {} for group in slices}
    if slices:
        arguments = {"organisation": organisation.pk, "currency": organisation.currency, "as_of": as_of} | _arrays(
            slices
        )
        groups = list(slices)
        branches = [group._replace(is_one_pass=_is_one_pass(group, slices[group])) for group in groups]
        for number, index, *row in _rows(per_slice(branches), arguments):
            counted[groups[number]][index] = row
    return {cell.key: _measured(needs, counted) for cell, needs in zip(cells, needed, strict=True)}


def daily(*, organisation: Organisation, cell: Cell, part: Part, as_of: date) -> list[DayValue]:
    """What each day added to the numerator or denominator of a cell; days without facts are left out."""
    what = _measure_of(cell, part)
    rows = _rows(per_day(what, cell.scope), _of_one_cell(organisation, cell, what, as_of))
    return [DayValue(day=day, value=int(value or 0)) for day, value in rows]


def records(
    *, organisation: Organisation, cell: Cell, part: Part, as_of: date, offset: int = 0, limit: int = 50
) -> list[Record]:
    """The facts behind the numerator or denominator of a cell, newest first."""
    what = _measure_of(cell, part)
    arguments = _of_one_cell(organisation, cell, what, as_of) | {"offset": offset, "limit": limit}
    rows = _rows(per_record(what, cell.scope), arguments)
    return [Record(fact=what.source.fact, id=id_, day=day, value=value) for id_, day, value in rows]


@cache
def _reading(what: Measure) -> Reading:
    column = N if what.value is None else TOTAL if what.aggregate == "sum" else KNOWN
    tested = [condition.values for condition in what.conditions if condition.operator == "is"]
    choices = [tuple(str(value) for value in values if value is not True) for values in product(*tested)]
    return Reading(shape_of(what), choices, column)


def _need(cell: Cell, what: Measure, as_of: date, slices: dict[Group, dict[Slice, int]]) -> Need:
    """Add the slices of a cell that nobody needs yet; none before it has begun, one per sub-team for a parent team."""
    reading = _reading(what)
    group = Group(reading.shape, cell.scope)
    numbers = slices[group]
    until = min(cell.ends_on, as_of + ONE_DAY)
    if until <= cell.starts_on:
        return Need(group, reading.column, [])
    wanted = [(id_, cell.starts_on, until, values) for id_ in cell.scope_ids for values in reading.choices]
    return Need(group, reading.column, [numbers.setdefault(one, len(numbers)) for one in wanted])


def _measured(needs: Sequence[Need], counted: dict[Group, dict[int, list[Any]]]) -> Measured:
    totals, is_mixed = [], False
    for group, column, numbers in needs:
        rows = [counted[group][number] for number in numbers if number in counted[group]]
        totals.append(sum(int(row[column] or 0) for row in rows))
        is_mixed |= column != N and any(row[MIXED] for row in rows)
    if is_mixed:
        return Measured(numerator=None, reason="missing_rate")
    if len(totals) == 1:
        return Measured(numerator=totals[0])
    numerator, denominator = totals
    return Measured(numerator, denominator, reason=None if denominator else "zero_denominator")


def _is_one_pass(group: Group, slices: Iterable[Slice]) -> bool:
    """Slices of a scope that shares its index each read all facts of their days: beyond one pass, pass once for all."""
    if group.scope in group.shape.source.narrow:
        return False
    _, first, until, _ = zip(*slices, strict=True)
    days = sum((end - start).days for start, end in zip(first, until, strict=True))
    return days > (max(until) - min(first)).days


def _arrays(slices: dict[Group, dict[Slice, int]]) -> dict[str, Any]:
    """Array literals: far cheaper than lists for the driver. Ids, dates and descriptors' words need no quotes."""
    arrays: dict[str, Any] = {}
    for number, ((shape, *_), wanted) in enumerate(slices.items()):
        ids, first, until, values = zip(*wanted, strict=True)
        arrays |= {
            f"slice_{number}": _array(range(len(wanted))),
            f"scope_id_{number}": _array(ids),
            f"first_day_{number}": _array(first),
            f"until_day_{number}": _array(until),
            f"first_{number}": min(first),
            f"until_{number}": max(until),
        }
        tested = zip(shape.tested, zip(*values, strict=True), strict=True) if shape.tested else ()
        for name, column in tested:
            arrays |= {f"{name}_{number}": _array(column), f"any_{name}_{number}": _array(sorted(set(column)))}
    return arrays


def _array(column: Iterable[Any]) -> str:
    return "{" + ",".join(map(str, column)) + "}"


def _measure_of(cell: Cell, part: Part) -> Measure:
    what = cell.metric.numerator if part == "numerator" else cell.metric.denominator
    if what is None:
        raise ValueError(f"{cell.metric.key} has no {part}.")
    return what


def _of_one_cell(organisation: Organisation, cell: Cell, what: Measure, as_of: date) -> dict[str, Any]:
    return {
        "organisation": organisation.pk,
        "currency": organisation.currency,
        "as_of": as_of,
        "scope_ids": _array(cell.scope_ids),
        "first_day": cell.starts_on,
        "until_day": min(cell.ends_on, as_of + ONE_DAY),
        **{condition.column: list(condition.values) for condition in what.conditions if condition.values},
    }


def _rows(statement: str, arguments: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        return cursor.fetchall()
