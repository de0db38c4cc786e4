"""The examples from practice, each from its facts to its figures on the page: described and set in the browser's forms."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from goals.actions import recomputes
from goals.models import Objective
from metrics.models import OwnMetricVersion
from teams.tenancy import tenant
from tests.factories.pipeline import make_lead_source, make_spend
from tests.factories.teams import NOW
from tests.goals import practice
from tests.goals.practice import Q2

pytestmark = pytest.mark.usefixtures("today")
Facts = Callable[[], dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Example:
    """`facts` makes what happened and gives the fields of forms that name its records; `metric` is the organisation's own."""

    facts: Facts
    typed: dict[str, Any]
    shown: tuple[str, ...]
    metric: dict[str, Any] = field(default_factory=dict)
    period: str = "2026-Q3"


def guard(**values: Any) -> dict[str, Any]:
    row = {"kind": "floor", "scope": "organisation", "department": ""} | values
    return {f"guardrails-0-{name}": value for name, value in row.items()}


FULL_PRICE = {"qualifying0-column": "price_share_bp", "qualifying0-operator": "at_least", "qualifying0-first": "98"}
NO_LESS_REVENUE = {"metric_key": "won_revenue", "limit": "+0 %"}
READINGS = {"n-source": "readings", "n-value": "value_scaled", "nc0-column": "series_id", "nc0-operator": "is"}
REVIEWS = {"name": "Reviews", "kind": "sum", **READINGS}
WITHIN_THE_HOUR = {
    "name": "Mail seen within the hour",
    "kind": "compliance",
    "n-source": "cases_opened",
    "n-limit": "1 h",
    "nc0-column": "kind",
    "nc0-operator": "is",
    "nc0-first": ["internal_request"],
}
EXAMPLES = {
    "200,000 laptops at the full list price": Example(
        facts=practice.laptops,
        typed={"metric_key": "units_sold", "scope": "product", "target": "200,000", **FULL_PRICE},
        shown=("Actual 60,000 of 200,000 30.0%", "Qualifying or not 110,000", "Expected today 97,826"),
    ),
    "the same as a metric of its own": Example(
        facts=practice.laptops,
        typed={"metric_key": "units_at_list_price", "scope": "product", "target": "200,000"},
        shown=("Actual 60,000 of 200,000 30.0%",),
    ),
    "a tenth more reviews without less revenue": Example(
        facts=practice.reviews,
        metric=REVIEWS,
        typed={"target": "+10 %", **guard(**NO_LESS_REVENUE)},
        shown=(
            "Actual 110 of 220 40.0%",
            "50.0% without the guardrails",
            "USD 45,000 USD 36,000 Broken",
            "Baseline 200",
        ),
    ),
    "and nothing counts while revenue is short": Example(
        facts=practice.reviews,
        metric=REVIEWS,
        typed={"target": "+10 %", **guard(**NO_LESS_REVENUE, is_hard="on")},
        shown=("Actual 110 of 220 0.0%", "50.0% without the guardrails", "Off track"),
    ),
    "30 seconds of waiting": Example(
        facts=practice.callers,
        typed={"metric_key": "customer_waiting_time", "scope": "department", "direction": "at_most", "target": "30 s"},
        shown=("Actual 40 sec of at most 30 sec 75.0%", "Off track", "Counted 1 min 20 sec ÷ 2"),
    ),
    "nine of ten colleagues look at their mail": Example(
        facts=practice.mailboxes,
        metric=WITHIN_THE_HOUR,
        typed={"target": "90"},
        shown=("Actual 80.0% of 90.0% 88.9%", "Watch", "Counted 8 ÷ 10"),
    ),
    "a statement to the press within 24 hours": Example(
        facts=practice.statements,
        typed={"metric_key": "press_within_day", "target": "90"},
        shown=("Actual 50.0% of 90.0% 55.6%", "Counted 2 ÷ 4"),
    ),
    "5 % more of the leads become MQLs": Example(
        facts=practice.leads,
        typed={"metric_key": "lead_to_mql", "target": "+5 %"},
        shown=("Actual 50.0% of 42.0% 500.0%", "On track", "Baseline 40.0%"),
    ),
    "or five points more": Example(
        facts=practice.leads,
        typed={"metric_key": "lead_to_mql", "target": "+5 points"},
        shown=("Actual 50.0% of 45.0% 200.0%",),
    ),
    "two proposals in process, on average of the month": Example(
        facts=practice.proposals,
        typed={"metric_key": "deals_in_process", "target": "2"},
        period="2026-M07",
        shown=("Actual 1.5 of 2 75.0%", "The period is over and the target was not reached."),
    ),
    "revenue that keeps its margin": Example(
        facts=practice.discounts,
        typed={
            "metric_key": "won_revenue",
            "scope": "rep",
            "target": "3,000",
            **guard(metric_key="gross_margin", limit="30", scope="same"),
        },
        shown=("Actual USD 1,500 of USD 3,000 40.0%", "50.0% without the guardrails", "30.0% 24.0% Broken"),
    ),
    "a margin of 30 %": Example(
        facts=practice.discounts,
        typed={"metric_key": "gross_margin", "scope": "rep", "target": "30"},
        shown=("Actual 24.0% of 30.0% 80.0%", "Counted USD 240 ÷ USD 1,000"),
    ),
    "the manager's hours of coaching": Example(
        facts=practice.coaching,
        typed={"metric_key": "coaching_hours", "scope": "rep", "target": "20 h"},
        shown=("Actual 8 hr of 20 hr 40.0%",),
    ),
    "three of four buyers know us": Example(
        facts=practice.awareness,
        metric={"name": "Awareness", "kind": "reading", **READINGS},
        typed={"target": "75"},
        shown=("Actual 72.0% of 75.0% 96.0%", "On track"),
    ),
    "ten visits to stores": Example(
        facts=practice.visits,
        typed={"metric_key": "store_visits", "target": "10"},
        shown=("Actual 3 of 10 30.0%",),
    ),
    "revenue won": Example(
        facts=practice.sizes,
        typed={"metric_key": "won_revenue", "target": "6,000"},
        shown=("Actual USD 1,500 of USD 6,000 25.0%",),
    ),
    "an average deal of a thousand": Example(
        facts=practice.sizes,
        typed={"metric_key": "average_deal_size", "target": "1,000"},
        shown=("Actual USD 750 of USD 1,000 75.0%", "Counted USD 1,500 ÷ 2"),
    ),
    "new customers": Example(
        facts=practice.first_customers,
        typed={"metric_key": "new_customers", "target": "4"},
        shown=("Actual 2 of 4 50.0%",),
    ),
    "opportunities prospected": Example(
        facts=practice.prospects,
        typed={"metric_key": "deals_opened", "target": "8"},
        shown=("Actual 4 of 8 50.0%",),
    ),
    "proposals made": Example(
        facts=practice.written,
        typed={"metric_key": "proposals", "target": "6"},
        shown=("Actual 3 of 6 50.0%",),
    ),
    "press releases issued": Example(
        facts=practice.written,
        typed={"metric_key": "press_releases", "target": "4"},
        shown=("Actual 2 of 4 50.0%",),
    ),
    "a sale of every second presentation": Example(
        facts=practice.presentations,
        typed={"metric_key": "closing_ratio", "target": "50"},
        shown=("Actual 25.0% of 50.0% 50.0%", "Counted 1 ÷ 4"),
    ),
    "nine of ten answers within an open hour": Example(
        facts=practice.answers,
        typed={"metric_key": "first_answer_business_p90", "direction": "at_most", "target": "1 h"},
        shown=("Actual 2 hr of at most 1 hr 50.0%", "Off track"),
    ),
    "customers, each once": Example(
        facts=practice.customers,
        typed={"metric_key": "customers_won", "target": "5"},
        shown=("Actual 2 of 5 40.0%",),
    ),
}


@pytest.fixture
def client(client_of, sales_manager):
    return client_of(sales_manager)


@pytest.fixture
def set_objective(client, goal, sales_manager):
    """Through the form; gives the page of the objective."""

    def send(**typed: Any) -> str:
        terms = {"goal": goal.pk, "scope": "organisation", "direction": "at_least", "owner": sales_manager.pk}
        response = client.post(client.organisation_url("goals:objective_new"), terms | {"weight": "1"} | typed)
        assert response.status_code == 302, (response.context["form"].errors, response.context["form"].rows)
        return response["Location"]

    return send


def described(client: Any, metric: dict[str, Any], records: dict[str, Any]) -> dict[str, Any]:
    """The organisation's own metric through its form; the field that chooses it for an objective."""
    if not metric:
        return {}
    typed = {"direction": "at_least", "n-value": ""} | metric | records
    assert client.post(client.organisation_url("goals:metric_new"), typed).status_code == 302
    with tenant(client.organisation.pk):
        return {"metric_key": OwnMetricVersion.objects.get().key}


def words(response: Any) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode().split("</head>")[-1]).replace("\u00a0", " ")
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_an_example_from_practice(client, set_objective, example):
    with tenant(client.organisation.pk):
        records = example.facts()
    metric = described(client, example.metric, records)
    url = set_objective(period=example.period, **records, **metric, **example.typed)
    shown = words(client.get(url))
    assert [text for text in example.shown if text not in shown] == [], shown[shown.find("Actual") :]
    with tenant(client.organisation.pk):
        assert recomputes.everything(at=NOW).changed == 0


def test_three_campaigns_stay_within_a_million_each(client, set_objective):
    """One has spent less, one the million itself, and one a cent more, in a quarter that is over."""
    with tenant(client.organisation.pk):
        spent = {"Trade fair": 40_000_000, "Webinar": 100_000_000, "Paid search": 100_000_001}
        sources = {name: make_lead_source(name) for name in spent}
    terms = {"metric_key": "spend", "scope": "lead_source", "direction": "at_most", "target": "1m", "period": "2026-Q2"}
    pages = {name: set_objective(**terms, lead_source=source.pk) for name, source in sources.items()}
    assert "No figure" not in words(client.get(pages["Webinar"]))
    with tenant(client.organisation.pk):
        for name, source in sources.items():
            make_spend(day=Q2, lead_source=source, amount_minor=spent[name])
        assert recomputes.run_touched(at=NOW).changed == 3
        statuses = dict(Objective.objects.values_list("lead_source__name", "progress__status"))
    assert statuses == {"Trade fair": "reached", "Webinar": "reached", "Paid search": "missed"}
    assert "USD 400,000 of at most USD 1,000,000 250.0%" in words(client.get(pages["Trade fair"]))
    assert "USD 1,000,000 of at most USD 1,000,000 100.0% Reached" in words(client.get(pages["Webinar"]))
