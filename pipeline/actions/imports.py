"""What a person does with an import: upload, choose formats and columns, check, run, cancel."""

import copy
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import F

from audit import actions as audit
from pipeline.actions import progress
from pipeline.importers import guessing, reading
from pipeline.importers.kinds import KINDS
from pipeline.importers.parsing import Mapping, check_mapping
from pipeline.importers.problems import Unreadable
from pipeline.models import CrmImport, ImportChunk, SourceSystem
from pipeline.queries.import_files import content_of, dialect_of
from pipeline.rules import text
from teams.models import Membership

State = CrmImport.State


class NotChangeable(ValueError):
    """The import is being worked on or is done: its settings are part of its record now."""


class CannotCancel(ValueError):
    """The import has ended, or the wish to stop it could not be passed on."""


@transaction.atomic
def upload(
    *, kind: str, source: str, file_name: str, chunks: Iterable[bytes], by: Membership | None, at: datetime
) -> CrmImport:
    """Store the file and guess everything about it. Raises Unreadable when it is none that could be imported."""
    crm_import = CrmImport(
        kind=kind, file_name=file_name[-255:], source_system=source_system(source), requested_by=by, size=0
    )
    pieces = _pieces(chunks)
    first = next(pieces, b"")
    reading.refuse_wrong_type(first)
    crm_import.save()
    _store(crm_import, first, pieces)
    if not _remember(crm_import):
        guess(crm_import)
    crm_import.save()
    after = {"kind": kind, "size": crm_import.size, "sha256": crm_import.sha256}
    audit.record(action="import.upload", record=crm_import, by=by, at=at, after=after)
    return crm_import


def source_system(name: str) -> SourceSystem:
    clean = text.clean(name)[:100]
    return SourceSystem.objects.get_or_create(name=clean)[0]


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The upload in pieces of one size, under the cap."""
    rest, total = b"", 0
    for chunk in chunks:
        total += len(chunk)
        if total > reading.MAX_BYTES:
            raise Unreadable("too_big", limit=reading.MAX_BYTES // reading.MIB)
        rest += chunk
        while len(rest) >= reading.CHUNK_BYTES:
            yield rest[: reading.CHUNK_BYTES]
            rest = rest[reading.CHUNK_BYTES :]
    if rest:
        yield rest


def _store(crm_import: CrmImport, first: bytes, rest: Iterator[bytes]) -> None:
    digest, piece, number = sha256(), first, 0
    while piece:
        ImportChunk.objects.create(crm_import=crm_import, number=number, content=piece)
        digest.update(piece)
        crm_import.size += len(piece)
        piece, number = next(rest, b""), number + 1
    crm_import.sha256 = digest.hexdigest()


def guess(crm_import: CrmImport, *, encoding: str = "", delimiter: str = "") -> None:
    """Fill settings and mapping by what the file looks like; with `encoding` or `delimiter`, as these make it look."""
    home = crm_import.organisation
    head = next(content_of(crm_import))
    settings = guessing.settings(head, time_zone=home.time_zone, currency=home.currency)
    settings |= {name: value for name, value in (("encoding", encoding), ("delimiter", delimiter)) if value}
    dialect = dialect_of(settings)
    header, rows = guessing.sample(content_of(crm_import), dialect)
    crm_import.settings = guessing.formats(settings, header, rows) | {"header": header}
    crm_import.mapping = guessing.mapping(KINDS[crm_import.kind], header, rows)


def _remember(crm_import: CrmImport) -> bool:
    """Take over what was chosen for the last file of this kind from this system, if the columns are still the same."""
    earlier = CrmImport.objects.filter(
        kind=crm_import.kind, source_system=crm_import.source_system, state=State.DONE
    ).order_by(F("finished_at").desc(), "pk")
    last = earlier.first()
    if last is None:
        return False
    crm_import.matches = last.matches
    try:
        header, _rows = guessing.sample(content_of(crm_import), dialect_of(last.settings))
    except Unreadable:
        return False
    if header != last.settings.get("header"):
        return False
    crm_import.settings, crm_import.mapping = last.settings | {"is_remembered": True}, last.mapping
    return True


def _changeable(crm_import: CrmImport) -> None:
    """The row as it is now, not as it was read: a form that waits must not undo a run. A worker's lock means running."""
    free = CrmImport.objects.select_for_update(skip_locked=True).filter(pk=crm_import.pk)
    state = free.values_list("state", flat=True).first()
    if state not in CrmImport.CHANGEABLE:
        raise NotChangeable(state)


@transaction.atomic
def change_settings(*, crm_import: CrmImport, values: dict[str, Any], by: Membership | None, at: datetime) -> CrmImport:
    """Choose formats. Another encoding or delimiter gives other columns, which are guessed anew. Raises Unreadable."""
    _changeable(crm_import)
    before = crm_import.settings
    if any(values.get(name, before[name]) != before[name] for name in ("encoding", "delimiter")):
        guess(crm_import, encoding=values["encoding"], delimiter=values["delimiter"])
    else:
        crm_import.settings = before | values
    _back_to_draft(crm_import)
    was, now = audit.changes(before, crm_import.settings)
    if now:
        audit.record(action="import.settings", record=crm_import, by=by, at=at, before=was, after=now)
    return crm_import


@transaction.atomic
def change_mapping(*, crm_import: CrmImport, mapping: dict[str, Any], by: Membership | None, at: datetime) -> CrmImport:
    """Say which column feeds which field. Raises Unreadable where a needed one is missing."""
    _changeable(crm_import)
    check_mapping(KINDS[crm_import.kind], header=crm_import.settings["header"], mapping=Mapping.from_json(mapping))
    was, now = audit.changes(crm_import.mapping, mapping)
    crm_import.mapping = mapping
    _back_to_draft(crm_import)
    if now:
        audit.record(action="import.mapping", record=crm_import, by=by, at=at, before=was, after=now)
    return crm_import


def _back_to_draft(crm_import: CrmImport) -> None:
    crm_import.state, crm_import.report = State.DRAFT, {}
    crm_import.problems.all().delete()
    crm_import.save()


@transaction.atomic
def choose_matches(
    *, crm_import: CrmImport, matches: dict[str, dict[str, str]], by: Membership | None, at: datetime
) -> CrmImport:
    """Remember what unknown names stand for; target → name → choice."""
    _changeable(crm_import)
    was = copy.deepcopy(crm_import.matches)
    for target, choices in matches.items():
        known = crm_import.matches.setdefault(target, {})
        known |= {text.key(name): choice for name, choice in choices.items()}
    before, after = audit.changes(was, crm_import.matches)
    if after:
        crm_import.save(update_fields=["matches"])
        audit.record(action="import.matches", record=crm_import, by=by, at=at, before=before, after=after)
    return crm_import


@transaction.atomic
def request(*, crm_import: CrmImport, state: str, by: Membership | None, at: datetime) -> CrmImport:
    """Ask for a check (CHECKING) or for the run (QUEUED); a worker finds the row."""
    locked = CrmImport.objects.select_for_update().get(pk=crm_import.pk)
    if locked.state in CrmImport.WAITING or locked.state == State.DONE:
        raise NotChangeable(locked.state)
    locked.state, locked.attempts, locked.started_at, locked.finished_at = state, 0, None, None
    locked.requested_by = by or locked.requested_by
    locked.save()
    progress.forget(locked.pk)
    action = "import.check" if state == State.CHECKING else "import.run"
    audit.record(
        action=action,
        record=locked,
        by=by,
        at=at,
        after={"settings": locked.settings, **locked.mapping, "matches": locked.matches},
    )
    return locked


@transaction.atomic
def cancel(*, crm_import: CrmImport, by: Membership, at: datetime) -> CrmImport:
    """Stop an import that waits; ask a running one to stop, which then leaves nothing behind."""
    free = CrmImport.objects.select_for_update(skip_locked=True).filter(pk=crm_import.pk).first()
    if free is None:
        if not progress.ask_to_stop(crm_import.pk):
            raise CannotCancel(crm_import.state)
        audit.record(action="import.cancel", record=crm_import, by=by, at=at)
        return crm_import
    if free.state in (State.DONE, State.CANCELLED):
        raise CannotCancel(free.state)
    free.state, free.finished_at = State.CANCELLED, at
    free.report = free.report | {"error": Unreadable("cancelled").as_json()}
    free.save(update_fields=["state", "finished_at", "report"])
    audit.record(action="import.cancel", record=free, by=by, at=at)
    return free


def requester_of(crm_import: CrmImport) -> Membership:
    return Membership.objects.select_related("user").get(pk=crm_import.requested_by_id)


def as_json(crm_import: CrmImport) -> dict[str, Any]:
    """The report for scripts."""
    return {"id": str(crm_import.pk), "state": crm_import.state, **crm_import.report}
