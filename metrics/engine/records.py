"""The records behind a number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple, cast
from uuid import UUID

from metrics.definitions import Cell, Measure
from metrics.engine.measuring import Place, Plan, arguments_of, rows
from metrics.engine.slices import Row, Slices, rows_of
from metrics.statements.records import fingerprints as fingerprints_of
from metrics.statements.records import per_record
from teams.models import Organisation

Part = Literal["numerator", "denominator"]
PARTS: tuple[Part, Part] = ("numerator", "denominator")
# A promise that was judged: kept, kept too late, or open past its due instant.
State = Literal["met", "met_late", "breached_open"]
# How many records, and two sums of their hashes.
Sums = tuple[int, ...]


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


def fingerprints(*, organisation: Organisation, cells: Sequence[Cell], as_of: date) -> list[dict[Part, Fingerprint]]:
    """Of all records behind the numerator, and the denominator of a ratio, of each cell: one statement for all of them."""
    plan, asked = Plan(organisation), _Asked({}, [])
    needed = [
        [
            asked.take(place, rows_of(cell, place.reading, cell.as_of or as_of, organisation.zone))
            for place in plan.places_of(cell)
        ]
        for cell in cells
    ]
    found = asked.read(organisation)
    return [
        {
            part: _fingerprint([found[key] for key in needs[at] if key in found] if needs else [])
            for at, part in enumerate(PARTS[: len(cell.metric.measures)])
        }
        for cell, needs in zip(cells, needed, strict=True)
    ]


class _Asked(NamedTuple):
    """Slices of what shows its records in the same way, and a measure of each."""

    places: dict[Any, int]
    slices: list[tuple[Slices, Measure]]

    def take(self, place: Place, found: list[Row]) -> list[tuple[int, int]]:
        """Where the sums of these slices will stand."""
        what, group = place.reading.what, place.slices.group
        number = self.places.setdefault((group, what.aggregate, what.value), len(self.slices))
        if number == len(self.slices):
            self.slices.append((Slices(group), what))
        return [(number, one) for one in self.slices[number][0].take(found)]

    def read(self, organisation: Organisation) -> dict[tuple[int, int], Sums]:
        """By these places: how many records, and two sums of their hashes. Slices without records have none."""
        asked = [(number, slices, what) for number, (slices, what) in enumerate(self.slices) if slices.numbers]
        if not asked:
            return {}
        statement = fingerprints_of((slices.group, what) for _, slices, what in asked)
        arguments = arguments_of(organisation, [slices for _, slices, _ in asked])
        return {(asked[at][0], slice_): tuple(map(int, sums)) for at, slice_, *sums in rows(statement, arguments)}


def _fingerprint(sums: list[Sums]) -> Fingerprint:
    count, *hashes = (sum(column) for column in zip((0, 0, 0), *sums, strict=True))
    return Fingerprint(count, "".join(f"{one % 2**64:016x}" for one in hashes))


def _arguments(organisation: Organisation, cell: Cell, place: Place, as_of: date) -> dict[str, Any] | None:
    """Of one measure alone; None before the cell has begun, or where nothing is in its scope."""
    slices = Slices(place.slices.group)
    slices.take(rows_of(cell, place.reading, cell.as_of or as_of, organisation.zone))
    return arguments_of(organisation, [slices]) if slices.numbers else None
