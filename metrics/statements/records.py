"""The facts that one cell counts."""

from collections.abc import Iterable
from functools import lru_cache

from psycopg2 import sql

from metrics.definitions import Measure
from metrics.statements import filters, money, values
from metrics.statements.shapes import Group
from metrics.statements.text import text_of, unnested

FACTS = sql.SQL("""
    {slices} CROSS JOIN LATERAL (
        SELECT f.id, f.{day} AS day, {value} AS value, {state} AS state
        FROM {table} AS f {rates} WHERE {where} AND {counts}
    ) AS facts
""")
COUNTED = sql.SQL("SELECT facts.id, facts.day, facts.value, facts.state FROM {facts}")
NEWEST_FIRST = sql.SQL("{counted} ORDER BY facts.day DESC, facts.id LIMIT %(limit)s OFFSET %(offset)s")
# Two sums of hashes do not depend on the order, and need no room, however many records there are.
FINGERPRINT = sql.SQL("""
    SELECT {number} AS number, slices.slice, count(*),
           sum(hashtextextended(facts::text, 0)), sum(hashtextextended(facts::text, 1))
    FROM {facts} GROUP BY slices.slice
""")
STATE = sql.SQL("CASE WHEN {kept} THEN 'met' WHEN {stopped} THEN 'met_late' ELSE 'breached_open' END")
# How long it took, for what was stopped.
TOOK = sql.SQL("CASE WHEN {stopped} THEN extract(epoch FROM f.{stop} - f.{start}) END")


@lru_cache(maxsize=512)
def per_record(group: Group, what: Measure) -> str:
    """Rows (id, day, value, state), newest first. The value is what was added up, or the seconds a thing was open or took."""
    return text_of(NEWEST_FIRST.format(counted=counted(group, what, sql.Identifier(group.shape.source.table))))


def counted(group: Group, what: Measure, table: sql.Composable, number: int = 0) -> sql.Composed:
    """The same rows in no order, of those of `table`: facts, or facts as they were."""
    return COUNTED.format(facts=_facts(group, what, table, number))


def fingerprints(asked: Iterable[tuple[Group, Measure]]) -> str:
    """Rows (number of the pair, slice, n, sum, sum) over the records of each slice that has any."""
    return " UNION ALL ".join(_fingerprint(group, what, number) for number, (group, what) in enumerate(asked))


def _fingerprint(group: Group, what: Measure, number: int) -> str:
    facts = _facts(group, what, sql.Identifier(group.shape.source.table), number)
    return text_of(FINGERPRINT.format(number=sql.Literal(number), facts=facts))


def _facts(group: Group, what: Measure, table: sql.Composable, number: int) -> sql.Composed:
    shape = group.shape
    value, state, counts = _shown(group, what, number)
    return FACTS.format(
        slices=unnested(shape, number),
        day=sql.Identifier(shape.source.day),
        value=value,
        state=state,
        counts=counts,
        table=table,
        rates=money.rates(group, number),
        where=filters.where(group, number),
    )


def _shown(group: Group, what: Measure, number: int) -> tuple[sql.Composable, sql.Composable, sql.Composable]:
    """Value, state, and which of the facts count."""
    nothing, everything = sql.SQL("NULL::text"), sql.SQL("true")
    if what.aggregate == "stock":
        seconds = values.open_seconds(group.shape)
        return seconds, nothing, sql.SQL("{} > 0").format(seconds)
    if what.aggregate == "compliance":
        return _judged(group, number)
    known = everything if what.aggregate == "sum" or what.value is None else values.is_known(group.shape)
    is_counted = what.aggregate in ("count", "distinct")
    return sql.SQL("NULL::numeric") if is_counted else values.value_of(group, number), nothing, known


def _judged(group: Group, number: int) -> tuple[sql.Composable, sql.Composable, sql.Composable]:
    shape, source = group.shape, group.shape.source
    judged, kept = values.judgement(shape)
    if shape.promise == "duration":
        return values.value_of(group, number), STATE.format(kept=kept, stopped=sql.SQL("true")), judged
    stop = sql.Identifier(source.stopped or "")
    stopped = values.STOPPED.format(stop=stop)
    took = TOOK.format(stopped=stopped, stop=stop, start=sql.Identifier(source.started or ""))
    return took, STATE.format(kept=kept, stopped=stopped), judged
