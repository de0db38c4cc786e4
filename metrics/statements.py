"""The SQL of the engine. Identifiers come from descriptors only (`psycopg2.sql.Identifier`); every value is bound.

Facts are found by organisation, scope, conditions and day: the columns of a covering index, in its order.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from django.db import connection
from psycopg2 import sql

from metrics.definitions import Condition, Measure
from pipeline.sources import Source

PER_SLICE = sql.SQL("""
    SELECT {number} AS number, slices.slice, facts.* FROM unnest({arrays}) AS slices ({columns})
    CROSS JOIN LATERAL (
        SELECT {aggregates} FROM {table} AS f
        WHERE {where} AND f.{day} >= slices.first_day AND f.{day} < slices.until_day
    ) AS facts
    WHERE facts.n > 0
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


class Shape(NamedTuple):
    """What measures must share to be counted by one statement: the values of their conditions may differ."""

    source: Source
    tested: tuple[str, ...]
    known: tuple[str, ...]
    flags: tuple[str, ...]


def shape_of(what: Measure) -> Shape:
    """Flags stay in the statement's text, so that the planner can prove a partial index."""
    tested = [condition for condition in what.conditions if condition.values]
    return Shape(
        source=what.source,
        tested=tuple(condition.column for condition in tested if not _is_flag(condition)),
        known=tuple(condition.column for condition in what.conditions if not condition.values),
        flags=tuple(condition.column for condition in tested if _is_flag(condition)),
    )


def _is_flag(condition: Condition) -> bool:
    return condition.values == (True,)


def per_slice(groups: Iterable[tuple[Shape, str]]) -> str:
    """One statement, and so one snapshot, for all groups: rows (number of the group, slice, n, sum, known values, is mixed).

    Slices without facts have no row. The arrays of group 3 are named scope_id_3, …
    """
    return " UNION ALL ".join(_branch(shape, scope, number) for number, (shape, scope) in enumerate(groups))


@cache
def _branch(shape: Shape, scope: str, number: int) -> str:
    source = shape.source
    names = ["slice", "scope_id", "first_day", "until_day", *shape.tested]
    types = ["int[]", "uuid[]", "date[]", "date[]", *("text[]" for _ in shape.tested)]
    arrays = [
        sql.SQL(f"{{}}::{kind}").format(sql.Placeholder(f"{name}_{number}"))
        for name, kind in zip(names, types, strict=True)
    ]
    where = [sql.SQL("f.organisation_id = %(organisation)s")]
    if dimension := source.dimension(scope):
        where.append(sql.SQL("{} = slices.scope_id").format(sql.Identifier("f", dimension)))
    where += [
        sql.SQL("{} = {}").format(sql.Identifier("f", name), sql.Identifier("slices", name)) for name in shape.tested
    ]
    statement = PER_SLICE.format(
        number=sql.Literal(number),
        arrays=sql.SQL(", ").join(arrays),
        columns=sql.SQL(", ").join(map(sql.Identifier, names)),
        aggregates=sql.SQL(", ").join(_aggregates(source)),
        table=sql.Identifier(source.table),
        day=sql.Identifier(source.day),
        where=sql.SQL(" AND ").join([*where, *_fixed(shape)]),
    )
    return _text(statement)


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
    where = [sql.SQL("f.organisation_id = %(organisation)s")]
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
    if not source.values:
        yield sql.SQL("NULL::numeric, NULL::bigint, NULL::boolean")
    for name in source.values:
        value, currency = sql.Identifier("f", name), sql.Identifier("f", source.currency or "")
        yield sql.SQL("sum({})").format(value)
        yield sql.SQL("count({})").format(value)
        yield sql.SQL("bool_or({} <> %(currency)s AND {} IS NOT NULL)").format(currency, value)


def _fixed(shape: Shape) -> Iterator[sql.Composable]:
    for name in shape.flags:
        yield sql.SQL("{} = true").format(sql.Identifier("f", name))
    for name in shape.known:
        yield sql.SQL("{} <= %(as_of)s").format(sql.Identifier("f", name))


def _text(statement: sql.Composed) -> str:
    with connection.cursor() as cursor:
        return statement.as_string(cursor.connection)
