"""What time and facts do to clocks. Each sweep is safe late, twice, and twice at once: none decides when anything happened."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from pipeline.models import LeadNews
from slas.actions import log, projection
from teams.tenancy import active_organisation_id

BEGIN = """
    UPDATE slas_clock SET state = 'running'
    WHERE organisation_id = %(organisation)s AND state = 'pending' AND started_at <= %(at)s
"""
# By the partial index on the due instant: costs what is newly due, not what is open.
BREACH = """
    WITH due AS (
        SELECT id FROM slas_clock WHERE organisation_id = %(organisation)s AND state = 'running' AND due_at < %(at)s
        ORDER BY due_at LIMIT 5000 FOR UPDATE SKIP LOCKED),
    breached AS (
        UPDATE slas_clock c SET state = CASE WHEN c.waived_at IS NOT NULL AND (c.waived_until IS NULL OR c.waived_until >= %(at)s)
            THEN 'waived' ELSE 'breached_open' END, breached_at = c.due_at
        FROM due WHERE c.organisation_id = %(organisation)s AND c.id = due.id
        RETURNING c.id, c.due_at)
    INSERT INTO slas_breach (organisation_id, clock_id, breached_at, noticed_at, reversal, cause, cause_note, action, version)
    SELECT %(organisation)s, id, due_at, %(at)s, '', '', '', '', 1 FROM breached
    ON CONFLICT (organisation_id, clock_id) DO NOTHING
"""
LAPSE = """
    UPDATE slas_clock SET state = 'breached_open'
    WHERE organisation_id = %(organisation)s AND state = 'waived' AND stopped_at IS NULL AND waived_until < %(at)s
"""


@transaction.atomic
def take_news(*, at: datetime) -> bool:
    """Bring the clocks of one portion of leads up to date; False if there was none that nobody else works on."""
    news = LeadNews.objects.select_for_update(skip_locked=True).order_by("recorded_at", "pk").first()
    if news is None:
        return False
    log.write(leads=news.leads, at=at)
    projection.project(leads=news.leads, at=at)
    news.delete()
    return True


@transaction.atomic
def breach(*, at: datetime) -> int:
    """Note what was due before `at`, as breaches at their due instants; return how many."""
    values: dict[str, Any] = {"organisation": active_organisation_id(), "at": at}
    with connection.cursor() as cursor:
        for statement in (BEGIN, BREACH):
            cursor.execute(statement, values)
        found = cursor.rowcount
        cursor.execute(LAPSE, values)
    return int(found)
