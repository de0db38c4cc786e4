"""The work of an import, for a check and for the run alike: parse, stage, upsert; a check rolls back and keeps its report.

The import's own row, locked for the whole work, is its lease: a killed worker's connection drops, the lock is free, the
effects are gone, and the next sweep offers the row again. Effects, report and DONE become visible together.
"""

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.urls import reverse
from django.utils import translation

from audit import actions as audit
from notifications import actions as notifications
from pipeline.actions import imports, progress
from pipeline.actions.loading import activities, cases, deals, leads, members, products, readings, spends
from pipeline.actions.loading.run import Outcome, Run
from pipeline.actions.loading.staging import plan_for_many
from pipeline.actions.references import References
from pipeline.importers import reading
from pipeline.importers.cells import Reading
from pipeline.importers.kinds import KINDS
from pipeline.importers.messages import file_message
from pipeline.importers.parsing import Mapping, Record, RowParser
from pipeline.importers.problems import ERROR, Problem, Unreadable
from pipeline.models import CrmImport, ImportProblem
from pipeline.queries.import_files import content_of, dialect_of
from pipeline.queries.import_progress import is_to_stop
from teams.actions import periods
from teams.tenancy import active_organisation_id

log = logging.getLogger(__name__)
State = CrmImport.State
LOADERS = {
    "lead": leads.load,
    "deal": deals.load,
    "activity": activities.load,
    "product": products.load,
    "member": members.load,
    "reading": readings.load,
    "spend": spends.load,
    "case": cases.load,
}
MOST_ATTEMPTS = 3
MOST_REFUSED = 50_000
MOST_WARNINGS = 10_000
PREVIEW = 10
TELL_EVERY = 2000
SAME_CLAIM = timedelta(seconds=3)


@transaction.atomic
def due() -> list[UUID]:
    """Imports that wait for a worker or whose worker is gone (their row is not locked)."""
    waiting = CrmImport.objects.filter(state__in=CrmImport.WAITING).select_for_update(skip_locked=True)
    return [row.pk for row in waiting.order_by("created_at", "pk") if progress.offer_once(row.pk, 20)]


@transaction.atomic
def claim(*, import_id: UUID, at: datetime) -> bool:
    """Note the attempt in a transaction of its own, so that crashes are counted; after three of them it has failed.

    Waiting for another import of the organisation is no attempt.
    """
    waiting = CrmImport.objects.filter(pk=import_id, state__in=CrmImport.WAITING).select_related("organisation")
    row = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    if row is None or (row.started_at and row.attempts and at - row.started_at < SAME_CLAIM) or not _is_alone():
        return False
    if row.attempts >= MOST_ATTEMPTS:
        _end(row, State.FAILED, {"error": Unreadable("crashed").as_json()}, at=at)
        _tell_requester(row, at=at)
        return False
    row.attempts, row.started_at = row.attempts + 1, at
    row.state = State.CHECKING if row.state == State.CHECKING else State.RUNNING
    row.save(update_fields=["attempts", "started_at", "state"])
    return True


@transaction.atomic
def perform(*, import_id: UUID, at: datetime) -> CrmImport | None:
    """Check or run a claimed import in this transaction. None when someone else has or had it."""
    claimed = CrmImport.objects.filter(pk=import_id, state__in=[State.CHECKING, State.RUNNING])
    row = claimed.select_for_update(skip_locked=True, of=("self",)).select_related("organisation").first()
    if row is None or not _is_alone():
        return None
    is_check = row.state == State.CHECKING
    try:
        report, problems = _work(row, is_check=is_check, at=at)
    except Unreadable as problem:
        report, problems = {"error": problem.as_json()}, []
    except Exception:
        log.exception("import %s failed", import_id)
        report, problems = {"error": Unreadable("failed").as_json()}, []
    _write_problems(row, problems)
    _end(row, _state_after(report, is_check=is_check), report, at=at)
    if not is_check:
        _tell_requester(row, at=at)
    return row


def _is_alone() -> bool:
    """One import of an organisation at a time: two that meet the same new name would both create it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 1))", [str(active_organisation_id())])
        return bool(cursor.fetchone()[0])


def _state_after(report: dict[str, Any], *, is_check: bool) -> str:
    code = report.get("error", {}).get("code")
    if code == "cancelled":
        return State.CANCELLED
    if code:
        return State.FAILED
    return State.CHECKED if is_check else State.DONE


def _work(row: CrmImport, *, is_check: bool, at: datetime) -> tuple[dict[str, Any], list[Problem]]:
    """Everything between the bytes and the figures, in a savepoint that a check rolls back."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SELECT set_config('lockstep.import', %s, true)", [str(row.pk)])
        run, preview = _open(row, at=at)
        outcome = LOADERS[row.kind](run)
        with connection.cursor() as cursor:
            plan_for_many(cursor, is_many=False)
        problems = run.parser.problems + outcome.problems
        _ensure_periods(row, outcome, at=at)
        if is_check:
            transaction.set_rollback(True)
    return _report(run, outcome, problems, preview), problems


def _open(row: CrmImport, *, at: datetime) -> tuple[Run, list[dict[str, Any]]]:
    home = row.organisation
    preview: list[dict[str, Any]] = []
    kind = KINDS[row.kind]
    fixed = frozenset(field.to for field in kind.fields if not field.may_create)
    references = References(row.matches, row.settings.get("unknown", {}), fixed)
    references.prepare(field.to for field in kind.fields if field.to)
    counted = _Counted(row)
    table = reading.read(counted.chunks(), dialect_of(row.settings))
    parser = RowParser(
        kind,
        header=table.header,
        mapping=Mapping.from_json(row.mapping),
        reading=Reading(
            decimal=row.settings["decimal"],
            currency=home.currency,
            zone=ZoneInfo(row.settings["time_zone"]),
            home=home.zone,
            dates=row.settings["dates"],
        ),
        resolver=references,
    )
    records = counted.watch(parser, parser.records(table), preview)
    today = at.astimezone(home.zone).date()
    by = imports.requester_of(row) if row.requested_by_id else None
    return Run(row, parser, records, references, home.currency, today, at, by), preview


class _Counted:
    """Tells progress by the bytes read, notices the wish to stop, and gives up when hardly a row can be taken."""

    def __init__(self, row: CrmImport) -> None:
        self.row, self.read = row, 0

    def chunks(self) -> Iterator[bytes]:
        for chunk in _stored_before(self.row):
            self.read += len(chunk)
            yield chunk

    def watch(
        self, parser: RowParser, records: Iterator[tuple[int, Record]], preview: list[dict[str, Any]]
    ) -> Iterator[tuple[int, Record]]:
        for number, (line, record) in enumerate(records, start=1):
            if number <= PREVIEW:
                preview.append({"line": line, "record": dict(record)})
            if number % TELL_EVERY == 0:
                self._look(parser, number)
            yield line, record
        self._look(parser, 0)

    def _look(self, parser: RowParser, rows: int) -> None:
        if len(parser.problems) > MOST_REFUSED:
            raise Unreadable("too_many_refused", limit=MOST_REFUSED)
        progress.tell(self.row.pk, read=self.read, size=self.row.size, rows=rows)
        if is_to_stop(self.row.pk):
            raise Unreadable("cancelled")


def _stored_before(row: CrmImport) -> Iterator[bytes]:
    """COPY keeps the connection busy while rows stream in, so the file (at most 64 MiB) is fetched first."""
    return iter(list(content_of(row)))


def _ensure_periods(row: CrmImport, outcome: Outcome, *, at: datetime) -> None:
    """Periods to set objectives in. (Which facts changed is left for the sweeps by the facts' own triggers.)"""
    near = [day for span in outcome.touched.values() for day in span if abs(day.year - at.year) <= 15]
    if near:
        periods.ensure(organisation=row.organisation, first=min(near), last=max(near))


def _report(run: Run, outcome: Outcome, problems: list[Problem], preview: list[dict[str, Any]]) -> dict[str, Any]:
    refused = {problem.line for problem in problems if problem.severity == ERROR}
    by_code: dict[str, int] = {}
    for problem in problems:
        by_code[problem.code] = by_code.get(problem.code, 0) + 1
    counts = outcome.counts
    return {
        "counts": {
            "created": counts.created,
            "updated": counts.updated,
            "unchanged": counts.unchanged,
            "refused": len(refused),
        },
        "warnings": sum(1 for problem in problems if problem.severity != ERROR),
        "problems": by_code,
        "also_created": {target: number for target, number in outcome.created.items() if number},
        "unknown": run.references.as_json(),
        "preview": [_shown(run, row) for row in preview],
        "touched": {fact: [_iso(day) for day in span] for fact, span in outcome.touched.items()},
    }


def _iso(day: date) -> str:
    return day.isoformat()


def _shown(run: Run, row: dict[str, Any]) -> dict[str, Any]:
    """A row of the preview, with names instead of ids."""
    names = {
        entry.id: entry.name
        for entries in [*run.references.asked.values(), *run.references.known.values()]
        for entry in entries.values()
        if entry.id
    }
    hidden = set() if run.parser.has_ids else {"external_id"}
    record = {key: value for key, value in row["record"].items() if key not in hidden and not key.endswith("_currency")}
    return {"line": row["line"], "record": {key: names.get(value, value) for key, value in record.items()}}


def _write_problems(row: CrmImport, problems: list[Problem]) -> None:
    errors = [problem for problem in problems if problem.severity == ERROR]
    warnings = [problem for problem in problems if problem.severity != ERROR][:MOST_WARNINGS]
    row.problems.all().delete()
    kept = iter(sorted([*errors, *warnings], key=lambda problem: problem.line))
    while batch := [_stored(row, problem) for problem in islice(kept, 2000)]:
        ImportProblem.objects.bulk_create(batch)


def _stored(row: CrmImport, problem: Problem) -> ImportProblem:
    return ImportProblem(
        crm_import=row,
        line=problem.line,
        severity=problem.severity,
        code=problem.code,
        column=problem.column[:255],
        value=problem.value.replace("\0", "")[:255],
        row=[cell.replace("\0", "") for cell in problem.row] if problem.severity == ERROR else [],
    )


def _end(row: CrmImport, state: str, report: dict[str, Any], *, at: datetime) -> None:
    row.state, row.report, row.finished_at = state, report, at
    row.save(update_fields=["state", "report", "finished_at"])
    progress.forget(row.pk)
    after = {"state": state, **report.get("counts", {}), "error": report.get("error", {}).get("code", "")}
    audit.record(action="import.end", record=row, by=None, at=at, after=after)


def _tell_requester(row: CrmImport, *, at: datetime) -> None:
    if row.requested_by_id is None:
        return
    member, home = imports.requester_of(row), row.organisation
    url = reverse("pipeline:import_detail", args=[home.slug, row.pk])
    values: dict[str, Any] = {"file": row.file_name} | row.report.get("counts", {})
    kind = "import_done" if row.state == State.DONE else "import_failed"
    if kind == "import_failed":
        with translation.override(member.user.language if member.user and member.user.language else home.language):
            values["reason"] = file_message(row.report["error"])
    notifications.notify(to=member, kind=kind, values=values, url=url, at=at)
