"""Asking the clocks of promises to look at leads again, though no fact of theirs has changed."""

from datetime import datetime

from pipeline.actions.loading.upsert import execute

TELL = """
    INSERT INTO pipeline_leadnews (organisation_id, leads, recorded_at)
    SELECT %(organisation)s, array_agg(lead_id ORDER BY lead_id), %(at)s
    FROM (SELECT lead_id, (row_number() OVER (ORDER BY lead_id) - 1) / 1000 AS portion
          FROM (SELECT DISTINCT lead_id FROM pipeline_stagetransition
                WHERE organisation_id = %(organisation)s AND occurred_at >= %(since)s AND lead_id IS NOT NULL) leads) portions
    GROUP BY portion ORDER BY portion
"""


def tell_since(*, since: datetime, at: datetime) -> int:
    """Leave every lead that has reached a stage since then; return how many rows that takes."""
    return execute(TELL, {"at": at, "since": since})
