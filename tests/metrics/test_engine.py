"""The engine against a plain loop over the same facts, for every built-in metric."""

import random
import uuid
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from goals.catalogue import CATALOGUE, METRICS
from metrics import engine
from metrics.definitions import SCOPES, Cell, Condition, Measure, Measured
from metrics.rules.averages import average
from metrics.rules.compliance import compliance, state
from metrics.rules.counts import distinct
from metrics.rules.percentiles import percentile
from metrics.rules.stocks import Stay, stock
from pipeline.models import Activity, Case, Deal, Lead, Spend, StageTransition
from teams.models import Organisation
from teams.tenancy import tenant
from tests.factories.pipeline import (
    DAY,
    make_activity,
    make_case,
    make_deal,
    make_lead,
    make_lead_source,
    make_product,
    make_spend,
    make_stage_transition,
)
from tests.factories.teams import make_department, make_membership, make_team, make_territory

AS_OF = date(2026, 8, 14)
FIRST = date(2026, 5, 20)
MODELS = {
    "lead": Lead,
    "deal": Deal,
    "activity": Activity,
    "stage_transition": StageTransition,
    "spend": Spend,
    "case": Case,
}
COLUMNS = {"rep": "owner"}
KINDS = [*Activity.Kind.values[:4], "store_visit", "coaching", "event", "press_release", "publication"]


def measure(organisation: Organisation, cells: list[Cell], as_of: date = AS_OF) -> dict[uuid.UUID, Measured]:
    return engine.measure(organisation=organisation, cells=cells, as_of=as_of)


def cell(
    metric: str, scope: str, *scope_ids: uuid.UUID, first: date = date(2026, 7, 1), until: date = date(2026, 10, 1)
) -> Cell:
    return Cell(uuid.uuid4(), CATALOGUE[metric], scope, scope_ids, first, until)


@pytest.fixture
def dimensions(in_tenant: Organisation) -> dict[str, list[Any]]:
    return {
        "owner": [make_membership(), make_membership(), None],
        "team": [make_team(), make_team(), None],
        "department": [make_department(), make_department()],
        "territory": [make_territory(), None],
        "product": [make_product(), make_product(), None],
        "lead_source": [make_lead_source("a"), make_lead_source("b"), None],
    }


@pytest.fixture
def facts(dimensions: dict[str, list[Any]]) -> None:
    dice = random.Random(20260814)
    for _ in range(120):
        who = {name: dice.choice(rows) for name, rows in dimensions.items()}
        day = FIRST + timedelta(days=dice.randrange(130))
        won_day = dice.choice([None, day + timedelta(days=dice.randrange(-2, 60))])
        make_lead(day=day, won_day=won_day, first_touched_at=dice.choice([None, later(dice, day)]), **who)
        make_drawn_deal(dice, day, who)
        make_activity(
            day=day, kind=dice.choice(KINDS), duration_seconds=dice.choice([None, dice.randrange(9_000)]), **who
        )
        make_stage_transition(day=day, to_stage=dice.choice(["mql", "sal", "sql"]), is_first=dice.random() < 0.8, **who)
        make_spend(day=day, amount_minor=dice.randrange(10**7), **who)
        make_case(
            day=day,
            kind=dice.choice(Case.Kind.values),
            first_answered_at=dice.choice([None, later(dice, day)]),
            due_at=dice.choice([None, later(dice, day)]),
            business_seconds_to_answer=dice.choice([None, dice.randrange(90_000)]),
            **who,
        )


def make_drawn_deal(dice: random.Random, day: date, who: dict[str, Any]) -> None:
    status = dice.choice(["open", "won", "won", "lost"])
    opened = at_noon(day) - timedelta(hours=dice.randrange(2_000))
    ended = {} if status == "open" else {"closed_at": at_noon(day), "opened_day": opened.date()}
    make_deal(
        day=day,
        status=status,
        opened_at=at_noon(day) if status == "open" else opened,
        amount_minor=dice.choice([None, dice.randrange(10**9)]),
        cost_minor=dice.choice([None, dice.randrange(10**9)]),
        list_price_minor=dice.choice([None, dice.randrange(1, 10**7)]),
        quantity=dice.choice([None, 1, dice.randrange(1, 90)]),
        customer_key=dice.choice(["", "acme", "globex", "initech"]),
        is_first_win=status == "won" and dice.random() < 0.5,
        **ended,
        **who,
    )


def at_noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def later(dice: random.Random, day: date) -> datetime:
    return at_noon(day) + timedelta(seconds=dice.randrange(3 * 86_400))


# Those of clocks are held against their own loop in tests/slas/test_sources.py.
OF_FACTS = [metric for metric in METRICS if "clock" not in metric.facts]


class Naive:
    """One measure of a cell, by a loop over all rows and the rule of its kind."""

    def __init__(self, rows: dict[str, list[Any]], what: Measure, asked: Cell) -> None:
        self.what, self.asked, self.source = what, asked, what.source
        column = COLUMNS.get(asked.scope, asked.scope)
        self.rows = [
            row
            for row in rows[what.source.fact]
            if (asked.scope == "organisation" or getattr(row, f"{column}_id") in asked.scope_ids)
            and all(self._holds(row, condition) for condition in what.conditions)
        ]

    def _holds(self, row: Any, condition: Condition) -> bool:
        value = getattr(row, condition.column)
        if condition.operator == "is":
            return value in condition.values
        if condition.operator == "at_least":
            return value is not None and value >= condition.values[0] * self.source.fields[condition.column].scale
        return value is not None and (not isinstance(value, date) or value <= AS_OF)

    def _counted(self) -> list[Any]:
        until = min(self.asked.ends_on, AS_OF + timedelta(days=1))
        days = [(row, getattr(row, self.source.day)) for row in self.rows]
        return [row for row, day in days if day is not None and self.asked.starts_on <= day < until]

    def number(self) -> Decimal | None:
        values = [getattr(row, self.what.value) if self.what.value else None for row in self._counted()]
        known = [Decimal(value) for value in values if isinstance(value, int)]
        by_aggregate = {
            "count": lambda: Decimal(len(known) if self.what.value else len(values)),
            "sum": lambda: sum(known, Decimal(0)),
            "distinct": lambda: Decimal(distinct(values=[value or None for value in values])),
            "average": lambda: average(values=known),
            "percentile": lambda: percentile(values=known, q=self.what.q or Decimal(0)),
            "stock": self._stock,
            "compliance": self._kept,
        }
        return by_aggregate[self.what.aggregate]()

    def _stock(self) -> Decimal | None:
        stays = [
            Stay(row.opened_at, row.closed_at, row.amount_minor if self.what.value else 1)
            for row in self.rows
            if row.opened_day is not None
        ]
        found = stock(
            stays=stays,
            starts_at=midnight(self.asked.starts_on),
            ends_at=midnight(self.asked.ends_on),
            as_of=midnight(AS_OF + timedelta(days=1)),
        )
        return Decimal(found.held) / found.seconds if found.seconds else None

    def _kept(self) -> Decimal | None:
        limit = self.what.limit
        dues = [
            (row, row.due_at if limit is None else row.opened_at + timedelta(seconds=limit)) for row in self._counted()
        ]
        cut_off = midnight(AS_OF + timedelta(days=1)) - timedelta(microseconds=1)
        states = [
            state(stopped_at=row.first_answered_at, due_at=due, cut_off=cut_off) for row, due in dues if due is not None
        ]
        return compliance(states=states).share


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


@pytest.fixture
def every_cell(in_tenant: Organisation, dimensions: dict[str, list[Any]], facts: None) -> list[Cell]:
    periods = [(date(2026, 7, 1), date(2026, 10, 1)), (date(2026, 6, 1), date(2026, 7, 1)), (FIRST, date(2027, 1, 1))]
    scopes = {scope: dimensions.get(COLUMNS.get(scope, scope), [in_tenant]) for scope in SCOPES}
    return [
        Cell(uuid.uuid4(), metric, scope, (row.pk,), *period)
        for metric in OF_FACTS
        for scope, rows in scopes.items()
        for row in rows
        if row is not None
        for period in periods
    ]


def test_every_metric_scope_and_period_equals_a_plain_loop(in_tenant: Organisation, every_cell: list[Cell]) -> None:
    measured = measure(in_tenant, every_cell)
    rows = {fact: list(model.objects.all()) for fact, model in MODELS.items()}
    for asked in every_cell:
        expected, *under = [Naive(rows, what, asked).number() for what in asked.metric.measures]
        if under:
            expected = None if expected is None or not under[0] else expected / under[0]
        assert measured[asked.key].actual == expected, (asked.metric.key, asked.scope)
        assert (measured[asked.key].reason is None) == (expected is not None)
    assert sum(bool(result.actual) for result in measured.values()) > len(every_cell) / 2
    assert {one.metric.key for one in every_cell if measured[one.key].actual} == {metric.key for metric in OF_FACTS}


def test_one_statement_however_many_cells(
    in_tenant: Organisation, every_cell: list[Cell], django_assert_num_queries: Any
) -> None:
    """And one that asks whether there are exchange rates."""
    with django_assert_num_queries(2):
        measure(in_tenant, every_cell)
    with django_assert_num_queries(0):
        measure(in_tenant, [])


def test_days_and_records_add_up_to_the_number(in_tenant: Organisation, every_cell: list[Cell]) -> None:
    for asked in (one for one in every_cell if one.metric.key in {"won_revenue", "win_rate", "mqls"}):
        where = {"organisation": in_tenant, "cell": asked, "part": "numerator", "as_of": AS_OF}
        total = measure(in_tenant, [asked])[asked.key].numerator
        records = engine.records(**where, limit=1000)
        assert sum((record.value or 0) if asked.metric.kind == "sum" else 1 for record in records) == total
        assert engine.records(**where, offset=1, limit=2) == records[1:3]


def test_a_parent_team_counts_each_branch_once(in_tenant: Organisation) -> None:
    parent = make_team()
    child = make_team(parent=parent, department=parent.department)
    make_deal(team=parent, amount_minor=1)
    make_deal(team=child, amount_minor=20)
    asked = cell("won_revenue", "team", parent.pk, child.pk)
    assert measure(in_tenant, [asked])[asked.key].numerator == 21


def test_facts_after_the_as_of_day_are_not_counted(in_tenant: Organisation) -> None:
    for day in (AS_OF, AS_OF + timedelta(days=1)):
        make_deal(day=day)
    asked = cell("deals_won", "organisation", in_tenant.pk)
    assert measure(in_tenant, [asked])[asked.key].numerator == 1
    assert measure(in_tenant, [asked], date(2026, 6, 30))[asked.key].numerator == 0


def test_sums_beyond_a_bigint_are_exact(in_tenant: Organisation) -> None:
    for _ in range(3):
        make_deal(amount_minor=2**63 - 1)
    asked = cell("won_revenue", "organisation", in_tenant.pk)
    assert measure(in_tenant, [asked])[asked.key].numerator == 3 * (2**63 - 1)


def test_another_currency_is_never_added(in_tenant: Organisation) -> None:
    make_deal(currency="EUR")
    make_deal(status="lost", currency="PHP")
    revenue, wins = cell("won_revenue", "organisation", in_tenant.pk), cell("deals_won", "organisation", in_tenant.pk)
    measured = measure(in_tenant, [revenue, wins])
    assert measured[revenue.key] == Measured(None, reason="missing_rate", missing=("EUR", DAY))
    assert measured[wins.key] == Measured(numerator=1)


def test_another_organisations_facts_are_not_counted(
    organisation: Organisation, other_organisation: Organisation
) -> None:
    with tenant(other_organisation.pk):
        make_deal()
        theirs = cell("deals_won", "organisation", other_organisation.pk)
        assert measure(other_organisation, [theirs])[theirs.key].numerator == 1
    with tenant(organisation.pk):
        ours = cell("deals_won", "organisation", organisation.pk)
        assert measure(organisation, [ours])[ours.key].numerator == 0
        assert measure(other_organisation, [theirs])[theirs.key].numerator == 0
