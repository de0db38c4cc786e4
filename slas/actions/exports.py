"""Files of clocks: asked for, made at once if they are short, else by a sweep; each with its hash in the audit trail."""

from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

import audit.actions
from slas.models import ClockExport
from slas.queries.clocks import ClockFilter, filtered
from slas.queries.exports import HEAD, MAKE, rows_of
from slas.queries.files import WRITERS, as_csv, as_pdf
from slas.queries.printed import document
from teams.actions.refusals import Refused
from teams.models import Membership, Organisation, Period
from teams.queries.organisations import active_organisation
from teams.rules import formats

# Drawing a page takes longer than writing a table; and nobody reads more than some two hundred of them.
AT_ONCE, PAGES_AT_ONCE = 2000, 200
MOST_PRINTED = 5000
IDS = ("line", "version_id", "team_id", "lead_source_id", "owner_id")


@transaction.atomic
def request(*, format: str, where: ClockFilter, by: Membership, at: datetime) -> ClockExport:  # noqa: A002
    """Ask for the clocks of a filter as they are now; a short file is made at once. Raises Refused."""
    count = filtered(where, member=by, at=at).count()
    is_printed = format == ClockExport.Format.PDF
    if is_printed and count > MOST_PRINTED:
        raise Refused(_too_many(count))
    export = ClockExport.objects.create(format=format, query=_query(where), asked_by=by, asked_at=at)
    audit.actions.record(action="export.request", record=export, by=by, at=at, after=export.query | {"format": format})
    if count <= (PAGES_AT_ONCE if is_printed else AT_ONCE):
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
    organisation = active_organisation()
    chosen = Membership.objects.values_list("user__language", flat=True).get(pk=export.asked_by_id)
    with timezone.override(organisation.zone), translation.override(chosen or organisation.language):
        clocks = filtered(_where(export.query), member=export.asked_by, at=export.asked_at)
        rows = list(rows_of(clocks, at=export.asked_at))
        export.content, hashes = _content(export, rows, organisation)
    export.sha256 = hashes["sha256"]
    export.clocks, export.breaches = len(rows), sum(row[HEAD.index("counts_as")] == "breach" for row in rows)
    export.state, export.done_at = ClockExport.State.DONE, at
    export.save()
    after = hashes | {"clocks": export.clocks, "breaches": export.breaches, "format": export.format}
    audit.actions.record(action=MAKE, record=export, by=export.asked_by, at=at, after=after)


def _content(
    export: ClockExport, rows: list[tuple[Any, ...]], organisation: Organisation
) -> tuple[bytes, dict[str, str]]:
    """The file with its hash; of a printed one also the hash of the table that is attached to it."""
    if export.format in WRITERS:
        content = WRITERS[export.format](HEAD, rows)
        return content, {"sha256": sha256(content).hexdigest()}
    table = as_csv.write(HEAD, rows)
    pages = document(export, rows, where=_where(export.query), organisation=organisation, attached=table)
    content = as_pdf.write(pages)
    return content, {"sha256": sha256(content).hexdigest(), "rows_sha256": sha256(table).hexdigest()}


def _too_many(count: int) -> str:
    language = get_language() or "en"
    numbers = [formats.number(value=value, language=language) for value in (count, MOST_PRINTED)]
    return _(
        "These are %(count)s clocks. A PDF holds at most %(most)s: narrow the filter, or export them as CSV or XLSX."
    ) % {"count": numbers[0], "most": numbers[1]}


def _query(where: ClockFilter) -> dict[str, Any]:
    """A filter as a row can hold it."""
    ids = {name: str(value) for name in IDS if (value := getattr(where, name))}
    period = {"period": where.period.key} if where.period else {}
    return ids | period | ({"state": where.state} if where.state else {})


def _where(query: dict[str, Any]) -> ClockFilter:
    period = Period.objects.filter(key=query["period"]).first() if "period" in query else None
    ids = {name: UUID(query[name]) for name in IDS if name in query}
    return ClockFilter(period=period, state=query.get("state"), **ids)
