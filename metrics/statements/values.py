"""What is read from a fact, and how the facts of a slice become its numbers: n, total, known, missing."""

from psycopg2 import sql

from metrics.statements import money
from metrics.statements.shapes import Group, Shape
from pipeline.definitions import FieldKind

MISSING = sql.SQL('min({} COLLATE "C") AS missing')
# A stop exactly at the due instant keeps the promise; one at or after the cut-off was not yet known.
STOPPED = sql.SQL("f.{stop} IS NOT NULL AND f.{stop} < slices.cut_off")
JUDGED = sql.SQL("({stopped} OR {due} < slices.cut_off)")
KEPT = sql.SQL("({stopped} AND f.{stop} <= {due})")
# What people excused, cancelled or took back is no breach, whatever the instants say.
JUDGED_BY, KEPT_BY = sql.SQL("{} IN ('met', 'met_late', 'breached_open')"), sql.SQL("{} = 'met'")
EXCUSED = sql.SQL("{} IN ('waived', 'cancelled')")
ALLOWED = sql.SQL("(f.{} + make_interval(secs => slices.allowed))")
# Whole seconds, each instant by its own, so that one period after the other adds up.
SECOND = sql.SQL("floor(extract(epoch FROM f.{}))::bigint")
OPEN = sql.SQL("least({left}, slices.until_second) - greatest({entered}, slices.first_second)")


def column(name: str) -> sql.Composed:
    return sql.SQL("f.{}").format(sql.Identifier(name))


def value_of(group: Group, number: int) -> sql.Composable:
    """The amount of a fact, in the currency asked for; things are told apart as they are."""
    shape = group.shape
    if shape.value is None:
        return sql.SQL("NULL::bigint")
    if shape.form != "different" and shape.source.fields[shape.value].kind == "money":
        return money.converted(group, shape.value, number)
    return column(shape.value)


def is_known(shape: Shape) -> sql.Composable:
    return sql.SQL("true") if shape.value is None else known(shape.value, shape.source.fields[shape.value].kind)


def known(name: str, kind: FieldKind) -> sql.Composable:
    """An empty word is an unknown one."""
    return sql.SQL("{} <> ''" if kind == "word" else "{} IS NOT NULL").format(column(name))


def added(group: Group, number: int) -> sql.Composable:
    """All facts, the sum of the known amounts, how many are known; words and records have no sum."""
    shape = group.shape
    if shape.value is None:
        totals: sql.Composable = sql.SQL("NULL::numeric AS total, NULL::bigint AS known")
    elif shape.source.fields[shape.value].is_summable:
        totals = sql.SQL("sum({}) AS total, count({}) AS known").format(value_of(group, number), column(shape.value))
    else:
        totals = sql.SQL("NULL::numeric AS total, count(*) FILTER (WHERE {}) AS known").format(is_known(shape))
    missing = MISSING.format(money.missing(group, number)) if shape.money else sql.SQL("NULL::text AS missing")
    return sql.SQL(", ").join([sql.SQL("count(*) AS n"), totals, missing])


def promised(shape: Shape) -> sql.Composable:
    """How many are judged, and how many of these were kept."""
    judged, kept = judgement(shape)
    return sql.SQL(
        "count(*) FILTER (WHERE {}) AS n, NULL::numeric AS total, count(*) FILTER (WHERE {}) AS known, NULL::text AS missing"
    ).format(judged, kept)


def judgement(shape: Shape) -> tuple[sql.Composable, sql.Composable]:
    """Whether a fact is judged, and whether it was kept."""
    if shape.promise == "duration" and shape.value:
        value = column(shape.value)
        return sql.SQL("{} IS NOT NULL").format(value), sql.SQL("{} <= slices.allowed").format(value)
    source = shape.source
    if shape.promise == "due" and source.verdict:
        verdict = column(source.verdict)
        return JUDGED_BY.format(verdict), KEPT_BY.format(verdict)
    due = column(source.due or "") if shape.promise == "due" else ALLOWED.format(sql.Identifier(source.started or ""))
    stop = sql.Identifier(source.stopped or "")
    stopped = STOPPED.format(stop=stop)
    # Without a due instant nothing was promised, so nothing is judged.
    judged = sql.SQL("({due} IS NOT NULL AND {judged})").format(due=due, judged=JUDGED.format(stopped=stopped, due=due))
    if source.verdict:
        judged = sql.SQL("({} AND NOT {})").format(judged, EXCUSED.format(column(source.verdict)))
    return judged, KEPT.format(stopped=stopped, stop=stop, due=due)


def open_seconds(shape: Shape) -> sql.Composable:
    """How long a thing was open within the slice; below 0 where it was not."""
    entered, left = (SECOND.format(sql.Identifier(name or "")) for name in (shape.source.started, shape.source.stopped))
    return OPEN.format(entered=entered, left=left)
