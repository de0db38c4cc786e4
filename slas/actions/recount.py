"""Counting all clocks again from their calendars, very many at once, and repairing from the log what differs.

Clocks that people have decided about (pauses, hand-overs, …) are few and always derived from the log: they are left out.
"""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

from slas.actions.projection import project
from slas.queries import arrays
from slas.rules import many_times
from teams.queries.working_times import working_time_of
from teams.tenancy import active_organisation_id

CLOCKS = {
    "id": "uuid", "calendar": "uuid", "started_at": "timestamptz", "ended_at": "timestamptz", "allowed": "bigint",
}  # fmt: skip
COUNTED = {"id": "uuid", "due_at": "timestamptz", "elapsed": "bigint"}
READ = """
    SELECT c.id, c.calendar_version_id, c.started_at, coalesce(c.closed_at, c.started_at), p.allowed_minutes::bigint * 60000000
    FROM slas_clock c JOIN slas_promise p ON p.organisation_id = c.organisation_id AND p.id = c.promise_id
    WHERE c.organisation_id = '{organisation}' AND NOT EXISTS (
        SELECT FROM slas_clockevent e WHERE e.organisation_id = '{organisation}' AND e.line = c.line
          AND e.lead_id = c.lead_id AND (e.cycle = c.cycle OR e.kind = 'reassigned'))
"""
RECOUNTED = "CREATE TEMPORARY TABLE recounted (id uuid, due_at timestamptz, elapsed bigint) ON COMMIT DROP"
DIFFERING = """
    SELECT DISTINCT c.lead_id FROM recounted r JOIN slas_clock c ON c.organisation_id = %s AND c.id = r.id
    WHERE c.due_at <> r.due_at OR c.due_at IS NULL
       OR (c.closed_at IS NOT NULL AND c.elapsed <> r.elapsed * interval '1 microsecond')
"""


class Recounted(NamedTuple):
    """How many clocks were counted, and how many leads had one that differed."""

    clocks: int
    repaired: int


@transaction.atomic
def recount(*, at: datetime) -> Recounted:
    """What is due when, and what has elapsed, of all clocks of the organisation; what differs is derived anew from its log."""
    clocks = count_into_table()
    with connection.cursor() as cursor:
        cursor.execute(DIFFERING, [active_organisation_id()])
        leads = [row[0] for row in cursor.fetchall()]
        cursor.execute("DROP TABLE recounted")
    if leads:
        project(leads=leads, at=at)
    return Recounted(clocks, len(leads))


def count_into_table() -> int:
    """Leave what each clock comes to in the temporary table `recounted`; return how many there are."""
    rows = arrays.read(READ.format(organisation=active_organisation_id()), CLOCKS)
    started, ended = arrays.instants(rows["started_at"]), arrays.instants(rows["ended_at"])
    allowed, due_at, elapsed = rows["allowed"].astype(np.int64), np.empty_like(started), np.empty_like(started)
    for calendar, chosen in _by_calendar(rows["calendar"]):
        time = working_time_of(calendar)
        due_at[chosen] = many_times.due(time, starts=started[chosen], allowed=allowed[chosen])
        elapsed[chosen] = many_times.elapsed(time, starts=started[chosen], ends=ended[chosen])
    with connection.cursor() as cursor:
        cursor.execute(RECOUNTED)
    arrays.write("recounted", COUNTED, {"id": rows["id"], "due_at": due_at, "elapsed": elapsed})
    return len(rows)


def _by_calendar(column: NDArray[np.void]) -> list[tuple[UUID, NDArray[np.bool_]]]:
    """Each version of a calendar, with which rows are by it."""
    found, numbers = np.unique(np.ascontiguousarray(column).view("S16"), return_inverse=True)
    return [(UUID(bytes=bytes(one).ljust(16, b"\0")), numbers == number) for number, one in enumerate(found)]
