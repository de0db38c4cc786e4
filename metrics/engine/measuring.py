"""Cells into slices, slices into one statement, its rows into the numbers of the cells."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from metrics.definitions import NOTHING, Cell, Measure, Measured
from metrics.engine.readings import KNOWN, MISSING, TOTAL, N, Reading, reading_of
from metrics.engine.slices import Rolled, Row, Slices, rows_of, span_of
from metrics.statements import Group, per_slice
from teams.models import ExchangeRate, Organisation
from teams.rules.formats import minor_digits

# What can be stored of a numerator, a denominator and their quotient.
MOST = 10**30
Counted = dict[int, Row]
UNKNOWN = Measured(None, reason="unknown_source")


class Place(NamedTuple):
    """Where a measure of a cell is read."""

    reading: Reading
    slices: Slices


class Found(NamedTuple):
    """The rows that a measure of a cell adds up."""

    what: Measure
    rows: list[Row]
    needs_money: bool


def measure(
    *, organisation: Organisation, cells: Sequence[Cell], as_of: date, rolled: Rolled = ()
) -> dict[UUID, Measured]:
    """Numbers of all cells, through the end of `as_of`; in the organisation's currency unless a cell asks for another.

    What is `rolled` is read from its rollup, everything else from the facts.
    """
    plan = Plan(organisation, rolled)
    zone = organisation.zone
    needed: list[list[tuple[Place, list[int]]]] = []
    for cell in cells:
        day = cell.as_of or as_of
        places = plan.places_of(cell)
        needed.append([(place, place.slices.take(rows_of(cell, place.reading, day, zone))) for place in places])
    counted = plan.count()
    found: dict[UUID, Measured] = {}
    for cell, needs in zip(cells, needed, strict=True):
        parts = [_found(place, numbers, counted[place.slices]) for place, numbers in needs]
        found[cell.key] = _measured(cell, parts, cell.as_of or as_of, organisation)
    return found


class Plan:
    """The groups of slices of one measurement. Two measures of one group share its slices."""

    def __init__(self, organisation: Organisation, rolled: Rolled = ()) -> None:
        self.organisation = organisation
        self.rolled = rolled
        self.places: dict[Any, list[Place]] = {}
        self.slices: dict[Group, Slices] = {}
        self.has_rates: bool | None = None

    def places_of(self, cell: Cell) -> list[Place]:
        """One per measure of the metric; none if it cannot be measured."""
        key = (cell.metric, cell.scope, cell.conditions, cell.currency)
        if key not in self.places:
            self.places[key] = [] if _is_unknown(cell) else [self._place(cell, what) for what in cell.metric.measures]
        return self.places[key]

    def _place(self, cell: Cell, what: Measure) -> Place:
        reading = reading_of(what, cell.conditions)
        currency = (cell.currency or self.organisation.currency) if reading.shape.money else ""
        converts = reading.needs_money and self._has_rates()
        group = Group(reading.shape, cell.scope, currency, converts)
        return Place(reading, self.slices.setdefault(group, Slices(group)))

    def _has_rates(self) -> bool:
        """Without any, all facts are read as if they needed none, which is faster."""
        if self.has_rates is None:
            self.has_rates = ExchangeRate.objects.exists()
        return self.has_rates

    def count(self) -> dict[Slices, Counted]:
        """One statement for all of them."""
        asked = [slices for slices in self.slices.values() if slices.numbers]
        counted: dict[Slices, Counted] = {slices: {} for slices in self.slices.values()}
        if asked:
            arguments = arguments_of(self.organisation, asked)
            for number, index, *row in rows(per_slice(slices.branch(self.rolled) for slices in asked), arguments):
                counted[asked[number]][index] = tuple(row)
        return counted


def arguments_of(organisation: Organisation, asked: Sequence[Slices]) -> dict[str, Any]:
    home = organisation.currency
    arguments = {"organisation": organisation.pk, "home": home, "home_digits": minor_digits(home)}
    for number, slices in enumerate(asked):
        arguments |= slices.arguments(number)
    return arguments


def rows(statement: str, arguments: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        return cursor.fetchall()


def _is_unknown(cell: Cell) -> bool:
    """A metric that is gone, a scope its facts do not have, or a filter that none of its sources can apply."""
    sources = [what.source for what in cell.metric.measures]
    if any(source is NOTHING or not source.has_scope(cell.scope) for source in sources):
        return True
    try:
        for condition in cell.conditions:
            fields = [source.fields.get(condition.column) for source in sources]
            for field in [field for field in fields if field is not None] or fields:
                condition.check(field)
    except ValueError:
        return True
    return False


def _found(place: Place, numbers: Iterable[int], counted: Counted) -> Found:
    reading = place.reading
    return Found(reading.what, [counted[number] for number in numbers if number in counted], reading.needs_money)


def _measured(cell: Cell, parts: list[Found], as_of: date, organisation: Organisation) -> Measured:
    if not parts:
        return UNKNOWN
    missing = min(
        (row[MISSING] for part in parts if part.needs_money for row in part.rows if row[MISSING]), default=None
    )
    if missing is not None:
        return Measured(None, reason="missing_rate", missing=(missing[:3], date.fromisoformat(missing[3:])))
    if len(parts) > 1:
        numerator, denominator = (_amount(part) for part in parts)
        return _within(Measured(numerator, denominator, reason=None if denominator else "zero_denominator"))
    return _within(_single(cell, parts[0], as_of, organisation))


def _single(cell: Cell, part: Found, as_of: date, organisation: Organisation) -> Measured:
    aggregate = part.what.aggregate
    if aggregate in ("percentile", "latest"):
        value = _amount(part) if part.rows else None
        return Measured(None, value=_decimal(value), reason="no_facts" if value is None else None)
    if aggregate == "stock":
        seconds = span_of(cell, as_of, organisation.zone)
        return Measured(_amount(part), seconds, reason=None if seconds else "no_facts")
    if aggregate in ("average", "compliance"):
        divisor = sum(row[KNOWN if aggregate == "average" else N] for row in part.rows)
        return Measured(_amount(part), divisor, reason=None if divisor else "no_facts")
    return Measured(_amount(part))


def _amount(part: Found) -> int | Decimal:
    """Of one measure, in its own unit."""
    what = part.what
    if what.aggregate in ("count", "distinct", "compliance"):
        column = N if what.aggregate == "count" and what.value is None else KNOWN
        return sum(row[column] for row in part.rows)
    total = sum(_whole(row[TOTAL]) for row in part.rows)
    scale = 1 if what.field is None else what.field.scale
    return total if scale == 1 else Decimal(total) / scale


def _whole(total: Decimal | None) -> int | Decimal:
    """Integers are exact, however long."""
    if total is None:
        return 0
    whole = int(total)
    return whole if whole == total else total


def _decimal(value: int | Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _within(measured: Measured) -> Measured:
    """What is too large to be kept has no number, and says so."""
    is_kept = _fits(measured.numerator) and _fits(measured.denominator) and _fits(measured.value)
    return measured if is_kept else Measured(None, reason="overflow")


def _fits(number: int | Decimal | None) -> bool:
    return number is None or -MOST < number < MOST
