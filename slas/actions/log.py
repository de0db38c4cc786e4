"""From facts to the log: which stage changes and activities start, stop and cancel clocks, and who has the lead.

Each statement says what the log should hold for some leads and adds what is missing, so that it may run twice, late, or
out of order. A fact that was corrected is taken back and logged anew; nothing is deleted.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from pipeline.models import Activity
from slas.models import Promise
from teams.tenancy import active_organisation_id

type Track = tuple[UUID, UUID]

RETRACT = """
    INSERT INTO slas_clockevent (organisation_id, line, lead_id, kind, occurred_at, recorded_at, retracts_id, take, reason,
        note)
    SELECT e.organisation_id, e.line, e.lead_id, 'retracted', %(at)s, %(at)s, e.id, 0, '', ''
    FROM slas_clockevent e
    LEFT JOIN pipeline_stagetransition t ON t.organisation_id = e.organisation_id AND t.id = e.transition_id
    LEFT JOIN pipeline_activity a ON a.organisation_id = e.organisation_id AND a.id = e.activity_id
    WHERE e.organisation_id = %(organisation)s AND e.lead_id = ANY(%(leads)s)
      AND (t.occurred_at <> e.occurred_at OR a.occurred_at <> e.occurred_at
           OR (a.id IS NOT NULL AND (a.lead_id IS DISTINCT FROM e.lead_id OR a.kind <> ALL(%(touches)s))))
    ON CONFLICT (organisation_id, retracts_id) WHERE retracts_id IS NOT NULL DO NOTHING
    RETURNING line, lead_id
"""
# A fact that was taken back so often is logged for the next time.
TAKEN_BACK = """FROM slas_clockevent r JOIN slas_clockevent x ON x.organisation_id = r.organisation_id AND x.id = r.retracts_id
            WHERE r.organisation_id = %(organisation)s AND"""
# The calendar's version is the one that was in force when the clock starts, or its first.
START = f"""
    INSERT INTO slas_clockevent (organisation_id, line, lead_id, kind, occurred_at, recorded_at, promise_id,
        calendar_version_id, owner_id, transition_id, take, reason, note)
    SELECT t.organisation_id, p.line, t.lead_id, 'started', t.occurred_at, %(at)s, p.id, c.id, t.owner_id, t.id,
        (SELECT count(*) {TAKEN_BACK} x.line = p.line AND x.transition_id = t.id), '', ''
    FROM pipeline_stagetransition t
    JOIN slas_promise p ON p.organisation_id = %(organisation)s AND p.start_stage = t.to_stage AND p.kind = ANY(%(timed)s)
    JOIN slas_agreementversion v ON v.organisation_id = %(organisation)s AND v.id = p.version_id
        AND v.in_force_at IS NOT NULL AND t.occurred_at >= coalesce(v.applies_from, v.in_force_at)
        AND (v.ended_at IS NULL OR t.occurred_at < v.ended_at)
    JOIN slas_agreement g ON g.organisation_id = %(organisation)s AND g.id = v.agreement_id
        AND (t.department_id IN (g.marketing_id, g.sales_id)
             OR NOT EXISTS (SELECT FROM slas_agreement o WHERE o.organisation_id = %(organisation)s AND o.id <> g.id))
    CROSS JOIN LATERAL (
        SELECT n.id FROM teams_calendarversion n
        WHERE n.organisation_id = %(organisation)s AND n.calendar_id = p.calendar_id
          AND (n.created_at <= t.occurred_at OR n.number = 1)
        ORDER BY n.number DESC LIMIT 1) c
    WHERE t.organisation_id = %(organisation)s AND t.lead_id = ANY(%(leads)s)
    ON CONFLICT (organisation_id, line, transition_id, kind, take) WHERE transition_id IS NOT NULL DO NOTHING
    RETURNING line, lead_id
"""
STARTED = """
    FROM slas_clockevent s
    JOIN slas_promise p ON p.organisation_id = %(organisation)s AND p.id = s.promise_id AND p.kind = ANY(%(kinds)s)
    CROSS JOIN LATERAL ({facts}) f
    WHERE s.organisation_id = %(organisation)s AND s.kind = 'started' AND s.lead_id = ANY(%(leads)s)
      AND NOT EXISTS (SELECT FROM slas_clockevent r WHERE r.organisation_id = s.organisation_id AND r.retracts_id = s.id)
"""
TOUCHES = """
        SELECT a.id, a.occurred_at, a.owner_id FROM pipeline_activity a
        WHERE a.organisation_id = %(organisation)s AND a.lead_id = s.lead_id AND a.kind = ANY(%(touches)s)
          AND a.occurred_at >= s.occurred_at
        ORDER BY a.occurred_at, a.id
        LIMIT (SELECT max(l.attempts) FROM slas_promise l WHERE l.organisation_id = %(organisation)s AND l.line = s.line)
"""
TOUCH = f"""
    INSERT INTO slas_clockevent (organisation_id, line, lead_id, kind, occurred_at, recorded_at, owner_id, activity_id,
        take, reason, note)
    SELECT s.organisation_id, s.line, s.lead_id, 'stopped', f.occurred_at, %(at)s, f.owner_id, f.id,
        (SELECT count(*) {TAKEN_BACK} x.line = s.line AND x.activity_id = f.id), '', ''
    {STARTED.format(facts=TOUCHES)}
    ON CONFLICT (organisation_id, line, activity_id, take) WHERE activity_id IS NOT NULL DO NOTHING
    RETURNING line, lead_id
"""
NEXT_STAGE = """
        SELECT t.id, t.occurred_at, t.owner_id FROM pipeline_stagetransition t
        WHERE t.organisation_id = %(organisation)s AND t.lead_id = s.lead_id AND t.to_stage = ANY(%(stages)s)
          AND t.occurred_at >= s.occurred_at AND t.id <> s.transition_id
        ORDER BY t.occurred_at, t.id LIMIT 1
"""
STAGE = f"""
    INSERT INTO slas_clockevent (organisation_id, line, lead_id, kind, occurred_at, recorded_at, owner_id, transition_id,
        take, reason, note)
    SELECT s.organisation_id, s.line, s.lead_id, %(kind)s, f.occurred_at, %(at)s, f.owner_id, f.id,
        (SELECT count(*) {TAKEN_BACK} x.line = s.line AND x.transition_id = f.id), '', ''
    {STARTED.format(facts=NEXT_STAGE)}
    ON CONFLICT (organisation_id, line, transition_id, kind, take) WHERE transition_id IS NOT NULL DO NOTHING
    RETURNING line, lead_id
"""
HANDED_OUT = """
        SELECT h.assigned_at, h.owner_id FROM pipeline_leadassignment h
        WHERE h.organisation_id = %(organisation)s AND h.lead_id = s.lead_id AND h.assigned_at >= s.occurred_at
          AND NOT EXISTS (
            SELECT FROM slas_clockevent e
            WHERE e.organisation_id = %(organisation)s AND e.line = s.line AND e.lead_id = s.lead_id
              AND e.kind = 'reassigned' AND e.occurred_at = h.assigned_at AND e.owner_id = h.owner_id)
"""
HAND_OUT = f"""
    INSERT INTO slas_clockevent (organisation_id, line, lead_id, kind, occurred_at, recorded_at, owner_id, take, reason, note)
    SELECT DISTINCT s.organisation_id, s.line, s.lead_id, 'reassigned', f.assigned_at, %(at)s, f.owner_id, 0, '', ''
    {STARTED.format(facts=HANDED_OUT)}
    ON CONFLICT (organisation_id, line, lead_id, occurred_at, owner_id) WHERE kind = 'reassigned' AND by_id IS NULL DO NOTHING
    RETURNING line, lead_id
"""


def write(*, leads: Iterable[UUID], at: datetime) -> set[Track]:
    """Log what the facts of these leads say; return the (line, lead) whose log has grown."""
    values: dict[str, Any] = {
        "organisation": active_organisation_id(),
        "leads": list(leads),
        "timed": [kind.value for kind in Promise.TIMED],
        "touches": [kind.value for kind in Activity.TOUCHES],
        "at": at,
    }
    grown: set[Track] = set()
    with connection.cursor() as cursor:
        for statement, more in _statements():
            cursor.execute(statement, values | more)
            grown.update(cursor.fetchall())
    return grown


def _statements() -> Iterable[tuple[str, dict[str, Any]]]:
    yield RETRACT, {}
    yield START, {}
    yield HAND_OUT, {"kinds": [kind.value for kind in Promise.TIMED]}
    yield TOUCH, {"kinds": [kind.value for kind in Promise.COUNTS_TOUCHES]}
    for event, stages_of in (("stopped", Promise.STOPPED_BY), ("cancelled", Promise.CANCELLED_BY)):
        for kind, stages in stages_of.items():
            yield STAGE, {"kind": event, "kinds": [kind.value], "stages": [stage.value for stage in stages]}
