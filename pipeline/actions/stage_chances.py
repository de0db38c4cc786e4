"""How often deals are won that were seen in a stage: learned from those closed in the last two years."""

from datetime import date

from django.db import connection

from teams.tenancy import active_organisation_id

YEARS = 2
LEARN = """
    WITH closed AS (
        SELECT id, status FROM pipeline_deal
        WHERE organisation_id = %(organisation)s AND status IN ('won', 'lost')
          AND closed_day > %(since)s AND closed_day <= %(today)s
    ),
    fresh AS (
        SELECT '' AS stage, count(*) FILTER (WHERE status = 'won') AS won, count(*) AS closed FROM closed
        UNION ALL
        SELECT s.stage, count(*) FILTER (WHERE c.status = 'won'), count(*)
        FROM pipeline_dealstage s JOIN closed c ON c.id = s.deal_id
        WHERE s.organisation_id = %(organisation)s GROUP BY s.stage
    ),
    gone AS (
        DELETE FROM pipeline_stagechance k WHERE k.organisation_id = %(organisation)s
          AND NOT EXISTS (SELECT FROM fresh f WHERE f.stage = k.stage)
    )
    INSERT INTO pipeline_stagechance AS kept (organisation_id, stage, won, closed)
    SELECT %(organisation)s, stage, won, closed FROM fresh
    ON CONFLICT (organisation_id, stage) DO UPDATE SET won = EXCLUDED.won, closed = EXCLUDED.closed
    WHERE (kept.won, kept.closed) IS DISTINCT FROM (EXCLUDED.won, EXCLUDED.closed)
"""


def learn(*, today: date) -> int:
    """Count anew, in one statement; return how many stages changed. Twice is harmless."""
    since = today.replace(year=today.year - YEARS, day=min(today.day, 28))
    with connection.cursor() as cursor:
        cursor.execute(LEARN, {"organisation": active_organisation_id(), "since": since, "today": today})
        return int(cursor.rowcount)
