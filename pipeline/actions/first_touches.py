"""When each lead was first reached out to, from its activities: one statement for all leads of `affected`."""

from datetime import date
from typing import Any

from django.db import connection

from pipeline.actions.plans import without_loops
from pipeline.models import Activity
from teams.tenancy import active_organisation_id

OF_CHANGED_LEADS = "SELECT id FROM changed"
OF_CHANGED_ACTIVITIES = "SELECT old_lead AS id FROM changed UNION SELECT new_lead FROM changed"
OF_ALL = "SELECT id FROM pipeline_lead WHERE organisation_id = %(organisation)s"
TOUCH = """
    WITH affected AS ({affected}),
    touched AS (
        SELECT l.id, min(a.occurred_at) AS first_at FROM affected
        JOIN pipeline_lead l ON l.organisation_id = %(organisation)s AND l.id = affected.id
        LEFT JOIN pipeline_activity a ON a.organisation_id = %(organisation)s AND a.lead_id = l.id
            AND a.kind = ANY(%(kinds)s) AND a.occurred_at >= l.occurred_at
        GROUP BY l.id
    ),
    written AS (
        UPDATE pipeline_lead l SET first_touched_at = t.first_at FROM touched t
        WHERE l.organisation_id = %(organisation)s AND l.id = t.id AND l.first_touched_at IS DISTINCT FROM t.first_at
        RETURNING l.day
    )
    SELECT min(day), max(day) FROM written
"""


def derive(affected: str) -> tuple[date, date] | None:
    """Set the first touch of the leads that a query names; returns the first and last day of those that changed."""
    values: dict[str, Any] = {"organisation": active_organisation_id(), "kinds": list(Activity.TOUCHES)}
    with connection.cursor() as cursor, without_loops(cursor):
        cursor.execute(TOUCH.format(affected=affected), values)
        first, last = cursor.fetchone()
    return (first, last) if first else None
