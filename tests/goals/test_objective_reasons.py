"""Where there is no number, the objective says why; and whatever is wrong with one, the others are computed."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db.models import ProtectedError

from goals.actions import recomputes
from goals.models import Objective
from metrics.models import OwnMetricVersion
from teams.models import Team
from teams.tenancy import tenant
from tests.factories.goals import make_guardrail, make_objective
from tests.factories.metrics import make_own_metric, make_own_metric_version
from tests.factories.pipeline import make_deal, make_product, make_reading_series
from tests.factories.teams import NOW, make_exchange_rate, make_team

pytestmark = pytest.mark.usefixtures("today")
DAY, HUGE = date(2026, 8, 3), 9 * 10**18


def undefined_ratio() -> Objective:
    """No deal of this team was closed."""
    return make_objective(metric_key="win_rate", target=Decimal("0.5"), team=make_team(name="Nobody yet"))


def overflow() -> Objective:
    """More than thirty digits of money."""
    make_exchange_rate("EUR", "9999999999", starts_on=date(2026, 1, 1))
    product = make_product()
    for _ in range(20):
        make_deal(day=DAY, amount_minor=HUGE, currency="EUR", product=product)
    return make_objective(product=product)


def division_by_zero() -> Objective:
    """None may be lost, and none was."""
    return make_objective(metric_key="deals_lost", direction="at_most", target=Decimal(0), team=make_team())


def nothing_to_divide_by() -> Objective:
    """Five may be lost, and none was."""
    return make_objective(metric_key="deals_lost", direction="at_most", target=Decimal(5), team=make_team())


def empty_scope() -> Objective:
    """A team without people or facts has no median."""
    return make_objective(metric_key="median_deal_size", team=make_team(name="Empty"))


def vanished_source() -> Objective:
    metric = make_own_metric()
    terms = metric.versions.get().terms
    gone = terms | {"numerator": terms["numerator"] | {"source": "visits"}}
    version = make_own_metric_version(metric=metric, number=2, terms=gone)
    return make_objective(metric_key=version.key)


def vanished_metric() -> Objective:
    return make_objective(metric_key="own:0123456789abcdef0123456789abcdef")


def vanished_field() -> Objective:
    """What was to qualify has gone from its source."""
    return make_objective(qualifying=[["colour", "is", ["red"]]])


def unmeasured_series() -> Objective:
    """Named, and never read."""
    series = make_reading_series(name="Awareness", unit="share")
    what = {"source": "readings", "aggregate": "latest", "value": "value_scaled", "q": None, "limit": None}
    what |= {"conditions": [["series_id", "is", [str(series.pk)]]], "names": {"unit": "share"}}
    terms = {"kind": "reading", "numerator": what, "denominator": None}
    version: OwnMetricVersion = make_own_metric_version(terms=terms)
    return make_objective(metric_key=version.key, target=Decimal("0.75"))


def missing_rate() -> Objective:
    product = make_product()
    make_deal(day=DAY, currency="GBP", product=product)
    return make_objective(product=product)


def no_way() -> Objective:
    """Half is won and half is wanted."""
    return make_objective(metric_key="win_rate", baseline=Decimal("0.5"), target=Decimal("0.5"), team=_half_won())


def below_a_band() -> Objective:
    """A loss is no share of a band of margins."""
    team = make_team()
    make_deal(day=DAY, amount_minor=100, cost_minor=300, team=team)
    band = {"direction": "between", "target": Decimal("0.2"), "target_upper": Decimal("0.4")}
    return make_objective(metric_key="gross_margin", team=team, **band)


def _half_won() -> Team:
    team = make_team()
    for status in ("won", "lost"):
        make_deal(day=DAY, status=status, team=team)
    return team


def undefined_guard() -> Objective:
    """The revenue is there, and the cost of none of it is known."""
    product = make_product()
    make_deal(day=DAY, product=product, amount_minor=500)
    objective = make_objective(product=product)
    make_guardrail(objective=objective, metric_key="gross_margin", limit=Decimal("0.3"))
    return objective


REASONS: dict[Callable[[], Objective], str] = {
    undefined_ratio: "There is nothing to divide by yet",
    overflow: "The number is too large to be kept",
    division_by_zero: "The target is zero, and nothing can be divided by it",
    nothing_to_divide_by: "The actual is zero or less, so it cannot be set against the target",
    empty_scope: "Nothing has been counted yet",
    vanished_source: "What it counts is no longer described",
    vanished_metric: "What it counts is no longer described",
    vanished_field: "What it counts is no longer described",
    unmeasured_series: "Nothing has been counted yet",
    missing_rate: "There is no rate for GBP on Aug\u00a03, 2026",
    no_way: "The baseline is the target: there is no way between them",
    below_a_band: "The actual is below zero, so it cannot be set against the band",
    undefined_guard: "The guardrail “Gross margin” has no figure",
}


@pytest.fixture
def client(client_of, sales_manager):
    return client_of(sales_manager)


@pytest.mark.parametrize("broken", REASONS, ids=lambda broken: broken.__name__)
def test_the_page_says_why_there_is_no_number_and_the_others_are_computed(client, goal, broken):
    with tenant(client.organisation.pk):
        make_deal(day=DAY, amount_minor=120_000, team=(team := make_team(name="Sound")))
        sound, objective = make_objective(goal=goal, team=team, target=Decimal(300_000)), broken()
        recomputes.everything(at=NOW)
    for name in ("objective_detail", "objective_explain"):
        shown = client.get(client.organisation_url(f"goals:{name}", objective.pk)).content.decode()
        assert REASONS[broken].replace("\u00a0", " ") in shown.replace("\u00a0", " ")
    assert client.get(client.organisation_url("goals:objective_edit", objective.pk)).status_code == 200
    assert "40.0%" in client.get(client.organisation_url("goals:objective_detail", sound.pk)).content.decode()
    assert client.get(client.organisation_url("goals:objective_list")).status_code == 200


def test_whoever_edits_an_objective_whose_metric_is_gone_chooses_another(client, goal, sales_manager):
    with tenant(client.organisation.pk):
        objective = vanished_metric()
    url = client.organisation_url("goals:objective_edit", objective.pk)
    typed = {"goal": goal.pk, "metric_key": objective.metric_key, "scope": "organisation", "period": "2026-Q3"}
    typed |= {"direction": "at_least", "target": "5", "owner": sales_manager.pk, "weight": "1", "version": "1"}
    response = client.post(url, typed)
    assert response.status_code == 422
    assert "This metric is gone" in response.content.decode()
    assert client.post(url, typed | {"metric_key": "deals_won"}).status_code == 302


def test_a_product_that_is_measured_cannot_go(client):
    with tenant(client.organisation.pk):
        product = make_product(name="Laptop")
        make_deal(product=product, day=DAY, closed_at=datetime(2026, 8, 3, 12, tzinfo=UTC))
        make_objective(product=product)
        with pytest.raises(ProtectedError):
            product.delete()


@pytest.mark.parametrize("name", ["objective_detail", "objective_explain"])
def test_a_missing_rate_leads_to_the_rates(client, name):
    with tenant(client.organisation.pk):
        objective = missing_rate()
        recomputes.everything(at=NOW)
    shown = client.get(client.organisation_url(f"goals:{name}", objective.pk)).content.decode()
    assert f'<a href="{client.organisation_url("teams:exchange_rate_list")}">' in shown
