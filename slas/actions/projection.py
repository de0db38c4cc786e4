"""From the log to the rows of clocks and breaches. Replaying it from nothing gives the same rows.

Rows go through a temporary table (COPY is refused under row level security), and only what differs is written.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from slas.queries.logs import Log, logs_of
from slas.rules.clock import Clock, cycles, derive
from slas.rules.clock_log import Event, Kind
from teams.queries.organisations import active_organisation
from teams.tenancy import active_organisation_id

KEY = ("line", "lead_id", "cycle")
VALUES = (
    "promise_id", "calendar_version_id", "state", "day", "started_at", "due_at", "allowed", "elapsed", "acts", "paused_at",
    "stopped_at", "closed_at", "breached_at", "waived_at", "waived_until", "owner_id", "team_id", "department_id", "territory_id",
    "product_id", "lead_source_id",
)  # fmt: skip
LATE = "late_entry"

STAGE = f"""
    CREATE TEMPORARY TABLE projected ON COMMIT DROP AS
    SELECT {", ".join(f"c.{name}" for name in (*KEY, *VALUES))}, b.reversed_at, b.reversal
    FROM slas_clock c, slas_breach b LIMIT 0
"""
UPSERT = f"""
    INSERT INTO slas_clock AS c (organisation_id, {", ".join((*KEY, *VALUES))}, promise_kind, promise_side)
    SELECT %(organisation)s, {", ".join(f"j.{name}" for name in (*KEY, *VALUES))}, p.kind, p.side
    FROM projected j JOIN slas_promise p ON p.organisation_id = %(organisation)s AND p.id = j.promise_id
    ON CONFLICT (organisation_id, line, lead_id, cycle) DO UPDATE
    SET {", ".join(f"{name} = EXCLUDED.{name}" for name in (*VALUES, "promise_kind", "promise_side"))}
    WHERE ({", ".join(f"c.{name}" for name in VALUES)}) IS DISTINCT FROM ({", ".join(f"EXCLUDED.{name}" for name in VALUES)})
"""
# Who is to be told of what is open is looked at anew.
FORGET = """
    DELETE FROM slas_clockwatch w USING slas_clock c
    WHERE w.organisation_id = %(organisation)s AND c.organisation_id = %(organisation)s AND w.clock_id = c.id
      AND c.lead_id = ANY(%(leads)s)
"""
WATCH = """
    INSERT INTO slas_clockwatch (organisation_id, clock_id, look_at)
    SELECT organisation_id, id, %(at)s FROM slas_clock
    WHERE organisation_id = %(organisation)s AND lead_id = ANY(%(leads)s) AND closed_at IS NULL
      AND state IN ('running', 'breached_open')
    ON CONFLICT (organisation_id, clock_id) DO UPDATE SET look_at = EXCLUDED.look_at
"""
# A cycle that the log no longer has, because its start was taken back: gone, or if it was breached, reviewed or somebody was
# told of it kept as cancelled.
ORPHANS = """
    SELECT c.id FROM slas_clock c
    WHERE c.organisation_id = %(organisation)s AND c.lead_id = ANY(%(leads)s)
      AND NOT EXISTS (SELECT FROM projected p WHERE p.line = c.line AND p.lead_id = c.lead_id AND p.cycle = c.cycle)
"""
KEPT = """(
    EXISTS (SELECT FROM slas_breach b WHERE b.organisation_id = %(organisation)s AND b.clock_id = slas_clock.id)
    OR EXISTS (SELECT FROM slas_clocknotice n WHERE n.organisation_id = %(organisation)s AND n.clock_id = slas_clock.id)
    OR EXISTS (SELECT FROM slas_clockreview r WHERE r.organisation_id = %(organisation)s AND r.clock_id = slas_clock.id))
"""
CANCEL_ORPHANS = f"""
    UPDATE slas_clock SET state = 'cancelled', breached_at = NULL, closed_at = coalesce(closed_at, %(at)s)
    WHERE organisation_id = %(organisation)s AND id IN ({ORPHANS}) AND (state <> 'cancelled' OR breached_at IS NOT NULL)
      AND {KEPT}
"""
DELETE_ORPHANS = f"""
    DELETE FROM slas_clock WHERE organisation_id = %(organisation)s AND id IN ({ORPHANS})
      AND NOT {KEPT}
"""
BREACH = """
    INSERT INTO slas_breach AS b (organisation_id, clock_id, breached_at, noticed_at, reversal, cause, cause_note, action,
        version)
    SELECT c.organisation_id, c.id, c.breached_at, %(at)s, '', '', '', '', 1 FROM slas_clock c
    WHERE c.organisation_id = %(organisation)s AND c.lead_id = ANY(%(leads)s) AND c.breached_at IS NOT NULL
    ON CONFLICT (organisation_id, clock_id) DO UPDATE SET breached_at = EXCLUDED.breached_at
    WHERE b.breached_at <> EXCLUDED.breached_at
"""
# People reverse with a reason; a fact that came late reverses by itself, and no longer if it is corrected again.
REVERSE = f"""
    UPDATE slas_breach b SET reversed_at = n.reversed_at, reversal = n.reversal
    FROM (
        SELECT c.id,
            CASE WHEN p.reversed_at IS NOT NULL THEN p.reversed_at
                 WHEN c.breached_at IS NULL THEN coalesce(o.reversed_at, %(at)s) END AS reversed_at,
            CASE WHEN p.reversed_at IS NOT NULL THEN p.reversal
                 WHEN c.breached_at IS NULL THEN '{LATE}' ELSE '' END AS reversal
        FROM slas_clock c
        JOIN slas_breach o ON o.organisation_id = c.organisation_id AND o.clock_id = c.id
        LEFT JOIN projected p ON p.line = c.line AND p.lead_id = c.lead_id AND p.cycle = c.cycle
        WHERE c.organisation_id = %(organisation)s AND c.lead_id = ANY(%(leads)s)) n
    WHERE b.organisation_id = %(organisation)s AND b.clock_id = n.id
      AND (b.reversed_at, b.reversal) IS DISTINCT FROM (n.reversed_at, n.reversal)
"""


def project(*, leads: Iterable[UUID], at: datetime) -> int:
    """Bring the clocks and breaches of these leads to what their logs say at `at`; return how many clocks changed."""
    leads = list(leads)
    zone = active_organisation().zone
    rows = [row for log in logs_of(leads=leads) for row in _rows(log, zone, at)]
    values: dict[str, Any] = {"organisation": active_organisation_id(), "leads": leads, "at": at}
    with connection.cursor() as cursor:
        cursor.execute(STAGE)
        cursor.cursor.copy_expert("COPY projected FROM STDIN (FORMAT csv)", _csv(rows))
        cursor.execute("ANALYZE projected")
        cursor.execute(UPSERT, values)
        changed = cursor.rowcount
        for statement in (FORGET, CANCEL_ORPHANS, DELETE_ORPHANS, BREACH, REVERSE, WATCH):
            cursor.execute(statement, values)
        cursor.execute("DROP TABLE projected")
    return int(changed)


def _rows(log: Log, zone: ZoneInfo, at: datetime) -> Iterator[tuple[Any, ...]]:
    for cycle, part in enumerate(cycles(events=log.events), 1):
        yield log.line, log.lead_id, cycle, *_values(log, part, derive(events=part, now=at), zone), *_reversal(part)


def _values(log: Log, part: list[Event], clock: Clock, zone: ZoneInfo) -> tuple[Any, ...]:
    """In the order of VALUES. The promise and calendar are those of the last terms, the attribution that of the start."""
    start = log.rows[part[0].number]
    terms = [log.rows[event.number] for event in part if event.terms and event.kind is Kind.REBASED]
    agreed = terms[-1] if terms else start
    is_at_rest = clock.closed_at is not None or clock.paused_at is not None
    return (
        agreed.promise_id,
        agreed.calendar_version_id,
        clock.state.value,
        clock.started_at.astimezone(zone).date(),
        clock.started_at,
        clock.due_at,
        clock.allowed,
        clock.elapsed if is_at_rest else None,
        clock.acts,
        clock.paused_at,
        clock.stopped_at,
        clock.closed_at,
        clock.breached_at,
        clock.waived_at,
        clock.waived_until,
        clock.owner,
        start.team_id,
        start.department_id,
        start.territory_id,
        start.product_id,
        start.lead_source_id,
    )


def _reversal(part: list[Event]) -> tuple[datetime | None, str]:
    reversals = [event for event in part if event.kind is Kind.REVERSED]
    return (reversals[-1].occurred_at, reversals[-1].reason) if reversals else (None, "")


def _csv(rows: Iterable[tuple[Any, ...]]) -> io.StringIO:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([_cell(value) for value in row] for row in rows)
    buffer.seek(0)
    return buffer


def _cell(value: Any) -> Any:
    return f"{value // timedelta(microseconds=1)} microseconds" if isinstance(value, timedelta) else value
