"""New figures for objectives, set-based: the same way for one objective as for a whole organisation.

The terms in one query, all measures in one statement, the rules in one pass, one write-back that touches only the
rows that differ. A pure function of terms, facts and as-of day: a second run changes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from goals.catalogue import CATALOGUE
from goals.models.objective import ObjectiveQuerySet
from goals.queries.cells import Terms, cells_of, terms_of
from goals.rules.progress import Assessment, assess
from metrics.definitions import Measured
from metrics.engine import measure
from teams.models import Organisation
from teams.tenancy import active_organisation_id

Row = tuple[Any, ...]

# The lock makes recomputes of one organisation wait for each other, so that older figures never replace newer ones.
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
# Rows that are as they should be are left out before the insert: ON CONFLICT would lock, and so rewrite, each of them.
WRITE_BACK = """
    INSERT INTO goals_objectiveprogress AS kept
        (organisation_id, objective_id, as_of, numerator, denominator, actual, attainment, expected, pace, status, computed_at)
    SELECT %(organisation)s, fresh.*, %(at)s
    FROM unnest(%(c0)s::uuid[], %(c1)s::date[], %(c2)s::numeric[], %(c3)s::numeric[], %(c4)s::numeric[],
                %(c5)s::numeric[], %(c6)s::numeric[], %(c7)s::numeric[], %(c8)s::text[])
         AS fresh (objective_id, as_of, numerator, denominator, actual, attainment, expected, pace, status)
    LEFT JOIN goals_objectiveprogress AS old
         ON old.organisation_id = %(organisation)s AND old.objective_id = fresh.objective_id
    WHERE old.id IS NULL
       OR (old.as_of, old.numerator, old.denominator, old.actual, old.attainment, old.expected, old.pace, old.status)
          IS DISTINCT FROM (fresh.as_of, fresh.numerator, fresh.denominator, fresh.actual, fresh.attainment,
                            fresh.expected, fresh.pace, fresh.status)
    ON CONFLICT (organisation_id, objective_id) DO UPDATE SET
        as_of = EXCLUDED.as_of, numerator = EXCLUDED.numerator, denominator = EXCLUDED.denominator,
        actual = EXCLUDED.actual, attainment = EXCLUDED.attainment, expected = EXCLUDED.expected,
        pace = EXCLUDED.pace, status = EXCLUDED.status, computed_at = EXCLUDED.computed_at
"""


@dataclass(frozen=True, slots=True)
class Revalued:
    """How many objectives were looked at, and how many figures changed."""

    objectives: int
    changed: int


def revalue(
    *,
    organisation: Organisation,
    objectives: ObjectiveQuerySet,
    as_of: date,
    at: datetime,
) -> Revalued:
    """Measure and judge the objectives through the end of `as_of`; write what differs. Needs a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [f"goals.progress {active_organisation_id()}"])
    terms = terms_of(objectives)
    measured = measure(
        organisation_id=organisation.pk,
        currency=organisation.currency,
        cells=cells_of(terms),
        as_of=as_of,
    )
    return Revalued(
        objectives=len(terms),
        changed=_write([_row(term, measured[term.id], as_of) for term in terms], at),
    )


def _row(term: Terms, measured: Measured, as_of: date) -> Row:
    metric = CATALOGUE[term.metric_key]
    numerator = None if measured.is_mixed else Decimal(measured.numerator)
    denominator = None if measured.denominator is None else Decimal(measured.denominator)
    judged = assess(
        numerator=numerator,
        denominator=denominator,
        is_ratio=metric.is_ratio,
        target=term.target,
        baseline=term.baseline,
        direction=term.direction,
        starts_on=term.starts_on,
        ends_on=term.ends_on,
        as_of=as_of,
    )
    return _columns(term, numerator, denominator, judged)


def _columns(
    term: Terms,
    numerator: Decimal | None,
    denominator: Decimal | None,
    judged: Assessment,
) -> Row:
    """In the order of the write-back's columns."""
    return (
        term.id,
        judged.as_of,
        numerator,
        denominator,
        judged.actual,
        judged.attainment,
        judged.expected,
        judged.pace,
        judged.status,
    )


def _write(rows: Iterable[Row], at: datetime) -> int:
    columns = {f"c{number}": _array(column) for number, column in enumerate(zip(*rows, strict=True))}
    if not columns:
        return 0
    arguments: dict[str, Any] = {"organisation": active_organisation_id(), "at": at}
    with connection.cursor() as cursor:
        cursor.execute(WRITE_BACK, arguments | columns)
        return cursor.rowcount


def _array(column: Iterable[Any]) -> str:
    """An array literal: ids, dates, numbers and statuses cannot hold quotes, and a literal is far cheaper than a list."""
    return "{" + ",".join("NULL" if value is None else str(value) for value in column) + "}"
