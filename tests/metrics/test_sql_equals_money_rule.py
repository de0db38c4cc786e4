"""Amounts of several currencies in SQL are those of the pure rule: fact by fact, rounded half to even, or refused."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metrics import engine
from metrics.definitions import Cell, Condition, Measure, Metric
from metrics.rules import money
from metrics.rules.averages import average
from metrics.rules.money import Amount, MissingRate, Rate, Rates
from metrics.rules.percentiles import percentile
from metrics.rules.stocks import Stay, stock
from teams.models import ExchangeRate, Organisation
from tests.cases import times
from tests.factories.teams import make_exchange_rate
from tests.metrics.reference import Asked
from tests.metrics.world import FACTS, Fact, World

AS_OF = date(2026, 11, 20)
CURRENCIES = ["USD", "EUR", "JPY", "KWD"]
# A ten-thousandth, a third and halves, so that every way of rounding occurs.
UNITS = ["0.5", "1.1", "0.0064", "3.25", "0.3333333333"]
FLOOR = (Condition("list_price_minor", "at_least", (150,)),)
METRICS = {
    "sum": Metric("sum", "sum", "money", "", "", Measure(FACTS, "sum", "amount_minor")),
    "average": Metric("average", "average", "money", "", "", Measure(FACTS, "average", "amount_minor")),
    "p75": Metric(
        "p75", "percentile", "money", "", "", Measure(FACTS, "percentile", "amount_minor", q=Decimal("0.75"))
    ),
    "stock": Metric("stock", "stock", "money", "", "", Measure(FACTS, "stock", "amount_minor")),
    "dear": Metric("dear", "count", "count", "", "", Measure(FACTS, "count", conditions=FLOOR)),
}


@pytest.fixture
def world(in_tenant: Organisation) -> World:
    return World.made(in_tenant)


def drawn_rates(dice: random.Random) -> Rates:
    """Some start late, some currencies have none."""
    ExchangeRate.objects.all().delete()
    dated = {}
    for currency in dice.sample(CURRENCIES[1:], dice.randint(1, 3)):
        days = sorted({date(2025, 12, 1) + timedelta(days=dice.choice([0, 0, 97, 200, 300])) for _ in range(3)})
        dated[currency] = [Rate(day, Decimal(dice.choice(UNITS))) for day in days]
        for rate in dated[currency]:
            make_exchange_rate(currency, str(rate.per_unit), starts_on=rate.starts_on)
    return Rates(home="USD", dated=dated)


class Converted:
    """The amounts of a cell's facts in its currency, or the first rate that is missing."""

    def __init__(self, asked: Asked, rates: Rates) -> None:
        self.asked, self.rates, self.to = asked, rates, asked.cell.currency or "USD"

    def amounts(self, facts: Sequence[Fact], column: str) -> list[Amount]:
        known = [fact for fact in facts if getattr(fact, column) is not None]
        return [Amount(getattr(fact, column), fact.currency, fact.opened_day or AS_OF) for fact in known]

    def number(self) -> Decimal | None:
        """Raises `MissingRate` for the one that stands first in the list to fill in."""
        if self.asked.cell.metric is METRICS["dear"]:
            return Decimal(sum(minor >= 150 for minor in self.minors(self.plain(), "list_price_minor")))
        if self.asked.cell.metric is METRICS["stock"]:
            return self.stock()
        minors = [Decimal(minor) for minor in self.minors(self.asked.counted(), "amount_minor")]
        if self.asked.cell.metric is METRICS["sum"]:
            return sum(minors, Decimal(0))
        is_average = self.asked.cell.metric is METRICS["average"]
        return average(values=minors) if is_average else percentile(values=minors, q=Decimal("0.75"))

    def plain(self) -> list[Fact]:
        """By scope and day alone."""
        return self.asked.counted(Measure(FACTS, "count"))

    def minors(self, facts: Sequence[Fact], column: str) -> list[int]:
        amounts = self.amounts(facts, column)
        for currency, day in money.missing(amounts=amounts, to=self.to, rates=self.rates):
            raise MissingRate(currency=currency, on=day)
        return [money.converted(amount=amount, to=self.to, rates=self.rates) for amount in amounts]

    def stock(self) -> Decimal | None:
        """Only what was open in the period needs a rate."""
        opened = list(self.opened())
        sizes = self.minors([fact for fact, _ in opened], "amount_minor")
        held = sum(size * seconds for size, (_, seconds) in zip(sizes, opened, strict=True))
        seconds = self.held(Stay(self.asked.world.midnight(date(2020, 1, 1)), None))[1]
        return Decimal(held) / seconds if seconds else None

    def opened(self) -> Iterator[tuple[Fact, int]]:
        for fact in self.asked._of_scope(()):
            if fact.opened_at is not None and fact.amount_minor is not None:
                seconds = self.held(Stay(fact.opened_at, fact.closed_at))[0]
                if seconds:
                    yield fact, seconds

    def held(self, stay: Stay) -> tuple[int, int]:
        cell, world = self.asked.cell, self.asked.world
        found = stock(
            stays=[stay],
            starts_at=world.midnight(cell.starts_on),
            ends_at=world.midnight(cell.ends_on),
            as_of=world.midnight(self.asked.as_of + timedelta(days=1)),
        )
        return found.held, found.seconds


@pytest.mark.parametrize("kind", METRICS)
def test_sql_converts_as_the_rule_does(world: World, kind: str) -> None:
    seen: Counter[str] = Counter()

    @settings(max_examples=times(25), suppress_health_check=[HealthCheck.too_slow])
    @given(st.integers(0, 2**32))
    def agree(seed: int) -> None:
        dice = random.Random(seed)
        facts, rates = world.filled(dice, currencies=dice.sample(CURRENCIES, 2), most=10**12 + 1), drawn_rates(dice)
        cells = world.cells(dice, [METRICS[kind]], count=90, currencies=[None, dice.choice(CURRENCIES)])
        measured = engine.measure(organisation=world.organisation, cells=cells, as_of=AS_OF)
        for cell in cells:
            asked = Converted(Asked(world, cell, facts, AS_OF), rates)
            assert explained(asked, seen) == (measured[cell.key].actual, measured[cell.key].missing), cell

    agree()
    assert seen["cells"] >= 2_000
    assert seen["above zero"] >= 150
    assert seen["missing"] >= 150


def explained(asked: Converted, seen: Counter[str]) -> tuple[Decimal | None, tuple[str, date] | None]:
    seen["cells"] += 1
    try:
        number = asked.number()
    except MissingRate as refusal:
        seen["missing"] += 1
        return None, (refusal.currency, refusal.on)
    seen["above zero"] += bool(number)
    return number, None


def test_without_any_rate_a_foreign_amount_refuses(world: World) -> None:
    facts = world.filled(random.Random(1), currencies=["USD", "EUR"])
    cells: list[Cell] = world.cells(random.Random(2), list(METRICS.values()), count=90)
    measured = engine.measure(organisation=world.organisation, cells=cells, as_of=AS_OF)
    nothing = Rates(home="USD", dated={})
    for cell in cells:
        expected = explained(Converted(Asked(world, cell, facts, AS_OF), nothing), Counter())
        assert expected == (measured[cell.key].actual, measured[cell.key].missing)
