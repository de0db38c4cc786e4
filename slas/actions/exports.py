"""Files of clocks: asked for, made at once if they are short, else by a sweep; each with its hash in the audit trail."""

from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

import audit.actions
from slas.models import ClockExport
from slas.queries.clocks import ClockFilter, filtered
from slas.queries.exports import HEAD, MAKE, rows_of
from slas.queries.files import WRITERS
from teams.models import Membership, Organisation, Period
from teams.tenancy import active_organisation_id

AT_ONCE = 2000
IDS = ("line", "version_id", "team_id", "lead_source_id", "owner_id")


@transaction.atomic
def request(*, format: str, where: ClockFilter, by: Membership, at: datetime) -> ClockExport:  # noqa: A002
    """Ask for the clocks of a filter as they are now; a short file is made at once."""
    export = ClockExport.objects.create(format=format, query=_query(where), asked_by=by, asked_at=at)
    audit.actions.record(action="export.request", record=export, by=by, at=at, after=export.query | {"format": format})
    if filtered(where, member=by, at=at).count() <= AT_ONCE:
        _make(export, at)
    return export


def due() -> list[UUID]:
    queued = ClockExport.objects.filter(state=ClockExport.State.QUEUED)
    return list(queued.order_by("asked_at", "pk").values_list("pk", flat=True))


@transaction.atomic
def make(*, export_id: UUID, at: datetime) -> bool:
    """Make a file that waits; False if it is made, or somebody else is at it."""
    queued = ClockExport.objects.filter(pk=export_id, state=ClockExport.State.QUEUED)
    export = queued.select_related("asked_by").select_for_update(of=("self",), skip_locked=True).first()
    if export is None:
        return False
    _make(export, at)
    return True


def _make(export: ClockExport, at: datetime) -> None:
    organisation = Organisation.objects.get(pk=active_organisation_id())
    with timezone.override(organisation.zone):
        clocks = filtered(_where(export.query), member=export.asked_by, at=export.asked_at)
        rows = list(rows_of(clocks, at=export.asked_at))
    export.content = WRITERS[export.format](HEAD, rows)
    export.sha256 = sha256(export.content).hexdigest()
    export.clocks, export.breaches = len(rows), sum(row[HEAD.index("counts_as")] == "breach" for row in rows)
    export.state, export.done_at = ClockExport.State.DONE, at
    export.save()
    after = {"sha256": export.sha256, "clocks": export.clocks, "breaches": export.breaches, "format": export.format}
    audit.actions.record(action=MAKE, record=export, by=export.asked_by, at=at, after=after)


def _query(where: ClockFilter) -> dict[str, Any]:
    """A filter as a row can hold it."""
    ids = {name: str(value) for name in IDS if (value := getattr(where, name))}
    period = {"period": where.period.key} if where.period else {}
    return ids | period | ({"state": where.state} if where.state else {})


def _where(query: dict[str, Any]) -> ClockFilter:
    period = Period.objects.filter(key=query["period"]).first() if "period" in query else None
    ids = {name: UUID(query[name]) for name in IDS if name in query}
    return ClockFilter(period=period, state=query.get("state"), **ids)
