"""Whatever can be described in the form of a metric can be measured, listed and compared with the day before."""

import uuid
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from goals.catalogue import SOURCES
from metrics import engine
from metrics.definitions import (
    AGGREGATES,
    HOW_MANY,
    OPERATORS,
    Aggregate,
    Cell,
    Condition,
    Kind,
    Measure,
    Metric,
    Value,
)
from metrics.engine import Moment
from pipeline.definitions import FieldKind, Source
from teams.models import Organisation
from tests.factories.pipeline import DAY
from tests.factories.teams import NOW, make_exchange_rate

VALUES: dict[FieldKind, Value] = {
    "word": 'a, {b} "c"',
    "record": uuid.UUID(int=1),
    "flag": True,
    "number": 3,
    "money": 500,
    "share": Decimal("0.5"),
    "duration": 60,
    "day": date(2026, 8, 1),
}
YEAR = (date(2026, 1, 1), date(2027, 1, 1))
KIND: dict[Aggregate, Kind] = {aggregate: kind for kind in AGGREGATES for aggregate in AGGREGATES[kind]} | {
    "count": "count",
    "sum": "sum",
    "distinct": "distinct",
    "average": "average",
}


@pytest.fixture
def _rate(in_tenant: Organisation) -> None:
    make_exchange_rate("EUR", "1.1")


def described(source: Source) -> Iterator[Measure]:
    """Every aggregate of every field that the definitions allow."""
    for aggregate in KIND:
        terms: dict[str, Any] = {"q": Decimal("0.9")} if aggregate == "percentile" else {}
        for value in (None, *source.fields):
            for limit in (None, 3600) if aggregate == "compliance" else (None,):
                with suppress(ValueError):
                    yield Measure(source, aggregate, value, limit=limit, **terms)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.key)
def test_whatever_can_be_described_can_be_measured(in_tenant: Organisation, source: Source) -> None:
    metrics = [Metric("m", KIND[what.aggregate], "count", "", "", what) for what in described(source)]
    cells = [Cell(uuid.uuid4(), metric, "organisation", (in_tenant.pk,), *YEAR) for metric in metrics]
    measured = engine.measure(organisation=in_tenant, cells=cells, as_of=DAY)
    assert {one.reason for one in measured.values()} <= {None, "no_facts"}
    for cell in cells:
        assert engine.records(organisation=in_tenant, cell=cell, part="numerator", as_of=DAY) == []


def conditions(source: Source) -> Iterator[Condition]:
    """Every operator of every field."""
    for field in source.fields.values():
        for operator in sorted(OPERATORS[field.kind]):
            least = 1 if field.kind == "flag" else HOW_MANY[operator][0]
            yield Condition(field.name, operator, (VALUES[field.kind],) * least)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.key)
@pytest.mark.usefixtures("_rate")
def test_whatever_can_be_a_condition_can_be_asked(in_tenant: Organisation, source: Source) -> None:
    measures = [Measure(source, "count", conditions=(one,)) for one in conditions(source)]
    metrics = [Metric("m", "count", "count", "", "", what) for what in measures]
    cells = [Cell(uuid.uuid4(), metric, "organisation", (in_tenant.pk,), *YEAR) for metric in metrics]
    measured = engine.measure(organisation=in_tenant, cells=cells, as_of=DAY)
    assert {one.actual for one in measured.values()} == {0}
    for cell in cells:
        assert engine.records(organisation=in_tenant, cell=cell, part="numerator", as_of=DAY) == []


@pytest.mark.parametrize("aggregate", ["count", "distinct"])
def test_words_and_records_are_compared_with_the_day_before(in_tenant: Organisation, aggregate: Aggregate) -> None:
    for source in SOURCES[:2]:
        what = Measure(source, aggregate, "customer_key")
        cell = Cell(
            uuid.uuid4(), Metric("m", KIND[aggregate], "count", "", "", what), "organisation", (in_tenant.pk,), *YEAR
        )
        moment = Moment(NOW, DAY)
        found = engine.changes(
            organisation=in_tenant, cell=cell, part="numerator", before=moment, after=moment, limit=5
        )
        assert found.total == 0
