"""The course of an objective: what had been reached at the end of each day, and what was expected by then."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, QuerySet, Value

from goals.models import CorrectedPoint, ProgressPoint
from goals.queries.cells import Terms, cells_of
from goals.queries.course_lines import terms_of_row
from goals.queries.courses import expected_by_day
from goals.queries.known import end_of
from goals.queries.progress import ProgressRow
from goals.rules import corrections, progress
from goals.rules.corrections import Values
from metrics import engine
from metrics.definitions import Cell, Measured, Metric
from teams.models import Organisation, compiled

ONE_DAY = timedelta(days=1)
# Aggregates of which each day's can be added up; all others are measured through the end of every day.
ADDED = frozenset({"count", "sum", "average"})


@dataclass(frozen=True, slots=True)
class Point:
    """The end of one day: what had been reached (None after the as-of day, or undefined) and what was expected."""

    day: date
    actual: Decimal | None
    expected: Decimal


class Stretch(NamedTuple):
    """The days of an objective's course that are to be measured, the last one included."""

    terms: Terms
    first: date
    last: date


def course(*, row: ProgressRow, as_of: date | None = None) -> list[Point]:
    """A point per day of the period, from what is stored, through the row's own as-of day or another; what is expected
    runs on. For the chart and its table.
    """
    as_of = as_of or row.as_of or row.starts_on
    known, corrected = stored_values([row.id], starts_on=row.starts_on, ends_on=row.ends_on, known_on=row.known_on)[
        row.id
    ]
    days = corrections.days(starts_on=row.starts_on, ends_on=row.ends_on)
    expected = expected_by_day(term=terms_of_row(row), days=days)
    carried = corrections.carried(days=days, known=known, corrected=corrected)
    return [
        Point(day=day, actual=None if day > as_of else value, expected=asked)
        for (day, value, _is_said), asked in zip(carried, expected, strict=True)
    ]


def stored_values(
    objective_ids: Iterable[UUID], *, starts_on: date, ends_on: date, known_on: date | None = None
) -> dict[UUID, tuple[dict[date, Decimal | None], dict[date, Decimal | None]]]:
    """Of each objective: what was known by day, and the corrections; those of an earlier day, if one is given.

    A figure of another day than its own is none.
    """
    found: dict[UUID, tuple[dict[date, Decimal | None], dict[date, Decimal | None]]] = {
        objective_id: ({}, {}) for objective_id in objective_ids
    }
    span: Any = starts_on, ends_on, known_on and end_of(known_on), known_on
    rows = compiled.rows_of(_values, *span, *found) if len(found) == 1 else _values(*span, *found)
    for objective_id, day, actual, is_known in rows:
        found[objective_id][0 if is_known else 1][day] = actual
    return found


def _values(first: date, end: date, before: datetime | None, known_on: date | None, *ids: UUID) -> QuerySet[Any, Any]:
    """Both kinds in one query."""
    within: dict[str, Any] = {"objective__in": ids, "day__gte": first, "day__lt": end}
    points = ProgressPoint.objects.filter(**within, as_of=F("day"), **({"day__lte": known_on} if known_on else {}))
    corrected = CorrectedPoint.objects.filter(**within, **({"measured_at__lt": before} if before else {}))
    columns = "objective_id", "day", "actual"
    return (
        points.order_by()
        .values_list(*columns, Value(value=True))
        .union(corrected.order_by().values_list(*columns, Value(value=False)), all=True)
    )


def measured_by_day(*, organisation: Organisation, stretches: Sequence[Stretch]) -> dict[UUID, Values]:
    """What the records say now of the end of each day, of any number of objectives in one statement."""
    wanted = list(zip(stretches, cells_of([stretch.terms for stretch in stretches]), strict=True))
    cells: list[Cell] = []
    for stretch, cell in wanted:
        cells += _day_cells(stretch, cell, len(cells))
    measured = iter(engine.measure(organisation=organisation, cells=cells, as_of=_last(stretches)).values())
    return {stretch.terms.id: _by_day(stretch, cell, measured) for stretch, cell in wanted}


def _last(stretches: Sequence[Stretch]) -> date:
    return max((stretch.last for stretch in stretches), default=date.min)


def _day_cells(stretch: Stretch, cell: Cell, number: int) -> list[Cell]:
    """What was there before, then each day's own; or, where days do not add up, everything through each day."""
    days = corrections.days(starts_on=stretch.first, ends_on=stretch.last + ONE_DAY)
    if not is_added(cell.metric):
        return [
            cell._replace(key=UUID(int=number + at), ends_on=day + ONE_DAY, as_of=day) for at, day in enumerate(days)
        ]
    before = cell._replace(key=UUID(int=number), ends_on=stretch.first)
    each = [
        cell._replace(key=UUID(int=number + at), starts_on=day, ends_on=day + ONE_DAY)
        for at, day in enumerate(days, start=1)
    ]
    return [before, *each]


def is_added(metric: Metric) -> bool:
    """Whether a day's numbers can be added to those of the days before: not if they depend on a later day."""
    return all(
        what.aggregate in ADDED
        and not any(
            condition.operator == "is_known" and what.source.fields[condition.column].kind == "day"
            for condition in what.conditions
        )
        for what in metric.measures
    )


def _by_day(stretch: Stretch, cell: Cell, measured: Iterator[Measured]) -> Values:
    days = corrections.days(starts_on=stretch.first, ends_on=stretch.last + ONE_DAY)
    if not is_added(cell.metric):
        return {day: _stored(next(measured).actual) for day in days}
    total = next(measured)
    values = {}
    for day in days:
        total = _added(total, next(measured))
        values[day] = _stored(total.actual)
    return values


def _added(one: Measured, other: Measured) -> Measured:
    """Both counted together; what one of them cannot say, their sum cannot."""
    if one.numerator is None or other.numerator is None:
        return one if one.numerator is None else other
    if one.denominator is None or other.denominator is None:
        return Measured(numerator=one.numerator + other.numerator)
    return Measured(numerator=one.numerator + other.numerator, denominator=one.denominator + other.denominator)


def _stored(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(progress.PLACES, context=progress.EXACT)
