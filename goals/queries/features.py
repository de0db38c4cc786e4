"""What an organisation uses at all: a recompute does not ask for what is not there. One query in place of four."""

from typing import NamedTuple

from django.db import connection

from teams.models import compiled
from teams.tenancy import active_organisation_id

# Presences: days of an assignment, absences and first days, as `goals/queries/presences.py` reads them.
STATEMENT = """
    SELECT EXISTS (SELECT FROM goals_guardrail WHERE organisation_id = %(organisation)s),
           EXISTS (SELECT FROM teams_exchangerate WHERE organisation_id = %(organisation)s),
           EXISTS (SELECT FROM metrics_rollup WHERE organisation_id = %(organisation)s),
           EXISTS (SELECT FROM teams_assignment
                   WHERE organisation_id = %(organisation)s AND (starts_on IS NOT NULL OR ends_on IS NOT NULL))
           OR EXISTS (SELECT FROM teams_absence WHERE organisation_id = %(organisation)s)
           OR EXISTS (SELECT FROM teams_membership WHERE organisation_id = %(organisation)s AND joined_on IS NOT NULL)
"""


class Features(NamedTuple):
    has_guards: bool
    has_rates: bool
    has_rollups: bool
    has_presences: bool


def features() -> Features:
    with connection.cursor() as cursor:
        cursor.execute(compiled.planned_once(STATEMENT), {"organisation": active_organisation_id()})
        return Features._make(cursor.fetchone())
