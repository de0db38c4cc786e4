"""What time and facts do to clocks. Each sweep is safe late, twice, and twice at once: none decides when anything happened."""

from datetime import datetime

from django.db import connection, transaction

from pipeline.models import LeadNews
from slas.actions import log, projection
from teams.tenancy import active_organisation_id

# One statement, so that it costs one way to the database. What is due is found by the partial index on the due instant: it
# costs what is newly due, not what is open. Of two sweeps at once the second waits, and finds nothing left. A clock that has
# begun and is due at once is noted by the next sweep.
SWEEP = """
    WITH begun AS (
        UPDATE slas_clock SET state = 'running'
        WHERE organisation_id = %(organisation)s AND state = 'pending' AND started_at <= %(at)s
        RETURNING id),
    lapsed AS (
        UPDATE slas_clock SET state = 'breached_open'
        WHERE organisation_id = %(organisation)s AND state = 'waived' AND stopped_at IS NULL AND waived_until < %(at)s
        RETURNING id),
    breached AS (
        UPDATE slas_clock c SET breached_at = c.due_at,
            state = CASE WHEN c.waived_at IS NOT NULL AND (c.waived_until IS NULL OR c.waived_until >= %(at)s)
                    THEN 'waived' ELSE 'breached_open' END
        WHERE c.organisation_id = %(organisation)s AND c.state = 'running' AND c.due_at < %(at)s
        RETURNING c.id, c.due_at),
    watched AS (
        INSERT INTO slas_clockwatch (organisation_id, clock_id, look_at)
        SELECT %(organisation)s, id, %(at)s
        FROM (SELECT id FROM begun UNION SELECT id FROM lapsed UNION SELECT id FROM breached) AS news
        ON CONFLICT (organisation_id, clock_id) DO UPDATE SET look_at = EXCLUDED.look_at)
    INSERT INTO slas_breach (organisation_id, clock_id, breached_at, noticed_at, reversal, cause, cause_note, action, version)
    SELECT %(organisation)s, id, due_at, %(at)s, '', '', '', '', 1 FROM breached
    ON CONFLICT (organisation_id, clock_id) DO NOTHING
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
    with connection.cursor() as cursor:
        cursor.execute(SWEEP, {"organisation": active_organisation_id(), "at": at})
        return int(cursor.rowcount)
