"""New figures of closed results: written beside them, never in their place, and only where they differ from the last."""

from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection

from goals.actions import closing_notices
from goals.actions.write_back import array_of, kinds_of_figures
from goals.queries.assessments import Columns
from teams.tenancy import active_organisation_id

# What a result is: not where it should have stood on the way there.
RESULT = (
    "numerator",
    "denominator",
    "actual",
    "attainment",
    "effective_target",
    "credited",
    "credited_attainment",
    "status",
)
# A figure of a day within the period is no result.
STATEMENT = """
    WITH fresh AS MATERIALIZED (SELECT * FROM unnest({arrays}) AS given (objective_id, {columns})),
    stated AS (
        SELECT result.id AS result_id, result.objective_id, result.as_of AS closed_on, {stated} FROM fresh
        JOIN goals_closedresult AS result
          ON result.organisation_id = %(organisation)s AND result.objective_id = fresh.objective_id
        JOIN goals_close AS close
          ON close.organisation_id = %(organisation)s AND close.id = result.close_id AND close.state = 'closed'
        LEFT JOIN LATERAL (
            SELECT * FROM goals_restatement AS one
            WHERE one.organisation_id = %(organisation)s AND one.result_id = result.id
            ORDER BY one.computed_at DESC, one.id DESC LIMIT 1
        ) AS latest ON true
    ),
    restated AS (
        INSERT INTO goals_restatement (organisation_id, computed_at, result_id, {columns})
        SELECT %(organisation)s, %(at)s, stated.result_id, {fresh} FROM fresh JOIN stated USING (objective_id)
        WHERE fresh.as_of >= stated.closed_on AND ({fresh_result}) IS DISTINCT FROM ({stated_result})
        RETURNING result_id
    )
    SELECT result.close_id, count(*) FROM restated
    JOIN goals_closedresult AS result ON result.organisation_id = %(organisation)s AND result.id = restated.result_id
    GROUP BY result.close_id
"""


def write(figures: Columns, *, at: datetime) -> int:
    """How many closed results are restated, of which their signers are told. Columns are as in `write_back.write`."""
    if not figures:
        return 0
    columns = tuple(name for name in figures if name != "objective_id")
    arrays: dict[str, Any] = {name: array_of(name, column) for name, column in figures.items()}
    with connection.cursor() as cursor:
        cursor.execute(_statement(columns), arrays | {"organisation": active_organisation_id(), "at": at})
        closes = dict(cursor.fetchall())
    closing_notices.restated(closes=closes, at=at)
    return sum(closes.values())


@cache
def _statement(columns: tuple[str, ...]) -> str:
    kinds = kinds_of_figures()
    compared = [name for name in RESULT if name in columns]
    latest = "CASE WHEN latest.id IS NULL THEN result.{0} ELSE latest.{0} END AS {0}"
    return STATEMENT.format(
        arrays=", ".join(f"%({name})s::{kinds[name]}[]" for name in ("objective_id", *columns)),
        columns=", ".join(columns),
        fresh=", ".join(f"fresh.{name}" for name in columns),
        stated=", ".join(latest.format(name) for name in compared),
        fresh_result=", ".join(f"fresh.{name}" for name in compared),
        stated_result=", ".join(f"stated.{name}" for name in compared),
    )
