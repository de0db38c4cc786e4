"""The records behind a number."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, cast
from uuid import UUID

from metrics.definitions import Cell
from metrics.engine.measuring import Place, Plan, arguments_of, rows
from metrics.engine.slices import Slices, rows_of
from metrics.statements.records import fingerprint as fingerprint_of
from metrics.statements.records import per_record
from teams.models import Organisation

Part = Literal["numerator", "denominator"]
# A promise that was judged: kept, kept too late, or open past its due instant.
State = Literal["met", "met_late", "breached_open"]


@dataclass(frozen=True, slots=True)
class Record:
    """A fact behind a number. `value` is what it adds, in the unit of the field (money in the currency asked for), or the
    seconds that it was open or took; None where facts are counted, or it is not known.
    """

    fact: str
    id: UUID
    day: date
    value: int | Decimal | None
    state: State | None = None


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """How many records are behind a number, and 128 bits that another set of records, or other values, would not have.

    It finds what has changed; it does not withstand somebody who looks for a collision.
    """

    records: int
    bits: str


def records(
    *, organisation: Organisation, cell: Cell, part: Part, as_of: date, offset: int = 0, limit: int = 50
) -> list[Record]:
    """The facts behind the numerator or denominator of a cell, newest first."""
    places = Plan(organisation).places_of(cell)
    if not places:
        return []
    place = places[0 if part == "numerator" else 1]
    arguments = _arguments(organisation, cell, place, as_of)
    if arguments is None:
        return []
    what = place.reading.what
    found = rows(per_record(place.slices.group, what), arguments | {"offset": offset, "limit": limit})
    scale = 1 if what.field is None else what.field.scale
    return [
        Record(
            fact=what.source.fact,
            id=id_,
            day=day,
            value=value if value is None or scale == 1 else Decimal(value) / scale,
            state=cast("State | None", state),
        )
        for id_, day, value, state in found
    ]


def fingerprint(*, organisation: Organisation, cell: Cell, part: Part, as_of: date) -> Fingerprint:
    """Of all records behind the numerator or denominator of a cell."""
    places = Plan(organisation).places_of(cell)
    place = places[0 if part == "numerator" else 1] if places else None
    arguments = _arguments(organisation, cell, place, as_of) if place else None
    if place is None or arguments is None:
        return Fingerprint(0, "0" * 32)
    statement = fingerprint_of(place.slices.group, place.reading.what)
    ((count, *sums),) = rows(statement, arguments | {"offset": 0, "limit": None})
    return Fingerprint(count, "".join(f"{int(one) % 2**64:016x}" for one in sums))


def _arguments(organisation: Organisation, cell: Cell, place: Place, as_of: date) -> dict[str, Any] | None:
    """Of one measure alone; None before the cell has begun, or where nothing is in its scope."""
    slices = Slices(place.slices.group)
    slices.take(rows_of(cell, place.reading, cell.as_of or as_of, organisation.zone))
    return arguments_of(organisation, [slices]) if slices.numbers else None
