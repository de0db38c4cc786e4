"""The logs of clocks, as the rules take them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from slas.models import Promise
from slas.rules.clock_log import Event, Kind, Reassignment, Terms
from teams.queries.working_times import working_time_of
from teams.tenancy import active_organisation_id

EVENTS = """
    SELECT e.line, e.lead_id, e.id, e.kind, e.occurred_at, e.recorded_at, e.cycle, e.reason, e.until, e.promise_id,
        e.calendar_version_id, e.owner_id, e.transition_id IS NULL AND e.activity_id IS NULL,
        t.team_id, t.department_id, t.territory_id, t.product_id, t.lead_source_id
    FROM slas_clockevent e
    LEFT JOIN pipeline_stagetransition t ON t.organisation_id = e.organisation_id AND t.id = e.transition_id
    WHERE e.organisation_id = %(organisation)s AND e.lead_id = ANY(%(leads)s) AND e.kind NOT IN ('retracted', 'asked', 'refused')
      AND NOT EXISTS (SELECT FROM slas_clockevent r WHERE r.organisation_id = e.organisation_id AND r.retracts_id = e.id)
    ORDER BY e.line, e.lead_id, e.recorded_at, e.id
"""


class LoggedEvent(NamedTuple):
    """A row of the log; the attribution is that of the stage change behind it."""

    line: UUID
    lead_id: UUID
    id: UUID
    kind: str
    occurred_at: datetime
    recorded_at: datetime
    cycle: int | None
    reason: str
    until: datetime | None
    promise_id: UUID | None
    calendar_version_id: UUID | None
    owner_id: UUID | None
    is_by_hand: bool
    team_id: UUID | None
    department_id: UUID | None
    territory_id: UUID | None
    product_id: UUID | None
    lead_source_id: UUID | None


@dataclass(frozen=True, slots=True)
class Log:
    """What is known of a lead under one line of the agreement. `rows[event.number]` is the row of an event."""

    line: UUID
    lead_id: UUID
    rows: list[LoggedEvent]
    events: list[Event] = field(default_factory=list)


def logs_of(*, leads: Iterable[UUID]) -> Iterator[Log]:
    """Every log of these leads; what was taken back is left out."""
    promises = {promise.pk: promise for promise in Promise.objects.all()}
    with connection.cursor() as cursor:
        cursor.execute(EVENTS, {"organisation": active_organisation_id(), "leads": list(leads)})
        rows = [LoggedEvent(*row) for row in cursor.fetchall()]
    for (line, lead_id), track in groupby(rows, key=lambda row: (row.line, row.lead_id)):
        log = Log(line, lead_id, list(track))
        log.events.extend(_event(number, row, promises) for number, row in enumerate(log.rows))
        yield log


def _event(number: int, row: LoggedEvent, promises: dict[Any, Promise]) -> Event:
    return Event(
        kind=Kind(row.kind),
        occurred_at=row.occurred_at,
        recorded_at=row.recorded_at,
        number=number,
        is_by_hand=row.is_by_hand,
        terms=_terms(promises[row.promise_id], row.calendar_version_id) if row.promise_id else None,
        owner=row.owner_id,
        reason=row.reason,
        until=row.until,
        cycle=row.cycle,
    )


def _terms(promise: Promise, calendar_version_id: UUID | None) -> Terms:
    assert calendar_version_id is not None  # noqa: S101 (a constraint of the table)
    return Terms(
        allowed=promise.allowed,
        time=working_time_of(calendar_version_id),
        needed=promise.attempts,
        reassignment=Reassignment(promise.on_reassignment),
    )
