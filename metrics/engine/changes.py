"""The records that make a number differ from what it was."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from metrics.definitions import Cell
from metrics.engine.measuring import Place, Plan, arguments_of, rows
from metrics.engine.records import Part
from metrics.engine.slices import Slices, rows_of
from metrics.statements.changes import per_change
from teams.models import Organisation


@dataclass(frozen=True, slots=True)
class Moment:
    """What was known at an instant, counted through the end of a day."""

    at: datetime
    day: date


@dataclass(frozen=True, slots=True)
class ChangedRecord:
    """A fact that counts otherwise than before; values as in `Record`, None as well where it did not count."""

    id: UUID
    day: date
    before: int | Decimal | None
    after: int | Decimal | None
    counted: bool
    counts: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """The largest of `total` changes; `amount` and `number` are what all of them add to the sum and to the count."""

    rows: list[ChangedRecord]
    total: int = 0
    amount: Decimal = Decimal(0)
    number: int = 0


def changes(
    *, organisation: Organisation, cell: Cell, part: Part, before: Moment, after: Moment, limit: int
) -> Changes:
    """Of the facts behind the numerator or denominator of a cell, in its terms of today."""
    places = Plan(organisation).places_of(cell)
    if not places:
        return Changes([])
    place = places[0 if part == "numerator" else 1]
    now, then = (_slices(organisation, cell, place, moment.day) for moment in (after, before))
    if not now.numbers:
        return Changes([])
    arguments = arguments_of(organisation, [now, then if then.numbers else now]) | {
        "fact": place.reading.what.source.fact,
        "since": before.at,
        "until": after.at,
        "day_before": before.day,
        "has_before": bool(then.numbers),
        "limit": limit,
    }
    found = rows(per_change(place.slices.group, place.reading.what), arguments)
    return _changes(found, 1 if place.reading.what.field is None else place.reading.what.field.scale)


def _slices(organisation: Organisation, cell: Cell, place: Place, day: date) -> Slices:
    slices = Slices(place.slices.group)
    slices.take(rows_of(cell, place.reading, day, organisation.zone))
    return slices


def _changes(found: list[tuple], scale: int) -> Changes:
    if not found:
        return Changes([])
    total, sum_after, sum_before, many_after, many_before = found[0][6:]
    return Changes(
        rows=[
            ChangedRecord(id_, day, _scaled(before, scale), _scaled(after, scale), counted, counts)
            for id_, day, before, after, counted, counts, *_ in found
        ],
        total=total,
        amount=Decimal((sum_after or 0) - (sum_before or 0)) / scale,
        number=many_after - many_before,
    )


def _scaled(value: int | Decimal | None, scale: int) -> int | Decimal | None:
    return value if value is None or scale == 1 else Decimal(value) / scale
