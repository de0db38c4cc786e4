"""The SQL of every kind gives what its pure rule gives: thousands of random cells each, through the real database."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metrics import engine
from metrics.definitions import Cell, Condition, Kind, Measure, Metric
from metrics.engine import slices
from teams.models import Organisation
from tests.cases import times
from tests.metrics.reference import Asked
from tests.metrics.world import FACTS, NAMES, World

AS_OF = date(2026, 11, 20)
EXAMPLES, EACH = 25, 90
BIG = 2**62
CONDITIONS = [
    (Condition("status", "is", ("won", "open")),),
    (Condition("name", "is", tuple(NAMES[1:6])), Condition("status", "is_not", ("lost",))),
    (Condition("name", "is_not", tuple(NAMES[2:])), Condition("amount_minor", "at_least", (0,))),
    (Condition("quantity", "between", (1, Decimal("3.5"))), Condition("name", "is_known")),
    (Condition("price_share_bp", "at_least", (Decimal("0.0025"),)), Condition("amount_minor", "at_most", (BIG - 1,))),
    (Condition("closed_day", "is_known"), Condition("cycle_seconds", "at_most", (90 * 86400,))),
    (Condition("closed_day", "between", (date(2026, 3, 8), date(2026, 10, 25))), Condition("product_id", "is_known")),
]


def metric(kind: Kind, what: Measure, denominator: Measure | None = None) -> Metric:
    return Metric(kind, kind, "count", kind, kind, what, denominator)


COUNT = Measure(FACTS, "count")
WON = Measure(FACTS, "count", conditions=(Condition("status", "is", ("won",)),))
KINDS = {
    "count": [
        *(
            metric("count", Measure(FACTS, "count", name))
            for name in ("amount_minor", "name", "product_id", "closed_day")
        ),
        *(metric("count", what) for what in (COUNT, WON)),
    ],
    "sum": [metric("sum", Measure(FACTS, "sum", name)) for name in ("amount_minor", "cycle_seconds", "price_share_bp")],
    "spend": [metric("spend", Measure(FACTS, "sum", "amount_minor"))],
    "distinct": [
        metric("distinct", Measure(FACTS, "distinct", name)) for name in ("name", "product_id", "amount_minor")
    ],
    "ratio": [metric("ratio", WON, COUNT)],
    "average": [
        metric("average", Measure(FACTS, "average", name)) for name in ("amount_minor", "cycle_seconds", "quantity")
    ],
    "median": [metric("median", Measure(FACTS, "percentile", "cycle_seconds", q=Decimal("0.5")))],
    "percentile": [
        metric("percentile", Measure(FACTS, "percentile", name, q=Decimal(q)))
        for name in ("amount_minor", "price_share_bp")
        for q in ("0", "0.25", "0.9", "1")
    ],
    "stock": [metric("stock", Measure(FACTS, "stock")), metric("stock", Measure(FACTS, "stock", "amount_minor"))],
    "compliance": [
        metric("compliance", Measure(FACTS, "compliance")),
        metric("compliance", Measure(FACTS, "compliance", limit=30 * 86400)),
        metric("compliance", Measure(FACTS, "compliance", "cycle_seconds", limit=86400)),
    ],
    "reading": [
        metric("reading", Measure(FACTS, "latest", "price_share_bp")),
        metric("reading", Measure(FACTS, "average", "price_share_bp")),
    ],
}


@pytest.fixture
def world(in_tenant: Organisation, monkeypatch: pytest.MonkeyPatch) -> World:
    """A world so small passes over its facts for few slices too, so that both ways are taken."""
    monkeypatch.setattr(slices, "PASS", 1)
    return World.made(in_tenant)


def unlike(world: World, cells: Sequence[Cell], facts: Sequence, seen: Counter) -> list[tuple[Cell, object, object]]:
    """Cells whose SQL and rule disagree."""
    measured = engine.measure(organisation=world.organisation, cells=cells, as_of=AS_OF)
    pairs = []
    for cell in cells:
        asked, found = Asked(world, cell, facts, AS_OF), measured[cell.key]
        if cell.metric.denominator is None:
            expected = asked.number()
        else:
            over, under = asked.parts()
            expected = Decimal(over) / under if under else None
        seen["cells"] += 1
        seen["above zero"] += bool(expected)
        is_explained = (found.reason is None) == (expected is not None)
        if found.actual != expected or not is_explained:
            pairs.append((cell, found, expected))
    return pairs


@pytest.mark.parametrize("kind", KINDS)
def test_sql_and_rule_agree(world: World, kind: str) -> None:
    seen: Counter[str] = Counter()

    @settings(max_examples=times(EXAMPLES), suppress_health_check=[HealthCheck.too_slow])
    @given(st.integers(0, 2**32))
    def agree(seed: int) -> None:
        dice = random.Random(seed)
        facts = world.filled(dice)
        metrics = [dice.choice(KINDS[kind]) for _ in range(2)]
        cells = world.cells(dice, metrics, count=EACH // 2, conditions=[(), dice.choice(CONDITIONS)])
        assert unlike(world, cells, facts, seen) == []

    agree()
    assert seen["cells"] >= times(2_000)
    assert seen["above zero"] >= 200
