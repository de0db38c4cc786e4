from django.db import connection

from pipeline.models.touched import Taken
from teams.tenancy import active_organisation_id

# Reached by their place: rows that this very transaction has written have no statistics, and a loop over them takes minutes.
TAKE = """
    WITH locked AS MATERIALIZED (
        SELECT ctid AS place FROM pipeline_touched WHERE organisation_id = %(organisation)s ORDER BY id FOR UPDATE SKIP LOCKED
    ),
    taken AS (DELETE FROM pipeline_touched AS t USING locked WHERE t.ctid = locked.place RETURNING t.*)
    SELECT source, scope, scope_id, first_day, last_day, min(recorded_at) FROM taken
    GROUP BY source, scope, scope_id, first_day, last_day ORDER BY min(recorded_at), source, scope, scope_id, first_day, last_day
"""


def take() -> list[Taken]:
    """What was touched so far, the oldest first, each once: for a recompute, in whose transaction the rows go."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"organisation": active_organisation_id()})
        return [Taken._make(row) for row in cursor.fetchall()]
