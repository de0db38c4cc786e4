"""One number taken apart: its course through the days, and the records behind it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal, cast
from uuid import UUID, uuid4

from metrics.definitions import Cell, Measured
from metrics.engine.measuring import Found, Place, Plan, arguments_of, measure, measured, rows
from metrics.engine.slices import ONE_DAY, Row, Slices, rows_of
from metrics.statements.parts import per_day, per_record
from teams.models import Organisation

Part = Literal["numerator", "denominator"]
# A promise that was judged: kept, kept too late, or open past its due instant.
State = Literal["met", "met_late", "breached_open"]
# Of what cannot be added up day by day, so many points are measured.
MOST_POINTS = 32


@dataclass(frozen=True, slots=True)
class DayFigure:
    """What had been measured by the end of a day."""

    day: date
    measured: Measured


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


def course(*, organisation: Organisation, cell: Cell, as_of: date) -> list[DayFigure]:
    """The number by the end of each day until `as_of`; of what does not add up, a point every few days and the last."""
    as_of = cell.as_of or as_of
    until = min(cell.ends_on, as_of + ONE_DAY)
    days = [cell.starts_on + timedelta(days=n) for n in range((until - cell.starts_on).days)]
    places = Plan(organisation).places_of(cell)
    if places and all(place.reading.shape.form == "added" and place.reading.is_plain for place in places):
        return _added(organisation, cell, places, days, as_of)
    step = max(1, -(-len(days) // MOST_POINTS))
    chosen = days[::-1][::step][::-1]
    cells = [cell._replace(key=uuid4(), as_of=day) for day in chosen]
    found = measure(organisation=organisation, cells=cells, as_of=as_of)
    return [DayFigure(day, found[one.key]) for day, one in zip(chosen, cells, strict=True)]


def _added(
    organisation: Organisation, cell: Cell, places: list[Place], days: list[date], as_of: date
) -> list[DayFigure]:
    """One statement per measure, and running sums."""
    by_day = [_by_day(organisation, cell, place, as_of) for place in places]
    totals: list[Row] = [(0, None, 0, None)] * len(places)
    figures = []
    for day in days:
        totals = [_plus(total, added[day]) for total, added in zip(totals, by_day, strict=True)]
        parts = [
            Found(place.reading.what, [total], place.reading.needs_money)
            for place, total in zip(places, totals, strict=True)
        ]
        figures.append(DayFigure(day, measured(cell, parts, day, organisation)))
    return figures


def _plus(total: Row, rows: list[Row]) -> Row:
    """Numbers of `statements.slices`, added up; a missing rate stays missing."""
    for n, amount, known, missing in rows:
        sums = total[1] if amount is None else amount + (total[1] or 0)
        total = (total[0] + n, sums, total[2] + (known or 0), total[3] or missing)
    return total


def _by_day(organisation: Organisation, cell: Cell, place: Place, as_of: date) -> dict[date, list[Row]]:
    found: dict[date, list[Row]] = defaultdict(list)
    if arguments := _arguments(organisation, cell, place, as_of):
        for day, *row in rows(per_day(place.slices.group), arguments):
            found[day].append(tuple(row))
    return found


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


def _arguments(organisation: Organisation, cell: Cell, place: Place, as_of: date) -> dict[str, Any] | None:
    """Of one measure alone; None before the cell has begun, or where nothing is in its scope."""
    slices = Slices(place.slices.group)
    slices.take(rows_of(cell, place.reading, cell.as_of or as_of, organisation.zone))
    return arguments_of(organisation, [slices]) if slices.numbers else None
