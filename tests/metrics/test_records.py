"""The records behind a number make it again, for every kind."""

import random
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goals.catalogue import CATALOGUE
from metrics import engine
from metrics.definitions import Cell
from metrics.engine import Record
from teams.models import Organisation
from tests.factories.pipeline import make_deal
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
def test_records_make_the_number(in_tenant: Organisation, dice: random.Random, name: str, metric) -> None:  # type: ignore[no-untyped-def]
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


def test_fingerprints_of_many_cells_are_those_of_each_alone(in_tenant: Organisation, dice: random.Random) -> None:
    world = World.made(in_tenant)
    world.filled(dice, most=10**9 + 1)
    cells = [cell for _, metric in METRICS for cell in world.cells(dice, [metric], count=3)]
    where = {"organisation": world.organisation, "as_of": AS_OF}
    with CaptureQueriesContext(connection) as queries:
        together = engine.fingerprints(cells=cells, **where)
    assert len(queries) <= 2
    assert together == [engine.fingerprints(cells=[cell], **where)[0] for cell in cells]
    for cell, found in zip(cells, together, strict=True):
        for part, fingerprint in found.items():
            assert fingerprint.records == len(engine.records(cell=cell, part=part, limit=10_000, **where))


def test_another_amount_has_another_fingerprint(in_tenant: Organisation) -> None:
    deal = make_deal(day=date(2026, 7, 1), amount_minor=100)
    days = {"starts_on": date(2026, 7, 1), "ends_on": date(2026, 10, 1)}
    cell = Cell(deal.pk, CATALOGUE["won_revenue"], "organisation", (in_tenant.pk,), **days)
    seen = []
    for amount in (100, 200, 100):
        type(deal).objects.update(amount_minor=amount)
        ((found,),) = (one.values() for one in engine.fingerprints(organisation=in_tenant, cells=[cell], as_of=AS_OF))
        seen.append(found)
    assert [found.records for found in seen] == [1, 1, 1]
    assert seen[0] == seen[2] != seen[1]
