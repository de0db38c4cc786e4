"""The engine against a plain loop over the same facts."""

import random
import uuid
from datetime import date, timedelta
from typing import Any

import pytest

from goals.catalogue import CATALOGUE, METRICS
from metrics import engine
from metrics.definitions import SCOPES, Cell, Condition, Measure, Measured
from pipeline.models import Activity, Deal, Lead, StageTransition
from teams.models import Organisation
from teams.tenancy import tenant
from tests.factories.pipeline import (
    DAY,
    make_activity,
    make_deal,
    make_lead,
    make_lead_source,
    make_product,
    make_stage_transition,
)
from tests.factories.teams import make_department, make_membership, make_team, make_territory

AS_OF = date(2026, 8, 14)
FIRST = date(2026, 5, 20)
MODELS = {"lead": Lead, "deal": Deal, "activity": Activity, "stage_transition": StageTransition}
COLUMNS = {"rep": "owner"}


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
        make_lead(day=day, won_day=won_day, **who)
        make_deal(
            day=day,
            status=dice.choice(["open", "won", "lost"]),
            amount_minor=dice.choice([None, dice.randrange(10**9)]),
            **who,
        )
        make_activity(day=day, kind=dice.choice(["call", "meeting", "presentation", "proposal"]), **who)
        make_stage_transition(day=day, to_stage=dice.choice(["mql", "sal", "sql"]), is_first=dice.random() < 0.8, **who)


def naive(rows: dict[str, list[Any]], what: Measure, asked: Cell) -> int:
    """A loop over all rows."""
    total = 0
    for row in rows[what.source.fact]:
        day = getattr(row, what.source.day)
        column = COLUMNS.get(asked.scope, asked.scope)
        if day is None or not asked.starts_on <= day < asked.ends_on or day > AS_OF:
            continue
        if asked.scope != "organisation" and getattr(row, f"{column}_id") not in asked.scope_ids:
            continue
        if all(holds(row, condition) for condition in what.conditions):
            value = 1 if what.value is None else getattr(row, what.value)
            total += (value is not None) if what.aggregate == "count" else (value or 0)
    return total


def holds(row: Any, condition: Condition) -> bool:
    value = getattr(row, condition.column)
    return value in condition.values if condition.operator == "is" else value is not None and value <= AS_OF


@pytest.fixture
def every_cell(in_tenant: Organisation, dimensions: dict[str, list[Any]], facts: None) -> list[Cell]:
    periods = [(date(2026, 7, 1), date(2026, 10, 1)), (date(2026, 6, 1), date(2026, 7, 1)), (FIRST, date(2027, 1, 1))]
    scopes = {scope: dimensions.get(COLUMNS.get(scope, scope), [in_tenant]) for scope in SCOPES}
    return [
        Cell(uuid.uuid4(), metric, scope, (row.pk,), *period)
        for metric in METRICS
        for scope, rows in scopes.items()
        for row in rows
        if row is not None
        for period in periods
    ]


def test_every_metric_scope_and_period_equals_a_plain_loop(in_tenant: Organisation, every_cell: list[Cell]) -> None:
    measured = measure(in_tenant, every_cell)
    rows = {fact: list(model.objects.all()) for fact, model in MODELS.items()}
    for asked in every_cell:
        counted = [naive(rows, what, asked) for what in asked.metric.measures]
        assert measured[asked.key][: len(counted)] == tuple(counted)
        assert (measured[asked.key].actual is None) == (counted[-1] == 0 and asked.metric.is_ratio)
    assert sum(result.numerator != 0 for result in measured.values()) > len(every_cell) / 2


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
