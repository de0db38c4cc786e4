"""Cells into slices, slices into one statement, its rows into the numbers of the cells."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from metrics.definitions import NOTHING, Cell, Measure, Measured
from metrics.engine.plans import Planned, branches
from metrics.engine.readings import KNOWN, MISSING, TOTAL, N, Reading, reading_of
from metrics.engine.slices import Rolled, Row, Slices, rows_of, span_of
from metrics.statements import Group, per_slice
from teams.models import ExchangeRate, Organisation, compiled
from teams.rules.formats import minor_digits

# What can be stored of a numerator, a denominator and their quotient.
MOST = 10**30
Counted = dict[int, Row]
Part = tuple[Reading, list[Row]]
UNKNOWN = Measured(None, reason="unknown_source")
# What counts facts, or adds them up, and finds none.
NONE = Measured(0)


class Place(NamedTuple):
    """Where a measure of a cell is read."""

    reading: Reading
    slices: Slices


def measure(
    *, organisation: Organisation, cells: Sequence[Cell], as_of: date, rolled: Rolled = ()
) -> dict[UUID, Measured]:
    """Numbers of all cells by their keys, through the end of `as_of`; in the organisation's currency unless a cell asks for
    another.

    What is `rolled` is read from its rollup, everything else from the facts.
    """
    found = measure_in_order(organisation=organisation, cells=cells, as_of=as_of, rolled=rolled)
    return {cell.key: measured for cell, measured in zip(cells, found, strict=True)}


def measure_in_order(
    *,
    organisation: Organisation,
    cells: Sequence[Cell],
    as_of: date,
    rolled: Rolled = (),
    has_rates: bool | None = None,
) -> list[Measured]:
    """The same as a list, for cells without keys. Whether there are rates of exchange is asked for unless it is known."""
    plan = Plan(organisation, rolled, has_rates)
    zone = organisation.zone
    needed: list[list[tuple[Place, list[int]]]] = []
    for cell in cells:
        day = cell.as_of or as_of
        needed.append(
            [(place, place.slices.take(rows_of(cell, place.reading, day, zone))) for place in plan.places_of(cell)]
        )
    counted = plan.count()
    found = []
    for cell, needs in zip(cells, needed, strict=True):
        parts = [(place.reading, _rows(counted[place.slices], numbers)) for place, numbers in needs]
        found.append(_measured(cell, parts, cell.as_of or as_of, organisation))
    return found


def _rows(counted: Counted, numbers: Iterable[int]) -> list[Row]:
    """Slices without facts have none."""
    return [counted[number] for number in numbers if number in counted]


class Plan:
    """The groups of slices of one measurement. Two measures of one group share its slices."""

    def __init__(self, organisation: Organisation, rolled: Rolled = (), has_rates: bool | None = None) -> None:
        self.organisation = organisation
        self.rolled = rolled
        self.places: dict[Any, list[Place]] = {}
        self.slices: dict[Group, Slices] = {}
        self.has_rates = has_rates

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
            self.has_rates = bool(compiled.tuples_of(_any_rate))
        return self.has_rates

    def count(self) -> dict[Slices, Counted]:
        """One statement for all of them."""
        asked = [slices for slices in self.slices.values() if slices.numbers]
        counted: dict[Slices, Counted] = {slices: {} for slices in self.slices.values()}
        if asked:
            statement, numbers, arguments = self._asked(asked)
            by_number = {number: counted[slices] for number, slices in zip(numbers, asked, strict=True)}
            for row in rows(statement, arguments):
                by_number[row[0]][row[1]] = row
        return counted

    def _asked(self, asked: Sequence[Slices]) -> Planned:
        groups = [slices.branch(self.rolled) for slices in asked]
        found = branches.planned(groups, sum(len(slices.numbers) for slices in asked))
        planned = found or Planned(per_slice(groups), range(len(asked)), {})
        arguments = planned.arguments | arguments_of(self.organisation, asked, planned.numbers)
        for number, group, slices in zip(planned.numbers, groups, asked, strict=True):
            if group.is_one_pass:
                arguments |= slices.arguments_of_pass(number)
        return planned._replace(arguments=arguments)


def _any_rate() -> QuerySet[Any, Any]:
    return ExchangeRate.objects.order_by().values_list("currency")[:1]


def arguments_of(
    organisation: Organisation, asked: Sequence[Slices], numbers: Sequence[int] | None = None
) -> dict[str, Any]:
    """Named after the numbers of the groups: in their order, unless others are given."""
    home = organisation.currency
    arguments = {"organisation": organisation.pk, "home": home, "home_digits": minor_digits(home)}
    for number, slices in zip(range(len(asked)) if numbers is None else numbers, asked, strict=True):
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


def _measured(cell: Cell, parts: list[Part], as_of: date, organisation: Organisation) -> Measured:
    if not parts:
        return UNKNOWN
    if missing := [row[MISSING] for reading, rows in parts if reading.needs_money for row in rows if row[MISSING]]:
        first = min(missing)
        return Measured(None, reason="missing_rate", missing=(first[:3], date.fromisoformat(first[3:])))
    if len(parts) > 1:
        numerator, denominator = (_amount(reading, rows) for reading, rows in parts)
        return _within(Measured(numerator, denominator, reason=None if denominator else "zero_denominator"))
    return _within(_single(cell, *parts[0], as_of, organisation))


def _single(cell: Cell, reading: Reading, rows: list[Row], as_of: date, organisation: Organisation) -> Measured:
    aggregate = reading.what.aggregate
    if aggregate in ("count", "sum", "distinct"):
        return Measured(_amount(reading, rows)) if rows else NONE
    if aggregate in ("percentile", "latest"):
        value = _amount(reading, rows) if rows else None
        return Measured(None, value=_decimal(value), reason="no_facts" if value is None else None)
    if aggregate == "stock":
        seconds = span_of(cell, as_of, organisation.zone)
        return Measured(_amount(reading, rows), seconds, reason=None if seconds else "no_facts")
    divisor = sum(row[KNOWN if aggregate == "average" else N] for row in rows)
    return Measured(_amount(reading, rows), divisor, reason=None if divisor else "no_facts")


def _amount(reading: Reading, rows: list[Row]) -> int | Decimal:
    """Of one measure, in its own unit."""
    column = reading.column
    if column != TOTAL:
        return rows[0][column] if len(rows) == 1 else sum([row[column] for row in rows])
    total = sum([_whole(row[TOTAL]) for row in rows])
    return total if reading.scale == 1 else Decimal(total) / reading.scale


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
    for number in (measured.numerator, measured.denominator, measured.value):
        if number is not None and not -MOST < number < MOST:
            return Measured(None, reason="overflow")
    return measured
