"""What cannot be measured says why, and stops nothing else."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from goals.catalogue import UnknownMetric, metric_of, metric_or_gone
from metrics import engine
from metrics.definitions import Cell, Condition, Measure, Measured, Metric
from pipeline.definitions import Source
from pipeline.sources import DEALS_CLOSED, STAGE_ENTRIES
from teams.models import Organisation
from tests.factories.pipeline import DAY, make_deal, make_product
from tests.factories.teams import make_exchange_rate
from tests.metrics.world import FACTS

YEAR = (date(2026, 1, 1), date(2027, 1, 1))
BARE = Source(key="bare", fact="deal", table="pipeline_deal", label="", day="closed_day", dimensions=())
WON = metric_of("deals_won")
MEDIAN = Metric("m", "median", "money", "", "", Measure(DEALS_CLOSED, "percentile", "amount_minor", q=Decimal("0.5")))
STOCK = Metric("s", "stock", "money", "", "", Measure(FACTS, "stock", "amount_minor"))


def cell(organisation: Organisation, metric: Metric = WON, **terms: Any) -> Cell:
    return Cell(uuid.uuid4(), metric, "organisation", (organisation.pk,), *YEAR)._replace(**terms)


def broken(organisation: Organisation) -> list[tuple[str, Cell]]:
    first = Condition("is_first", "is", (True,))
    return [
        ("unknown_source", cell(organisation, metric_or_gone("gone"))),
        (
            "unknown_source",
            cell(organisation, Metric("b", "count", "count", "", "", Measure(BARE, "count")), scope="team"),
        ),
        ("unknown_source", cell(organisation, conditions=(first,))),
        ("unknown_source", cell(organisation, conditions=(Condition("status", "at_least", ("won",)),))),
        ("zero_denominator", cell(organisation, metric_of("closing_ratio"))),
        ("no_facts", cell(organisation, MEDIAN, scope="product", scope_ids=(uuid.uuid4(),))),
        ("no_facts", cell(organisation, MEDIAN, scope="team", scope_ids=())),
        ("no_facts", cell(organisation, STOCK, starts_on=date(2026, 12, 1))),
        ("overflow", cell(organisation, STOCK)),
    ]


def test_one_broken_cell_never_stops_the_others(in_tenant: Organisation) -> None:
    make_exchange_rate("EUR", "1000000")
    make_deal(amount_minor=2**62, currency="EUR", opened_at="2026-01-05T00:00Z", opened_day=date(2026, 1, 5))
    cells = broken(in_tenant)
    fine = cell(in_tenant)
    measured = engine.measure(organisation=in_tenant, cells=[one for _, one in cells] + [fine], as_of=DAY)
    assert [measured[one.key].reason for _, one in cells] == [reason for reason, _ in cells]
    assert all(measured[one.key].actual is None for _, one in cells)
    assert measured[fine.key] == Measured(1)
    for _, one in cells:
        engine.records(organisation=in_tenant, cell=one, part="numerator", as_of=DAY)


def test_a_missing_rate_names_currency_and_day_and_refuses_only_what_needs_it(in_tenant: Organisation) -> None:
    product = make_product()
    make_deal(amount_minor=500, product=product)
    make_deal(amount_minor=100, currency="CHF")
    make_exchange_rate("EUR", "2")
    revenue = metric_of("won_revenue")
    whole, part = cell(in_tenant, revenue), cell(in_tenant, revenue, scope="product", scope_ids=(product.pk,))
    in_euro = part._replace(key=uuid.uuid4(), currency="EUR")
    cells = [whole, part, in_euro, cell(in_tenant)]
    measured = engine.measure(organisation=in_tenant, cells=cells, as_of=DAY)
    assert measured[whole.key] == Measured(None, reason="missing_rate", missing=("CHF", DAY))
    assert [measured[one.key].actual for one in cells[1:]] == [500, 250, 2]


def test_a_filter_narrows_the_measures_that_have_its_field(in_tenant: Organisation) -> None:
    """A qualifying filter: of the deals only those at 98 % of the list price; presentations have no price."""
    make_deal(amount_minor=98, list_price_minor=100)
    make_deal(amount_minor=97, list_price_minor=100)
    at_price = (Condition("price_share_bp", "at_least", (Decimal("0.98"),)),)
    guarded = cell(in_tenant, conditions=at_price)
    ratio = cell(in_tenant, metric_of("closing_ratio"), conditions=at_price)
    measured = engine.measure(organisation=in_tenant, cells=[guarded, ratio, cell(in_tenant)], as_of=DAY)
    assert [one.numerator for one in measured.values()] == [1, 1, 2]


def test_words_of_people_are_never_sql(in_tenant: Organisation) -> None:
    evil = "'; DROP TABLE pipeline_deal; --\"}\\{,NULL"
    make_deal(name=evil, opened_day=DAY)
    count = Metric("x", "count", "count", "", "", Measure(FACTS, "count"))
    cells = [
        cell(in_tenant, count, conditions=(Condition("name", operator, (evil, "%s", "%(home)s")),))
        for operator in ("is", "is_not")
    ]
    measured = engine.measure(organisation=in_tenant, cells=cells, as_of=DAY)
    assert [measured[asked.key].numerator for asked in cells] == [1, 0]


def test_an_unknown_metric_is_refused_where_it_is_chosen() -> None:
    with pytest.raises(UnknownMetric):
        metric_of("gone")
    assert metric_or_gone("gone") is metric_or_gone("gone")


@pytest.mark.parametrize("scope", ["organisation", "team"])
def test_stage_entries_keep_their_flag(in_tenant: Organisation, scope: str) -> None:
    repeated = Measure(STAGE_ENTRIES, "count", conditions=(Condition("is_first", "is", (False,)),))
    asked = cell(in_tenant, Metric("x", "count", "count", "", "", repeated), scope=scope)
    assert engine.measure(organisation=in_tenant, cells=[asked], as_of=DAY)[asked.key] == Measured(0)
