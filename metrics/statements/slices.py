"""One statement for many slices: a branch per group, each a look-up in a covering index per slice.

Every branch gives rows (number of the group, slice, n, total, known, missing):

added      all facts · the sum of known amounts · how many are known
promised   those judged · – · those kept
open       those open · the seconds that they were, times their amounts · –
different  those known · – · how many different
ranked     those known · the percentile · –
latest     1 · the last known amount · –

`missing` is the first currency and day without a rate.
"""

from collections.abc import Iterable
from functools import lru_cache

from psycopg2 import sql

from metrics.statements import filters, money, rollups, values
from metrics.statements.shapes import Group
from metrics.statements.text import text_of, unnested

ADDED = sql.SQL("""
    SELECT {number} AS number, slices.slice, facts.* FROM {slices}
    CROSS JOIN LATERAL (SELECT {aggregates} FROM {table} AS f {rates} WHERE {where}) AS facts
    WHERE facts.n > 0
""")
OPEN = sql.SQL("""
    SELECT {number} AS number, slices.slice, facts.* FROM {slices}
    CROSS JOIN LATERAL (
        SELECT count(*) AS n, sum({amount}) AS total, NULL::bigint AS known, min(o.missing COLLATE "C") AS missing FROM (
            SELECT {seconds} AS seconds, {value} AS value, {missing} AS missing
            FROM {table} AS f {rates} WHERE {where}
        ) AS o WHERE o.seconds > 0
    ) AS facts
    WHERE facts.n > 0
""")
DIFFERENT = sql.SQL("""
    SELECT {number} AS number, slices.slice, count(*) AS n, NULL::numeric AS total,
           count(DISTINCT facts.value) AS known, NULL::text AS missing
    FROM {slices}
    CROSS JOIN LATERAL (SELECT {value} AS value FROM {table} AS f WHERE {where} AND {known}) AS facts
    GROUP BY slices.slice
""")
# percentile_cont, but exact: between the neighbours of place q · (n − 1), counted from 0.
RANKED = sql.SQL("""
    SELECT {number} AS number, slice, n, below + (place - floor(place)) * (above - below) AS total,
           NULL::bigint AS known, missing
    FROM (
        SELECT slice, n, place, missing, found[floor(place)::int + 1]::numeric AS below,
               found[ceil(place)::int + 1]::numeric AS above
        FROM (
            SELECT slices.slice, count(*) AS n, slices.q * (count(*) - 1) AS place,
                   array_agg(facts.value ORDER BY facts.value) AS found, min(facts.missing COLLATE "C") AS missing
            FROM {slices}
            CROSS JOIN LATERAL (
                SELECT {value} AS value, {missing} AS missing FROM {table} AS f {rates} WHERE {where} AND {known}
            ) AS facts
            GROUP BY slices.slice, slices.q
        ) AS ordered
    ) AS ranked
""")
LATEST = sql.SQL("""
    SELECT {number} AS number, slice, 1::bigint AS n, value::numeric AS total, NULL::bigint AS known, missing
    FROM (
        SELECT DISTINCT ON (slices.slice) slices.slice, facts.value, facts.missing FROM {slices}
        CROSS JOIN LATERAL (
            SELECT {value} AS value, {missing} AS missing, f.{day} AS day, f.recorded_at, f.id
            FROM {table} AS f {rates} WHERE {where} AND {known}
            ORDER BY f.{day} DESC, f.recorded_at DESC, f.id DESC LIMIT 1
        ) AS facts
        ORDER BY slices.slice, facts.day DESC, facts.recorded_at DESC, facts.id DESC
    ) AS last
""")
# The same as ADDED from one pass over the facts, for many slices of a scope that has no index of its own.
ONE_PASS = sql.SQL("""
    SELECT {number} AS number, slices.slice, sum(days.n)::bigint AS n, sum(days.total) AS total,
           sum(days.known)::bigint AS known, min(days.missing COLLATE "C") AS missing
    FROM {slices}
    JOIN (
        SELECT {keys}, {aggregates} FROM {table} AS f {rates}
        WHERE {where} AND f.{day} >= {first} AND f.{day} < {until} GROUP BY {keys}
    ) AS days ON {match} days.{day} >= slices.first_day AND days.{day} < slices.until_day
    GROUP BY slices.slice
""")
TEMPLATES = {
    "added": ADDED,
    "promised": ADDED,
    "open": OPEN,
    "different": DIFFERENT,
    "ranked": RANKED,
    "latest": LATEST,
}


def per_slice(groups: Iterable[Group]) -> str:
    """One statement, and so one snapshot, for all groups. Slices without facts have no row.

    The arrays of group 3 are named scope_id_3, … (`Shape.columns`), its currency currency_3.
    """
    return " UNION ALL ".join(_branch(group, number) for number, group in enumerate(groups))


def _branch(group: Group, number: int) -> str:
    if group.is_rolled:
        return rollups.read(group, number)
    return _passed_once(group, number) if group.is_one_pass else _looked_up(group, number)


@lru_cache(maxsize=2048)
def _looked_up(group: Group, number: int) -> str:
    shape = group.shape
    return text_of(
        TEMPLATES[shape.form].format(
            number=sql.Literal(number),
            slices=unnested(shape, number),
            table=sql.Identifier(shape.source.table),
            day=sql.Identifier(shape.source.day),
            rates=money.rates(group, number),
            where=filters.where(group, number),
            aggregates=values.promised(shape) if shape.form == "promised" else values.added(group, number),
            value=values.value_of(group, number),
            missing=money.missing(group, number),
            known=values.is_known(shape),
            seconds=values.open_seconds(shape) if shape.form == "open" else sql.SQL(""),
            amount=sql.SQL("o.seconds" if shape.value is None else "o.seconds * o.value::numeric"),
        )
    )


@lru_cache(maxsize=512)
def _passed_once(group: Group, number: int) -> str:
    """For equalities only; slices have the same as-of day."""
    shape, source = group.shape, group.shape.source
    dimension = source.dimension(group.scope)
    equal = [(test.column, f"t{at}_0") for at, test in enumerate(shape.tests) if test.is_equality]
    pairs = [*([(dimension, "scope_id")] if dimension else []), *equal]
    keys = [column for column, _ in pairs[: 1 if dimension else 0]] + [source.day] + [column for column, _ in equal]
    where = [
        filters.ORGANISATION,
        *(filters.any_of(shape, at, number) for at, test in enumerate(shape.tests) if test.is_equality),
        *filters.fixed(shape, as_of=sql.Placeholder(f"only_as_of_{number}")),
    ]
    return text_of(
        ONE_PASS.format(
            number=sql.Literal(number),
            slices=unnested(shape, number),
            keys=sql.SQL(", ").join(sql.Identifier("f", name) for name in dict.fromkeys(keys)),
            aggregates=values.added(group, number),
            table=sql.Identifier(source.table),
            rates=money.rates(group, number),
            day=sql.Identifier(source.day),
            first=sql.Placeholder(f"first_{number}"),
            until=sql.Placeholder(f"until_{number}"),
            where=sql.SQL(" AND ").join(where),
            match=sql.SQL("").join(
                sql.SQL("{} = {} AND ").format(sql.Identifier("days", column), sql.Identifier("slices", name))
                for column, name in pairs
            ),
        )
    )
