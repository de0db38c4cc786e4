"""How a measure of a cell is read: from which slices, with which values, and from which of their numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import product
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from metrics.definitions import Condition, Measure, Value
from metrics.statements import Shape, shape_of

# Where the numbers stand in a row of a measurement, behind the number of its group and of its slice.
N, TOTAL, KNOWN, MISSING = range(2, 6)


class Reading(NamedTuple):
    """`choices` are the values of the tests, a tuple for each combination: a fact counts under one of them at most.

    Its number is the `column` of a row, in units of 1/`scale`.
    """

    what: Measure
    shape: Shape
    choices: list[tuple[str, ...]]
    needs_money: bool
    is_gathered: bool
    is_plain: bool
    column: int
    scale: int


@lru_cache(maxsize=4096)
def reading_of(what: Measure, conditions: tuple[Condition, ...]) -> Reading:
    """With the conditions of a cell that the source has fields for; raises ``ValueError`` for one that cannot be."""
    if conditions:
        fitting = tuple(condition for condition in conditions if condition.column in what.source.fields)
        what = replace(what, conditions=(*what.conditions, *fitting))
    shape = shape_of(what)
    values = [_elements(condition, what.source.fields[condition.column].scale) for condition in what.conditions]
    terms = tuple(str(term) for term in (what.q, what.limit) if term is not None)
    return Reading(
        what=what,
        shape=shape,
        choices=[tuple(value for some in chosen for value in some) + terms for chosen in product(*values)],
        needs_money=what.is_money or any(test.kind == "money" for test in shape.tests),
        is_gathered=shape.is_gathered,
        is_plain=not (shape.needs_as_of or shape.needs_cut_off or shape.form == "open"),
        column=_column(what),
        scale=1 if what.field is None else what.field.scale,
    )


def _column(what: Measure) -> int:
    if what.aggregate not in ("count", "distinct", "compliance"):
        return TOTAL
    return N if what.aggregate == "count" and what.value is None else KNOWN


def _elements(condition: Condition, scale: int) -> list[tuple[str, ...]]:
    """The ways in which a condition can be met, as elements of arrays: each value of an equality is one."""
    values = condition.values if scale == 1 else tuple(_times(value, scale) for value in condition.values)
    if condition.operator == "is_known" or isinstance(values[0], bool):
        return [()]
    if condition.operator == "is_not":
        return [(quoted("{" + ",".join(map(element, values)) + "}"),)]
    if condition.operator == "is":
        return [(element(value),) for value in dict.fromkeys(values)]
    return [tuple(map(element, values))]


def _times(value: Value, scale: int) -> Value:
    return value * scale if isinstance(value, int | Decimal) else value


def element(value: Value) -> str:
    return quoted(value) if isinstance(value, str) else str(value)


def quoted(text: str) -> str:
    """As an element of an array literal, whatever it holds."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def array(column: Sequence[object]) -> str:
    """Array literals: far cheaper than lists for the driver. Ids, dates and numbers need no quotes."""
    return "{" + (ids(column) if column and isinstance(column[0], UUID) else ",".join(map(str, column))) + "}"


def ids(column: Iterable[Any]) -> str:
    """As 32 digits each, with commas: a tenth of the time that `str` takes."""
    return b"".join([one.int.to_bytes(16) for one in column]).hex(",", 16)


@lru_cache(maxsize=8192)
def second_of(day: date, zone: ZoneInfo) -> int:
    """The instant at which a day begins there, in seconds of the epoch."""
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp())


@lru_cache(maxsize=8192)
def instant_of(day: date, zone: ZoneInfo) -> str:
    return datetime(day.year, day.month, day.day, tzinfo=zone).isoformat()
