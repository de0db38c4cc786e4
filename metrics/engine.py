"""Measures many cells at once: one SQL statement per measure and scope, served by the facts' covering indexes.

Run inside `tenant(…)`: row level security holds there, and the organisation is a parameter of every statement as well.
Identifiers come from descriptors only (`psycopg2.sql.Identifier`); every value is bound. Sums are exact: PostgreSQL adds
bigint into numeric.

An as-of day cuts facts by the day they happened. What was *known* then (`recorded_at`) is not cut here.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal
from uuid import UUID

from django.db import connection
from psycopg2 import sql

from metrics.definitions import Cell, Measure, Measured

Part = Literal["numerator", "denominator"]
# (index of the cell, scope id, first day, day after the last)
Slice = tuple[int, UUID, date, date]

PER_CELL = sql.SQL("""
    SELECT cells.cell, facts.n, facts.mixed
    FROM unnest(%(cell)s::int[], %(scope)s::uuid[], %(first)s::date[], %(until)s::date[])
         AS cells (cell, scope_id, first_day, until_day)
    CROSS JOIN LATERAL (
        SELECT {aggregate} AS n, {mixed} AS mixed FROM {table} AS f
        WHERE {where} AND f.{day} >= cells.first_day AND f.{day} < cells.until_day
    ) AS facts
    WHERE facts.n <> 0 OR facts.mixed
""")
PER_DAY = sql.SQL("""
    SELECT f.{day}, {aggregate} FROM {table} AS f
    WHERE {where} AND f.{day} >= %(first)s AND f.{day} < %(until)s GROUP BY 1 ORDER BY 1
""")
PER_RECORD = sql.SQL("""
    SELECT f.id, f.{day}, {value} FROM {table} AS f
    WHERE {where} AND f.{day} >= %(first)s AND f.{day} < %(until)s
    ORDER BY f.{day} DESC, f.id LIMIT %(limit)s OFFSET %(offset)s
""")


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


def measure(*, organisation_id: UUID, currency: str, cells: Sequence[Cell], as_of: date) -> dict[UUID, Measured]:
    """Numbers of all cells, through the end of `as_of`; `currency` is the only one that is summed."""
    counted: dict[Measure, dict[int, int]] = defaultdict(dict)
    mixed: set[tuple[Measure, int]] = set()
    for (what, scope), slices in _slices(cells, as_of).items():
        arguments = {
            "organisation": organisation_id,
            "currency": currency,
            "as_of": as_of,
        } | _arrays(slices)
        for index, n, is_mixed in _rows(_statement(PER_CELL, what, scope), what, arguments):
            counted[what][index] = counted[what].get(index, 0) + int(n or 0)
            if is_mixed:
                mixed.add((what, index))
    return {cell.key: _measured(cell, index, counted, mixed) for index, cell in enumerate(cells)}


def daily(*, organisation_id: UUID, currency: str, cell: Cell, part: Part, as_of: date) -> list[DayValue]:
    """What each day added to the numerator or denominator of a cell; days without facts are left out."""
    what, arguments = _one_cell(organisation_id, currency, cell, part, as_of)
    rows = _rows(_statement(PER_DAY, what, cell.scope, many=True), what, arguments)
    return [DayValue(day=day, value=int(value or 0)) for day, value in rows]


def records(
    *,
    organisation_id: UUID,
    currency: str,
    cell: Cell,
    part: Part,
    as_of: date,
    offset: int = 0,
    limit: int = 50,
) -> list[Record]:
    """The facts behind the numerator or denominator of a cell, newest first."""
    what, arguments = _one_cell(organisation_id, currency, cell, part, as_of)
    arguments |= {"offset": offset, "limit": limit}
    rows = _rows(_statement(PER_RECORD, what, cell.scope, many=True), what, arguments)
    return [Record(fact=what.source.fact, id=id_, day=day, value=value) for id_, day, value in rows]


def _slices(cells: Iterable[Cell], as_of: date) -> dict[tuple[Measure, str], list[Slice]]:
    """Which days to measure, by statement: a cell that has not begun needs none, a parent team one per sub-team."""
    slices: dict[tuple[Measure, str], list[Slice]] = defaultdict(list)
    tomorrow = as_of + timedelta(days=1)
    for index, cell in enumerate(cells):
        until = min(cell.ends_on, tomorrow)
        if until > cell.starts_on:
            for what in cell.metric.measures:
                slices[what, cell.scope] += [(index, id_, cell.starts_on, until) for id_ in cell.scope_ids]
    return slices


def _arrays(slices: Sequence[Slice]) -> dict[str, str]:
    """Array literals: far cheaper than lists for the driver, and safe, as numbers, ids and dates cannot hold quotes."""
    columns = zip(*slices, strict=True)
    return {
        name: "{" + ",".join(map(str, column)) + "}"
        for name, column in zip(("cell", "scope", "first", "until"), columns, strict=True)
    }


def _one_cell(
    organisation_id: UUID, currency: str, cell: Cell, part: Part, as_of: date
) -> tuple[Measure, dict[str, Any]]:
    what = cell.metric.numerator if part == "numerator" else cell.metric.denominator
    if what is None:
        raise ValueError(f"{cell.metric.key} has no {part}.")
    return what, {
        "organisation": organisation_id,
        "currency": currency,
        "as_of": as_of,
        "scopes": "{" + ",".join(map(str, cell.scope_ids)) + "}",
        "first": cell.starts_on,
        "until": min(cell.ends_on, as_of + timedelta(days=1)),
    }


def _statement(template: sql.SQL, what: Measure, scope: str, *, many: bool = False) -> sql.Composed:
    value = sql.Identifier("f", what.value) if what.value else None
    return template.format(
        table=sql.Identifier(what.source.table),
        day=sql.Identifier(what.source.day),
        value=value or sql.SQL("NULL"),
        aggregate=sql.SQL("{}({})").format(sql.SQL(what.aggregate), value or sql.SQL("*")),
        mixed=_mixed(what),
        where=sql.SQL(" AND ").join(_where(what, scope, many=many)),
    )


def _mixed(what: Measure) -> sql.Composable:
    if what.value is None or what.source.currency is None:
        return sql.SQL("false")
    currency, value = (
        sql.Identifier("f", what.source.currency),
        sql.Identifier("f", what.value),
    )
    return sql.SQL("coalesce(bool_or({} <> %(currency)s AND {} IS NOT NULL), false)").format(currency, value)


def _where(what: Measure, scope: str, *, many: bool) -> Iterable[sql.Composable]:
    yield sql.SQL("f.organisation_id = %(organisation)s")
    if dimension := what.source.dimension(scope):
        test = sql.SQL("{} = ANY(%(scopes)s::uuid[])" if many else "{} = cells.scope_id")
        yield test.format(sql.Identifier("f", dimension))
    for condition in what.conditions:
        yield _test(condition.column, condition.values)


def _test(column: str, values: tuple[str | bool, ...]) -> sql.Composable:
    name = sql.Identifier("f", column)
    if not values:
        return sql.SQL("{} <= %(as_of)s").format(name)
    if len(values) == 1:
        return sql.SQL("{} = {}").format(name, sql.Literal(values[0]))
    return sql.SQL("{} IN ({})").format(name, sql.SQL(", ").join(map(sql.Literal, values)))


def _rows(statement: sql.Composed, what: Measure, arguments: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        return cursor.fetchall()


def _measured(
    cell: Cell,
    index: int,
    counted: dict[Measure, dict[int, int]],
    mixed: set[tuple[Measure, int]],
) -> Measured:
    metric = cell.metric
    return Measured(
        numerator=counted[metric.numerator].get(index, 0),
        denominator=None if metric.denominator is None else counted[metric.denominator].get(index, 0),
        is_mixed=any((what, index) in mixed for what in metric.measures),
    )
