"""Explain this number: its parts, and the records behind it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from goals.models import Objective
from goals.queries.cells import cell_of
from goals.queries.progress import ProgressRow
from goals.rules.progress import EXACT, PLACES
from metrics import engine
from metrics.definitions import Cell, Measured
from metrics.engine import Part, State
from pipeline.models import Activity, Case, Deal, Lead, Reading, Spend, StageTransition
from slas.models import Clock
from teams.models import Organisation

FACTS = {
    "lead": Lead,
    "deal": Deal,
    "activity": Activity,
    "stage_transition": StageTransition,
    "reading": Reading,
    "spend": Spend,
    "case": Case,
    "clock": Clock,
}
# What a record is called, per kind of fact, first choice first.
NAMES = {
    "lead": ("name", "company", "external_id"),
    "deal": ("name", "account", "external_id"),
    "activity": ("subject", "external_id"),
    "stage_transition": ("lead__name", "lead__company", "lead__external_id", "deal__name", "deal__external_id"),
    "reading": ("note", "series__name"),
    "spend": ("purpose", "lead_source__name", "external_id"),
    "case": ("subject", "external_id"),
    "clock": ("lead__name", "lead__company", "lead__external_id"),
}
WHEN = {
    "lead": "occurred_at",
    "deal": "closed_at",
    "activity": "occurred_at",
    "stage_transition": "occurred_at",
    "reading": "occurred_at",
    "spend": "occurred_at",
    "case": "opened_at",
    "clock": "started_at",
}
# What has no id of its own in the CRM is known by that of its lead.
OF_ITS_LEAD = frozenset({"stage_transition", "clock"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """A record behind a number, as a list shows it."""

    fact: str
    id: UUID
    day: date
    value: int | Decimal | None
    state: State | None
    name: str
    external_id: str
    owner_name: str | None
    occurred_at: datetime | None
    recorded_at: datetime


def counted(*, organisation: Organisation, objective: Objective, as_of: date) -> Measured:
    """Numerator and denominator as the facts give them now; their lengths as lists of records too, where counted."""
    cell = cell_of(objective)
    measured = engine.measure(organisation=organisation, cells=[cell], as_of=as_of)
    return measured[cell.key]


def has_changed(*, row: ProgressRow, now: Measured) -> bool:
    """Whether the facts give something else now than what was computed."""
    if row.computed_at is None:
        return False
    if (now.numerator, now.denominator) != (row.numerator, row.denominator):
        return True
    return now.value is not None and now.value.quantize(PLACES, context=EXACT) != row.actual


def records(
    *, organisation: Organisation, objective: Objective, part: Part, as_of: date, offset: int = 0, limit: int = 50
) -> list[RecordRow]:
    """A page of the records behind the numerator or the denominator, newest first: two statements and the teams'."""
    return records_of(
        organisation=organisation, cell=cell_of(objective), part=part, as_of=as_of, offset=offset, limit=limit
    )


def records_of(
    *, organisation: Organisation, cell: Cell, part: Part, as_of: date, offset: int = 0, limit: int = 50
) -> list[RecordRow]:
    """The same of any cell: two statements."""
    found = engine.records(organisation=organisation, cell=cell, part=part, as_of=as_of, offset=offset, limit=limit)
    if not found:
        return []
    names = names_of(found[0].fact, [record.id for record in found])
    return [
        RecordRow(
            fact=record.fact,
            id=record.id,
            day=record.day,
            value=record.value,
            state=record.state,
            **names[record.id],
        )
        for record in found
    ]


def names_of(fact: str, ids: list[UUID]) -> dict[UUID, dict[str, Any]]:
    """What a list shows of records besides their numbers, by their ids."""
    external_id = "lead__external_id" if fact in OF_ITS_LEAD else "external_id"
    columns = [external_id, "owner__full_name", WHEN[fact], "recorded_at", *NAMES[fact]]
    rows = FACTS[fact].objects.filter(pk__in=ids).values_list("pk", *columns)
    return {
        pk: {
            "name": next((name for name in names if name), ""),
            "external_id": external or "",
            "owner_name": owner,
            "occurred_at": occurred_at,
            "recorded_at": recorded_at,
        }
        for pk, external, owner, occurred_at, recorded_at, *names in rows
    }
