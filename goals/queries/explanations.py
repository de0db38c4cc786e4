"""Explain this number: its parts, its course day by day, and the records behind it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from goals.models import Objective
from goals.queries.cells import Terms, cell_of, cells_of
from goals.queries.progress import ProgressRow
from goals.rules import progress
from metrics import engine
from metrics.definitions import Cell, Measured
from metrics.engine import Part, State
from pipeline.models import Activity, Deal, Lead, Reading, StageTransition
from teams.models import Organisation

FACTS = {"lead": Lead, "deal": Deal, "activity": Activity, "stage_transition": StageTransition, "reading": Reading}
# What a record is called, per kind of fact, first choice first.
NAMES = {
    "lead": ("name", "company", "external_id"),
    "deal": ("name", "account", "external_id"),
    "activity": ("subject", "external_id"),
    "stage_transition": ("lead__name", "lead__company", "lead__external_id", "deal__name", "deal__external_id"),
    "reading": ("note", "series__name"),
}
WHEN = {
    "lead": "occurred_at",
    "deal": "closed_at",
    "activity": "occurred_at",
    "stage_transition": "occurred_at",
    "reading": "occurred_at",
}


@dataclass(frozen=True, slots=True)
class Point:
    """The end of one day: what had been counted (None after the as-of day, or undefined) and what was expected."""

    day: date
    actual: Decimal | None
    expected: Decimal


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


def course(*, organisation: Organisation, objective: Objective, as_of: date) -> list[Point]:
    """A point per day of the period, cumulative: one or two statements. For the chart and its table."""
    return _course(organisation, cell_of(objective), objective.target, as_of)


def course_of_row(*, organisation: Organisation, row: ProgressRow) -> list[Point]:
    """The same from a row of a list, through its own as-of day."""
    terms = Terms(
        row.id,
        row.metric_key,
        row.scope,
        row.scope_id or organisation.pk,
        row.starts_on,
        row.ends_on,
        row.direction,
        row.baseline,
        row.target,
    )
    return _course(organisation, cells_of([terms])[0], row.target, row.as_of or row.starts_on)


def _course(organisation: Organisation, cell: Cell, target: Decimal, as_of: date) -> list[Point]:
    """What does not add up day by day has a point every few days, before and after the as-of day."""
    found = {
        figure.day: figure.measured.actual
        for figure in engine.course(organisation=organisation, cell=cell, as_of=as_of)
    }
    days = [cell.starts_on + timedelta(days=n) for n in range((cell.ends_on - cell.starts_on).days)]
    return [
        Point(
            day=day,
            actual=found.get(day),
            expected=progress.expected(
                target=target,
                share=progress.calendar_share(starts_on=cell.starts_on, ends_on=cell.ends_on, as_of=day),
                accumulates=cell.metric.accumulates,
            ),
        )
        for day in days
        if day in found or day > as_of
    ]


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
    names = _names(found[0].fact, [record.id for record in found])
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


def _names(fact: str, ids: list[UUID]) -> dict[UUID, dict[str, Any]]:
    external_id = "external_id" if fact != "stage_transition" else "lead__external_id"
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
