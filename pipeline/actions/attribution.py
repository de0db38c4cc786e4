"""Team, department and territory of facts, from the assignments as they were on each fact's day: one statement a table."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection
from psycopg2 import sql

from teams.tenancy import active_organisation_id

DAYS = {
    "pipeline_lead": "f.day",
    "pipeline_deal": "CASE WHEN f.status = 'open' THEN coalesce(f.opened_day, %(today)s) ELSE f.closed_day END",
    "pipeline_activity": "f.day",
    "pipeline_stagetransition": "f.day",
    "pipeline_reading": "f.day",
    "pipeline_spend": "f.day",
    "pipeline_case": "f.opened_day",
}
# An owner without an assignment on that day leaves the three empty: hence the outer join.
ATTRIBUTE = """
    UPDATE {table} f SET team_id = a.team_id, department_id = a.department_id, territory_id = a.territory_id
    FROM (
        SELECT f.{key} AS key, a.team_id, t.department_id, a.territory_id
        FROM {table} f
        LEFT JOIN teams_assignment a ON a.organisation_id = %(organisation)s AND a.membership_id = f.owner_id
            AND (a.starts_on IS NULL OR a.starts_on <= {day}) AND (a.ends_on IS NULL OR a.ends_on > {day})
        LEFT JOIN teams_team t ON t.organisation_id = %(organisation)s AND t.id = a.team_id
        WHERE f.owner_id IS NOT NULL {where}
    ) a
    WHERE f.{key} = a.key {tenant}
      AND (f.team_id, f.department_id, f.territory_id) IS DISTINCT FROM (a.team_id, a.department_id, a.territory_id)
"""
OF_OWNERS = "AND f.organisation_id = %(organisation)s AND f.owner_id = ANY(%(owners)s::uuid[])"
OF_CHANGED = "AND f.organisation_id = %(organisation)s AND f.{subject} IN (SELECT id FROM changed)"


def _run(table: str, *, day: str, where: str, values: dict[str, Any], key: str = "id", is_staged: bool = False) -> int:
    tenant = "" if is_staged else "AND f.organisation_id = %(organisation)s"
    parts = {"day": sql.SQL(day), "where": sql.SQL(where), "tenant": sql.SQL(tenant)}
    with connection.cursor() as cursor:
        statement = sql.SQL(ATTRIBUTE).format(table=sql.Identifier(table), key=sql.Identifier(key), **parts)
        cursor.execute(statement.as_string(cursor.connection), {"organisation": active_organisation_id()} | values)
        return int(cursor.rowcount)


def of_staged(*, day: str, today: date) -> int:
    """Attribute rows that wait in the temporary table `staged`."""
    return _run("staged", day=day, where="", values={"today": today}, key="line", is_staged=True)


def of_changed(table: str, *, subject: str, today: date) -> int:
    """Attribute the rows of `table` whose `subject` column is in the temporary table `changed`."""
    where = OF_CHANGED.format(subject=subject)
    return _run(table, day=DAYS[table], where=where, values={"today": today})


def of_owners(owners: Sequence[Any], *, today: date) -> int:
    """Attribute all facts of these people again, after their assignments changed; returns how many rows moved."""
    values = {"owners": [str(owner) for owner in owners], "today": today}
    return sum(_run(table, day=day, where=OF_OWNERS, values=values) for table, day in DAYS.items()) if owners else 0
