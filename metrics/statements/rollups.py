"""Facts added up by day, for the scopes that many of them share: how the cells are read, and how they are counted anew.

A cell holds the numbers of `statements.slices` for a day: n, total, known; another currency than the one asked for refuses, so
measurements that convert read the facts.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from psycopg2 import sql

from metrics.statements.shapes import Group
from metrics.statements.text import text_of, unnested
from metrics.statements.values import column
from pipeline.definitions import Source

READ = sql.SQL("""
    SELECT {number} AS number, slices.slice, facts.* FROM {slices}
    CROSS JOIN LATERAL (
        SELECT sum(r.n)::bigint AS n, {totals} FROM metrics_rollupday AS r
        WHERE r.organisation_id = %(organisation)s AND r.series = {series} AND r.scope_id = slices.scope_id {word}
          AND r.day >= slices.first_day AND r.day < slices.until_day
    ) AS facts
    WHERE facts.n > 0
""")
TOTALS = sql.SQL("""
    sum(r.total) AS total, sum(r.known)::bigint AS known,
    min(CASE WHEN r.currency <> {} AND r.known > 0 THEN r.currency || to_char(r.day, 'YYYY-MM-DD') END COLLATE "C") AS missing
""")
ONLY_COUNTED = sql.SQL("NULL::numeric AS total, NULL::bigint AS known, NULL::text AS missing")
# Of facts that are known by their own day: a cell holds how many there are and, as its total, the last of these days. Only where that
# is after the as-of day, the facts of the cell are counted themselves: once, as OFFSET keeps the outer condition out.
READ_KNOWN = sql.SQL("""
    SELECT {number} AS number, slices.slice, facts.* FROM {slices}
    CROSS JOIN LATERAL (
        SELECT sum(CASE WHEN r.total <= slices.as_of - date '1970-01-01' THEN r.n ELSE (
                   SELECT count(*) FROM {table} AS f
                   WHERE f.organisation_id = %(organisation)s AND {dimension} AND f.{day} = r.day AND f.{known} <= slices.as_of
               ) END)::bigint AS n, NULL::numeric AS total, NULL::bigint AS known, NULL::text AS missing
        FROM metrics_rollupday AS r
        WHERE r.organisation_id = %(organisation)s AND r.series = {series} AND r.scope_id = slices.scope_id {word}
          AND r.day >= slices.first_day AND r.day < slices.until_day
        OFFSET 0
    ) AS facts
    WHERE facts.n > 0
""")
# One pass over the facts of the days, for all scopes. Only cells that differ are written; a cell without facts goes. Cells are
# reached by their place: recomputes of an organisation wait for each other, and the planner cannot guess how few there are. The
# first and the last day of all are there for the index. A full join is never a loop: cells that this very transaction has written
# have no statistics, and a loop over them took minutes.
COUNT = sql.SQL("""
    WITH days AS (SELECT * FROM unnest(%(first_days)s::date[], %(last_days)s::date[]) AS days (first_day, last_day)),
    counted AS MATERIALIZED (
        SELECT (%(series)s::text[])[whose.scope] AS series, whose.scope_id, {word} AS word, f.{day} AS day,
               {currency} AS currency, count(*) AS n, {total} AS total, {known} AS known
        FROM days JOIN {table} AS f ON f.{day} BETWEEN days.first_day AND days.last_day
        CROSS JOIN LATERAL (VALUES {scopes}) AS whose (scope, scope_id) {kinds}
        WHERE f.organisation_id = %(organisation)s AND {tests} AND {whose}
        GROUP BY {keys}
    ),
    kept AS MATERIALIZED (
        SELECT r.ctid AS place, r.* FROM days
        JOIN metrics_rollupday AS r ON r.day BETWEEN days.first_day AND days.last_day
        WHERE r.organisation_id = %(organisation)s AND r.series = ANY (%(series)s) AND r.word = ANY (%(words)s) AND {kept}
          AND r.day BETWEEN %(first_day)s AND %(last_day)s
    ),
    compared AS MATERIALIZED (
        SELECT kept.place, (kept.n, kept.total, kept.known) IS DISTINCT FROM (counted.n, counted.total, counted.known) AS differs,
               counted.*
        FROM kept FULL JOIN counted ON {same}
    ),
    gone AS (
        DELETE FROM metrics_rollupday AS r USING compared
        WHERE r.ctid = compared.place AND compared.series IS NULL
        RETURNING 1
    ),
    changed AS (
        UPDATE metrics_rollupday AS r SET n = compared.n, total = compared.total, known = compared.known
        FROM compared WHERE r.ctid = compared.place AND compared.series IS NOT NULL AND compared.differs
        RETURNING 1
    ),
    added AS (
        INSERT INTO metrics_rollupday (organisation_id, series, scope_id, word, day, currency, n, total, known)
        SELECT %(organisation)s, series, scope_id, word, day, currency, n, total, known FROM compared WHERE place IS NULL
        RETURNING 1
    )
    SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM changed) + (SELECT count(*) FROM added)
""")
KINDS = sql.SQL("CROSS JOIN LATERAL (VALUES ('', NULL::date), ({word}, f.{known})) AS kind (word, known_on)")
KEY = ("series", "scope_id", "word", "day", "currency")


def series_of(source: Source, scope: str) -> str:
    return f"{source.key}:{scope}"


def scopes_of(source: Source) -> list[str]:
    """Those without a covering index of their own."""
    return ["organisation", *(name for name, _ in source.dimensions if name not in source.narrow)]


def is_rolled(group: Group) -> bool:
    """Whether the cells of its source hold what the group counts."""
    shape, source = group.shape, group.shape.source
    known = [test.column for test in shape.tests if test.is_by_day]
    words = [test for test in shape.tests if test.flag is None and not test.is_by_day]
    flags = [test.column for test in shape.tests if test.flag]
    return (
        source.is_rolled_up
        and shape.form == "added"
        and not group.converts
        and shape.value in (None, source.value)
        and group.scope in scopes_of(source)
        and all(test.operator == "is" and test.column == source.rolled_by for test in words)
        and len(words) <= 1
        and flags == ([source.rolled_if] if source.rolled_if else [])
        and known in ([], [source.rolled_known])
        and len(flags) + len(words) + len(known) == len(shape.tests)
    )


@lru_cache(maxsize=512)
def read(group: Group, number: int) -> str:
    """The same rows as from the facts themselves."""
    shape, source = group.shape, group.shape.source
    at = next((at for at, test in enumerate(shape.tests) if test.is_equality), None)
    word = sql.SQL("") if at is None else sql.SQL("AND r.word = {}").format(sql.Identifier("slices", f"t{at}_0"))
    if source.rolled_known:
        word = sql.SQL("AND r.word = {}").format(sql.Literal(source.rolled_known if shape.needs_as_of else ""))
    dimension = source.dimension(group.scope)
    return text_of(
        (READ_KNOWN if shape.needs_as_of else READ).format(
            number=sql.Literal(number),
            slices=unnested(shape, number),
            totals=ONLY_COUNTED if shape.value is None else _totals(group, number),
            series=sql.Literal(series_of(source, group.scope)),
            word=word,
            table=sql.Identifier(source.table),
            day=sql.Identifier(source.day),
            known=sql.Identifier(source.rolled_known or ""),
            dimension=sql.SQL("{} = r.scope_id").format(column(dimension)) if dimension else sql.SQL("true"),
        )
    )


def _totals(group: Group, number: int) -> sql.Composable:
    return TOTALS.format(sql.Placeholder(f"currency_{number}") if group.shape.money else sql.SQL("r.currency"))


@lru_cache(maxsize=512)
def counted(source: Source, scopes: Sequence[str], *, is_everybody: bool) -> str:
    """Cells of the given scopes on the given days, of all records or of `scope_ids`; gives how many were different."""
    word, value, flag = source.rolled_by, source.value, source.rolled_if
    tests = [sql.SQL("{} = ANY (%(words)s)").format(column(word))] if word else []
    tests += [column(flag)] if flag else []
    tests += [sql.SQL("(kind.word = '' OR kind.known_on IS NOT NULL)")] if source.rolled_known else []
    currency = column(source.currency) if value and source.currency else None
    kind, total, kinds = _told_apart(source)
    everybody = sql.SQL("true")
    return text_of(
        COUNT.format(
            table=sql.Identifier(source.table),
            day=sql.Identifier(source.day),
            word=kind,
            kinds=kinds,
            currency=currency or sql.SQL("''"),
            keys=_keys(source, kind, currency),
            total=total,
            known=sql.SQL("count({})").format(column(value)) if value else sql.SQL("NULL::bigint"),
            scopes=_numbered(source.dimension(scope) or "organisation_id" for scope in scopes),
            tests=sql.SQL(" AND ").join([*tests, sql.SQL("whose.scope_id IS NOT NULL")]),
            whose=everybody if is_everybody else sql.SQL("whose.scope_id = ANY (%(scope_ids)s::uuid[])"),
            kept=everybody if is_everybody else sql.SQL("r.scope_id = ANY (%(scope_ids)s::uuid[])"),
            same=_same("kept", "counted"),
        )
    )


def _told_apart(source: Source) -> tuple[sql.Composable, sql.Composable, sql.Composable]:
    """The word of a fact's cell, the total of a cell, and what makes two cells of a fact whose day is known."""
    total = sql.SQL("sum({})").format(column(source.value)) if source.value else sql.SQL("NULL::numeric")
    if source.rolled_known:
        known = {"word": sql.Literal(source.rolled_known), "known": sql.Identifier(source.rolled_known)}
        last = sql.SQL("max(kind.known_on - date '1970-01-01')::numeric")
        return sql.SQL("kind.word"), last, KINDS.format(**known)
    return column(source.rolled_by) if source.rolled_by else sql.SQL("''"), total, sql.SQL("")


def _keys(source: Source, kind: sql.Composable, currency: sql.Composable | None) -> sql.Composable:
    word = [kind] if source.rolled_by or source.rolled_known else []
    keys = [sql.SQL("whose.scope, whose.scope_id"), *word, column(source.day), *([currency] if currency else [])]
    return sql.SQL(", ").join(keys)


def _numbered(names: Iterable[str]) -> sql.Composable:
    pairs = (sql.SQL("({}, {})").format(sql.Literal(at), column(name)) for at, name in enumerate(names, start=1))
    return sql.SQL(", ").join(pairs)


def _same(one: str, other: str) -> sql.Composable:
    pairs = (sql.SQL("{} = {}").format(sql.Identifier(one, name), sql.Identifier(other, name)) for name in KEY)
    return sql.SQL(" AND ").join(pairs)
