"""One number taken apart: its course and its records, for every kind."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from metrics import engine
from metrics.definitions import Cell
from metrics.engine import Record
from teams.models import Organisation
from tests.metrics.test_sql_equals_rules import KINDS
from tests.metrics.world import World

AS_OF = date(2026, 11, 20)
METRICS = [(f"{kind} {number}", metric) for kind, metrics in KINDS.items() for number, metric in enumerate(metrics)]


@pytest.fixture(scope="module")
def dice() -> random.Random:
    return random.Random(7)


def number_of(cell: Cell, records: list[Record]) -> Decimal | int | None:
    """The number made again from the list of its records."""
    values = [record.value for record in records]
    known = [Decimal(value) for value in values if value is not None]
    aggregate = cell.metric.numerator.aggregate
    if aggregate == "count":
        return len(records)
    if aggregate == "compliance":
        return sum(record.state == "met" for record in records)
    if aggregate in ("sum", "average", "stock"):
        return sum(known, Decimal(0))
    return known[0] if aggregate == "latest" and known else None


@pytest.mark.parametrize(("name", "metric"), METRICS, ids=[name for name, _ in METRICS])
def test_records_and_course_end_in_the_number(in_tenant: Organisation, dice: random.Random, name: str, metric) -> None:  # type: ignore[no-untyped-def]
    world = World.made(in_tenant)
    world.filled(dice, most=10**9 + 1)
    for cell in world.cells(dice, [metric], count=12):
        where = {"organisation": world.organisation, "cell": cell, "as_of": AS_OF}
        measured = engine.measure(organisation=world.organisation, cells=[cell], as_of=AS_OF)[cell.key]
        records = engine.records(**where, part="numerator", limit=100)
        assert [record.day for record in records] == sorted((record.day for record in records), reverse=True)
        assert engine.records(**where, part="numerator", offset=1, limit=3) == records[1:4]
        again = number_of(cell, records)
        is_valued_stock = metric.numerator.aggregate == "stock" and metric.numerator.value
        if again is not None and not is_valued_stock:
            assert again == (measured.numerator if measured.value is None else measured.value), cell
        course = engine.course(**where)
        until = min(cell.ends_on, (cell.as_of or AS_OF) + timedelta(days=1))
        if until > cell.starts_on:
            assert course[-1].day == until - timedelta(days=1)
            assert course[-1].measured.actual == engine_at(world, cell, course[-1].day)
        else:
            assert not course or all(figure.measured.actual in (None, 0) for figure in course)


def engine_at(world: World, cell: Cell, day: date) -> Decimal | None:
    asked = cell._replace(as_of=day)
    return engine.measure(organisation=world.organisation, cells=[asked], as_of=AS_OF)[cell.key].actual


def test_a_long_period_has_a_point_every_few_days(in_tenant: Organisation, dice: random.Random) -> None:
    world = World.made(in_tenant)
    world.filled(dice)
    [cell] = world.cells(dice, [KINDS["median"][0]], count=1)
    whole = cell._replace(starts_on=date(2026, 1, 1), ends_on=date(2027, 1, 1), as_of=None)
    days = [figure.day for figure in engine.course(organisation=world.organisation, cell=whole, as_of=AS_OF)]
    assert days[-1] == AS_OF
    assert len(days) <= 32
    counted = whole._replace(metric=KINDS["count"][0])
    assert len(engine.course(organisation=world.organisation, cell=counted, as_of=AS_OF)) == 324
