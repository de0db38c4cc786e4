"""What one cell counted at one instant, and what at a later one: only the facts that were added, changed or deleted between.

A fact as it was at an instant is the oldest of its former rows replaced since; if there is none, the row itself.
"""

from functools import lru_cache

from psycopg2 import sql

from metrics.definitions import Measure
from metrics.statements.records import counted
from metrics.statements.shapes import Group, Shape
from metrics.statements.text import text_of

REPLACED = sql.SQL("""
    SELECT DISTINCT ON (fact_id) fact_id, row FROM pipeline_formerfact
    WHERE organisation_id = %(organisation)s AND fact = %(fact)s AND replaced_at > {instant} AND row IS NOT NULL
    ORDER BY fact_id, replaced_at
""")
FORMER = sql.SQL("""
    SELECT fact.* FROM ({replaced}) AS former, LATERAL jsonb_populate_record(NULL::{table}, former.row) AS fact
    WHERE fact.recorded_at <= {instant}
""")
SINCE, UNTIL = sql.Placeholder("since"), sql.Placeholder("until")
BEFORE = sql.SQL("({former})")
# A fact counts now, although nobody changed it, where a day has come on which it does.
COME = sql.SQL("f.{} > %(day_before)s")
AFTER = sql.SQL("""(
    SELECT f.* FROM {table} AS f
    WHERE f.organisation_id = %(organisation)s AND f.recorded_at <= %(until)s
      AND (f.recorded_at > %(since)s OR {come} OR f.id IN (SELECT fact_id FROM ({since}) AS changed))
      AND f.id NOT IN (SELECT fact_id FROM ({until}) AS changed_later)
    UNION ALL {former}
)""")
CHANGES = sql.SQL("""
    WITH before AS (SELECT * FROM ({before}) AS counted WHERE %(has_before)s), after AS ({after})
    SELECT coalesce(a.id, b.id), coalesce(a.day, b.day), b.value, a.value, b.id IS NOT NULL, a.id IS NOT NULL,
        count(*) OVER (), sum(a.value) OVER (), sum(b.value) OVER (), count(a.id) OVER (), count(b.id) OVER ()
    FROM before AS b FULL JOIN after AS a ON a.id = b.id
    WHERE (a.id IS NULL) <> (b.id IS NULL) OR (a.value, a.state) IS DISTINCT FROM (b.value, b.state)
    ORDER BY abs(coalesce(a.value, 0) - coalesce(b.value, 0)) DESC, 2 DESC, 1 LIMIT %(limit)s
""")


@lru_cache(maxsize=512)
def per_change(group: Group, what: Measure) -> str:
    """Rows (id, day, value before, after, whether it counted before, after), the largest change first; and of all changes
    their number, sums after and before, how many count after and before.

    The slices as they are after have number 0, those before number 1.
    """
    source = group.shape.source
    table = sql.Identifier(source.table)
    after = AFTER.format(
        table=table,
        come=_come(group.shape),
        since=REPLACED.format(instant=SINCE),
        until=REPLACED.format(instant=UNTIL),
        former=_former(table, UNTIL),
    )
    return text_of(
        CHANGES.format(
            before=counted(group, what, BEFORE.format(former=_former(table, SINCE)), number=1),
            after=counted(group, what, after, number=0),
        )
    )


def _come(shape: Shape) -> sql.Composed:
    days = [shape.source.day, *(test.column for test in shape.tests if test.is_by_day)]
    return sql.SQL(" OR ").join(COME.format(sql.Identifier(day)) for day in dict.fromkeys(days))


def _former(table: sql.Composable, instant: sql.Placeholder) -> sql.Composed:
    return FORMER.format(replaced=REPLACED.format(instant=instant), table=table, instant=instant)
