"""The SQL of the engine. Identifiers come from descriptors only (`psycopg2.sql.Identifier`); every value is bound.

Facts are found by organisation, scope, conditions and day: the columns of a covering index, in its order.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from django.db import connection
from psycopg2 import sql

from metrics.definitions import Condition, Measure
from pipeline.definitions import Source

PER_SLICE = sql.SQL("""
    SELECT {number} AS number, slices.slice, facts.* FROM unnest({arrays}) AS slices ({columns})
    CROSS JOIN LATERAL (
        SELECT {aggregates} FROM {table} AS f
        WHERE {where} AND f.{day} >= slices.first_day AND f.{day} < slices.until_day
    ) AS facts
    WHERE facts.n > 0
""")
# The same from one pass over the facts, for many slices of a scope that has no index of its own.
PER_SLICE_OF_DAYS = sql.SQL("""
    SELECT {number} AS number, slices.slice, sum(days.n), sum(days.total), sum(days.known), bool_or(days.is_mixed)
    FROM unnest({arrays}) AS slices ({columns})
    JOIN (
        SELECT {keys}, {aggregates} FROM {table} AS f
        WHERE {where} AND f.{day} >= {first} AND f.{day} < {until} GROUP BY {keys}
    ) AS days ON {match} days.{day} >= slices.first_day AND days.{day} < slices.until_day
    GROUP BY slices.slice
""")
PER_DAY = sql.SQL("""
    SELECT f.{day}, {aggregate} FROM {table} AS f
    WHERE {where} AND f.{day} >= %(first_day)s AND f.{day} < %(until_day)s GROUP BY 1 ORDER BY 1
""")
PER_RECORD = sql.SQL("""
    SELECT f.id, f.{day}, {value} FROM {table} AS f
    WHERE {where} AND f.{day} >= %(first_day)s AND f.{day} < %(until_day)s
    ORDER BY f.{day} DESC, f.id LIMIT %(limit)s OFFSET %(offset)s
""")


ORGANISATION = sql.SQL("f.organisation_id = %(organisation)s")


class Group(NamedTuple):
    """A branch of the statement: a shape of measures, a scope, and whether the facts are passed over once for all slices."""

    shape: "Shape"
    scope: str
    is_one_pass: bool = False


class Shape(NamedTuple):
    """What measures must share to be counted by one statement: the values of their conditions may differ."""

    source: Source
    tested: tuple[str, ...]
    known: tuple[str, ...]
    flags: tuple[str, ...]


def shape_of(what: Measure) -> Shape:
    """Flags stay in the statement's text, so that the planner can prove a partial index."""
    tested = [condition for condition in what.conditions if condition.operator == "is"]
    return Shape(
        source=what.source,
        tested=tuple(condition.column for condition in tested if not _is_flag(condition)),
        known=tuple(condition.column for condition in what.conditions if condition.operator == "is_known"),
        flags=tuple(condition.column for condition in tested if _is_flag(condition)),
    )


def _is_flag(condition: Condition) -> bool:
    return condition.values == (True,)


def per_slice(groups: Iterable[Group]) -> str:
    """One statement, and so one snapshot, for all groups: rows (number of the group, slice, n, sum, known values, is mixed).

    Slices without facts have no row. The arrays of group 3 are named scope_id_3, …
    """
    return " UNION ALL ".join(
        _passed_once(group.shape, group.scope, number)
        if group.is_one_pass
        else _looked_up(group.shape, group.scope, number)
        for number, group in enumerate(groups)
    )


@cache
def _looked_up(shape: Shape, scope: str, number: int) -> str:
    source = shape.source
    where = [ORGANISATION]
    if dimension := source.dimension(scope):
        where.append(sql.SQL("{} = slices.scope_id").format(sql.Identifier("f", dimension)))
    where += [_equal(("f", name), ("slices", name)) for name in shape.tested]
    statement = PER_SLICE.format(
        **_unnested(shape, number),
        aggregates=sql.SQL(", ").join(_aggregates(source)),
        table=sql.Identifier(source.table),
        day=sql.Identifier(source.day),
        where=sql.SQL(" AND ").join([*where, *_fixed(shape)]),
    )
    return _text(statement)


@cache
def _passed_once(shape: Shape, scope: str, number: int) -> str:
    source = shape.source
    dimension = source.dimension(scope)
    keys = [*([dimension] if dimension else []), source.day, *shape.tested]
    match = [_equal(("days", dimension), ("slices", "scope_id"))] if dimension else []
    match += [_equal(("days", name), ("slices", name)) for name in shape.tested]
    where = [
        sql.SQL("{} = ANY({}::text[])").format(sql.Identifier("f", name), sql.Placeholder(f"any_{name}_{number}"))
        for name in shape.tested
    ]
    statement = PER_SLICE_OF_DAYS.format(
        **_unnested(shape, number),
        keys=sql.SQL(", ").join(sql.Identifier("f", name) for name in keys),
        aggregates=sql.SQL(", ").join(_aggregates(source)),
        table=sql.Identifier(source.table),
        day=sql.Identifier(source.day),
        first=sql.Placeholder(f"first_{number}"),
        until=sql.Placeholder(f"until_{number}"),
        where=sql.SQL(" AND ").join([ORGANISATION, *where, *_fixed(shape)]),
        match=sql.SQL("").join(sql.SQL("{} AND ").format(test) for test in match),
    )
    return _text(statement)


def _unnested(shape: Shape, number: int) -> dict[str, sql.Composable]:
    names = ["slice", "scope_id", "first_day", "until_day", *shape.tested]
    types = ["int[]", "uuid[]", "date[]", "date[]", *("text[]" for _ in shape.tested)]
    arrays = [
        sql.SQL(f"{{}}::{kind}").format(sql.Placeholder(f"{name}_{number}"))
        for name, kind in zip(names, types, strict=True)
    ]
    return {
        "number": sql.Literal(number),
        "arrays": sql.SQL(", ").join(arrays),
        "columns": sql.SQL(", ").join(map(sql.Identifier, names)),
    }


def _equal(one: tuple[str, str], other: tuple[str, str]) -> sql.Composed:
    return sql.SQL("{} = {}").format(sql.Identifier(*one), sql.Identifier(*other))


@cache
def per_day(what: Measure, scope: str) -> str:
    """Rows (day, what it added) of one cell."""
    return _of_one_cell(PER_DAY, what, scope)


@cache
def per_record(what: Measure, scope: str) -> str:
    """Rows (id, day, value) of one cell, newest first."""
    return _of_one_cell(PER_RECORD, what, scope)


def _of_one_cell(template: sql.SQL, what: Measure, scope: str) -> str:
    source, shape = what.source, shape_of(what)
    value = sql.Identifier("f", what.value) if what.value else None
    where = [ORGANISATION]
    if dimension := source.dimension(scope):
        where.append(sql.SQL("{} = ANY(%(scope_ids)s::uuid[])").format(sql.Identifier("f", dimension)))
    where += [sql.SQL("{} = ANY({})").format(sql.Identifier("f", name), sql.Placeholder(name)) for name in shape.tested]
    statement = template.format(
        table=sql.Identifier(source.table),
        day=sql.Identifier(source.day),
        value=value or sql.SQL("NULL"),
        aggregate=sql.SQL("{}({})").format(sql.SQL(what.aggregate), value or sql.SQL("*")),
        where=sql.SQL(" AND ").join([*where, *_fixed(shape)]),
    )
    return _text(statement)


def _aggregates(source: Source) -> Iterator[sql.Composable]:
    """A source has one value column at most; without it a fact is only counted."""
    yield sql.SQL("count(*) AS n")
    if not source.value:
        yield sql.SQL("NULL::numeric AS total, NULL::bigint AS known, NULL::boolean AS is_mixed")
    else:
        value, currency = sql.Identifier("f", source.value), sql.Identifier("f", source.currency or "")
        yield sql.SQL("sum({}) AS total").format(value)
        yield sql.SQL("count({}) AS known").format(value)
        yield sql.SQL("bool_or({} <> %(currency)s AND {} IS NOT NULL) AS is_mixed").format(currency, value)


def _fixed(shape: Shape) -> Iterator[sql.Composable]:
    for name in shape.flags:
        yield sql.SQL("{} = true").format(sql.Identifier("f", name))
    for name in shape.known:
        yield sql.SQL("{} <= %(as_of)s").format(sql.Identifier("f", name))


def _text(statement: sql.Composed) -> str:
    with connection.cursor() as cursor:
        return statement.as_string(cursor.connection)
