"""Measures as plain JSON, for keeping: `{"source", "aggregate", "value", "q", "limit", "conditions": [[column, operator,
[values]]], "names": {id: name}}`. `names` says what the records of its conditions were called when it was described, in
which currency its amounts are, and in which unit its plain numbers, where all are of one.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from metrics.definitions import Condition, Measure, Value
from pipeline.definitions import Field, FieldKind, Source

Terms = dict[str, Any]


class UnusableTerms(ValueError):
    """The source, a field or a condition is no longer there, or never fitted."""


def measure_of(terms: Mapping[str, Any], sources: Iterable[Source]) -> Measure:
    """Raises `UnusableTerms`."""
    source = next((one for one in sources if one.key == terms["source"]), None)
    if source is None:
        raise UnusableTerms(terms["source"])
    try:
        return Measure(
            source,
            terms["aggregate"],
            terms.get("value"),
            conditions_of(terms.get("conditions", ()), source),
            None if terms.get("q") is None else Decimal(terms["q"]),
            terms.get("limit"),
        )
    except (ValueError, KeyError) as error:
        raise UnusableTerms(str(error)) from error


def terms_of(measure: Measure, *, names: Mapping[str, str]) -> Terms:
    """The same measure again by `measure_of`; of `names` only those of its records are kept."""
    conditions = plain_conditions(measure.conditions)
    used = {str(value) for one in measure.conditions for value in one.values if isinstance(value, UUID)}
    used |= {"currency", "unit"}
    return {
        "source": measure.source.key,
        "aggregate": measure.aggregate,
        "value": measure.value,
        "q": None if measure.q is None else str(measure.q),
        "limit": measure.limit,
        "conditions": conditions,
        "names": {key: name for key, name in names.items() if key in used},
    }


def conditions_of(plain: Iterable[Any], source: Source) -> tuple[Condition, ...]:
    """Raises `UnusableTerms`."""
    conditions = tuple(_condition(source, *parts) for parts in plain)
    try:
        for one in conditions:
            one.check(source.fields.get(one.column))
    except ValueError as error:
        raise UnusableTerms(str(error)) from error
    return conditions


def fitting(plain: Iterable[Any], source: Source) -> tuple[tuple[Condition, ...], tuple[str, ...]]:
    """The conditions that fit the source, and what the others are about."""
    kept: list[Condition] = []
    gone: list[str] = []
    for parts in plain:
        try:
            kept += conditions_of([parts], source)
        except UnusableTerms:
            field = source.fields.get(parts[0])
            gone.append(str(field.label if field else parts[0]))
    return tuple(kept), tuple(gone)


def plain_conditions(conditions: Iterable[Condition]) -> list[list[Any]]:
    """The same conditions again by `conditions_of`."""
    return [[one.column, one.operator, [_plain(value) for value in one.values]] for one in conditions]


def _condition(source: Source, column: str, operator: Any, values: Iterable[Any]) -> Condition:
    field: Field | None = source.fields.get(column)
    if field is None:
        raise UnusableTerms(column)
    return Condition(column, operator, tuple(_value(field.kind, value) for value in values))


def _value(kind: FieldKind, value: Any) -> Value:
    if kind == "record":
        return UUID(value)
    if kind == "day":
        return date.fromisoformat(value)
    if kind in ("share", "number") and isinstance(value, str):
        return Decimal(value)
    return value


def _plain(value: Value) -> str | int | bool:
    return value if isinstance(value, bool | int | str) else str(value)
