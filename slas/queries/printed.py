"""What stands on the pages of a printed export, in the words and the time zone of whoever asked for it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, get_language_bidi, pgettext
from django.utils.translation import gettext as _

from pipeline.models import LeadSource
from slas.models import AgreementVersion, Breach, Clock, ClockEvent, ClockExport, ClockReview, Promise, Side
from slas.queries.clocks import ANY_BREACH, ClockFilter, promise_name
from slas.queries.exports import HEAD
from slas.queries.files.as_pdf import Cell, Document
from slas.rules.compliance import compliance
from teams.models import Membership, Organisation, Team
from teams.rules import formats

# What the columns of the table are wide, in mm.
WIDTHS = (40, 30, 30, 35, 35, 20, 20, 41, 26)


def document(
    export: ClockExport,
    rows: Sequence[tuple[Any, ...]],
    *,
    where: ClockFilter,
    organisation: Organisation,
    attached: bytes,
) -> Document:
    """`attached` is the same table as a file for machines; its hash stands at the foot of every page."""
    digest = sha256(attached).hexdigest()
    return Document(
        title=f"{organisation} · {_('Clocks')}",
        language=get_language() or "en",
        is_rtl=get_language_bidi(),
        at=timezone.localtime(export.asked_at),
        facts=[*_facts(export, organisation, where), *_figures(rows), (_("To verify"), _how_to_verify())],
        columns=list(zip(_titles(), WIDTHS, strict=True)),
        lines=[_line(dict(zip(HEAD, row, strict=True))) for row in rows],
        foot=_("Hash (SHA-256) of the attached table: %(hash)s") % {"hash": digest},
        file_name=export.table_name,
        attached=attached,
    )


def _facts(export: ClockExport, organisation: Organisation, where: ClockFilter) -> Iterator[Cell]:
    yield _("As of"), f"{_moment(export.asked_at)} · {organisation.time_zone}"
    yield _("Asked for by"), str(export.asked_by)
    yield _("Filter"), " · ".join(_filter(where)) or _("All")


def _filter(where: ClockFilter) -> Iterator[str]:
    if where.period:
        yield where.period.label
    promise = Promise.objects.filter(line=where.line).order_by("-version__number", "pk").first() if where.line else None
    if promise:
        yield promise_name(promise)
    ids = {AgreementVersion: where.version_id, Team: where.team_id, LeadSource: where.lead_source_id}
    for model, pk in (ids | {Membership: where.owner_id}).items():
        yield from map(str, model.objects.filter(pk=pk) if pk else ())
    if where.state:
        yield _("All breaches") if where.state == ANY_BREACH else str(Clock.State(where.state).label)


def _figures(rows: Sequence[tuple[Any, ...]]) -> Iterator[Cell]:
    found = compliance(states=Counter(row[HEAD.index("state")] for row in rows))
    interval = f" ({_percent(found.interval.low)} – {_percent(found.interval.high)})" if found.interval else ""
    yield _("Compliance"), f"{_percent(found.share)}{interval}"
    counts = {
        pgettext("clock", "Kept"): found.kept,
        pgettext("clock", "Done late"): found.late,
        pgettext("clock", "Overdue"): found.overdue,
        pgettext("clock", "Waived"): found.waived,
        _("Not due yet"): found.not_due,
        pgettext("clock", "Cancelled"): found.cancelled,
    }
    numbers = [f"{name}: {formats.number(value=count, language=_language())}" for name, count in counts.items()]
    yield _("Clocks"), " · ".join(numbers)


def _how_to_verify() -> str:
    return _("Upload this file, or type the hash at the foot, under Clocks, Exports, Verify a file. The whole table is attached to it.")  # fmt: skip


def _titles() -> list[Cell]:
    return [
        (_("Lead"), _("External id")),
        (_("Promise"), pgettext("record", "Agreement")),
        (_("Owner"), _("Team")),
        (_("Started"), _("Due")),
        (_("Done"), _("Breached")),
        (_("State"), _("Counts as")),
        (_("Used"), _("Allowed")),
        (_("Cause"), _("Corrective action")),
        (_("Marketing signed"), _("Sales signed")),
    ]


def _line(row: dict[str, Any]) -> list[Cell]:
    agreement = f"{row['agreement']} {row['version']}"
    return [
        (row["lead_name"], row["lead"]),
        (str(Promise.Kind(row["promise"]).label), agreement),
        (row["owner"], row["team"]),
        (_moment(row["started_at"]), _moment(row["due_at"])),
        (_moment(row["done_at"]), _moment(row["breached_at"])),
        (str(Clock.State(row["state"]).label), _counts_as(row["counts_as"])),
        (_span(row["used_seconds"]), _span(row["allowed_seconds"])),
        (" · ".join(_remarks(row)), row["corrective_action"]),
        tuple(_day(row[f"signed_by_{side}_at"]) for side in (Side.MARKETING, Side.SALES)),
    ]


def _counts_as(key: str) -> str:
    return {
        "kept": pgettext("clock", "Kept"),
        "waived": pgettext("clock", "Waived"),
        "breach": pgettext("record", "Breach"),
    }.get(key) or _("left out")


def _remarks(row: dict[str, Any]) -> Iterator[str]:
    if row["cause"]:
        yield str(Breach.Cause(row["cause"]).label)
    if row["waived_at"]:
        until = row["waived_until"]
        yield _("waived until %(day)s") % {"day": _day(until)} if until else _("waived for good")
    if row["reversed_at"]:
        yield _("taken back: %(reason)s") % {"reason": ClockEvent.Reason(row["reversal"]).label}
    if row["review"]:
        yield str(ClockReview.Verdict(row["review"]).label)


def _language() -> str:
    return get_language() or "en"


def _moment(value: datetime | None) -> str:
    return formats.moment(value=value and timezone.localtime(value), language=_language())


def _day(value: datetime | None) -> str:
    return formats.day(value=value and timezone.localtime(value), language=_language())


def _span(seconds: int) -> str:
    return formats.duration(seconds=seconds, language=_language())


def _percent(share: Any) -> str:
    return formats.percent(share=share, language=_language())
