"""What stands beside the form of an objective: its past, and what the past says of the number that is typed."""

import json
import re
from datetime import date
from decimal import Decimal

import pytest

from goals.actions import recomputes
from goals.catalogue import CATALOGUE
from goals.forms.starts import TEMPLATES
from goals.models import Objective, ObjectiveProgress
from teams.models import Period
from teams.tenancy import tenant
from tests.factories.canvas import make_assumption
from tests.factories.goals import make_milestone, make_objective
from tests.factories.negotiations import make_negotiation
from tests.factories.pipeline import make_deal, make_product
from tests.factories.teams import NOW
from tests.goals.negotiating import words

pytestmark = pytest.mark.usefixtures("today")
HTMX = {"HX-Request": "true"}
# Won per quarter, in USD.
QUARTERS = {
    date(2025, 2, 1): 1_000,
    date(2025, 5, 1): 1_000,
    date(2025, 8, 1): 1_100,
    date(2025, 11, 1): 1_200,
    date(2026, 2, 1): 1_300,
    date(2026, 5, 1): 1_400,
}


@pytest.fixture
def past(organisation, goal, rep, sales_team):
    """A year and a half of a team; its rep had a target in the second quarter of 2026."""
    with tenant(organisation.pk):
        product = make_product(name="Booth")
        for day, amount in QUARTERS.items():
            make_deal(owner=rep, team=sales_team, product=product, amount_minor=amount * 100, day=day)
        quarter = Period.objects.get(key="2026-Q2")
        make_objective(goal=goal, rep=rep, owner=rep, period=quarter, target=Decimal(70_000))
        make_objective(goal=goal, team=sales_team, owner=rep, period=quarter, target=Decimal(280_000))
        recomputes.everything(at=NOW)


@pytest.fixture
def client(client_of, sales_manager):
    return client_of(sales_manager)


@pytest.fixture
def url(client):
    return client.organisation_url("goals:objective_new")


@pytest.fixture
def typed(goal, sales_team):
    terms = {"goal": goal.pk, "metric_key": "won_revenue", "scope": "team", "team": sales_team.pk}
    return terms | {"period": "2026-Q4", "direction": "at_least", "target": "1,380", "redraw": "terms"}


def chart_of(response):
    return json.loads(re.search(r'<script id="draft-chart" type="application/json">(.*?)</script>', response.text)[1])


def test_last_year_and_the_period_before_stand_beside_the_form(client, url, typed, past):
    response = client.post(url, typed, headers=HTMX)
    assert response.status_code == 200
    assert "<html" not in response.text
    text = words(response)
    assert "Q4 2025 Target – Result USD 1,200 Attainment –" in text
    assert "Q3 2026 · so far Target – Result USD 0" in text
    assert "By rep" in text
    assert "By product" in text


def test_the_levels_show_each_reps_own_target(client, url, typed, past):
    text = words(client.post(url, typed | {"period": "2026-Q3"}, headers=HTMX))
    assert "Q2 2026 Target USD 2,800 Result USD 1,400 Attainment 50.0%" in text
    assert "Rita Rep Q3 2025 – USD 1,100 – Q2 2026 USD 700 USD 1,400 200.0%" in text
    assert "Booth Q3 2025 – USD 1,100 – Q2 2026 – USD 1,400 –" in text


def test_beside_attainment_stands_what_was_asked_then(client, url, typed, past, organisation):
    with tenant(organisation.pk):
        ObjectiveProgress.objects.update(effective_target=Decimal(35_000))
    text = words(client.post(url, typed | {"period": "2026-Q3"}, headers=HTMX))
    assert "Q2 2026 Target USD 350 Result USD 1,400 Attainment" in text
    assert "Q2 2026 USD 350 USD 1,400" in text


@pytest.mark.parametrize(
    ("target", "chance", "verdict"),
    [
        # Two quarters on from USD 1,400, as four times before: 1,540, 1,633, 1,655 and 1,680.
        ("1,500", "83%", "Sandbag: too safe"),
        ("1,600", "67%", "Realistic"),
        ("+18 %", "50%", "Realistic"),
        ("1,700", "17%", "Fantasy: too unlikely"),
    ],
)
def test_the_chance_moves_with_the_number(client, url, typed, past, target, chance, verdict):
    asked = typed | {"target": target, "redraw": "resolved", "baseline": "1,400"}
    response = client.post(url, asked, headers=HTMX)
    text = words(response)
    assert f"How likely the target is {chance} {verdict}" in text
    assert "of 4 comparable changes." in text
    assert 'id="draft-chance"' in response.text
    assert "By rep" not in text


def test_the_chart_holds_the_typed_target(client, url, typed, past):
    chart = chart_of(client.post(url, typed | {"redraw": "resolved"}, headers=HTMX))
    by_role = {series["role"]: series["data"] for series in chart["series"]}
    assert by_role["target"] == [138_000] * len(chart["labels"])
    assert by_role["actual"][-3:] == [140_000, None, None]
    assert chart["labels"][-1] == "Q4 2026"


def test_what_an_objective_brought_then_leads_to_its_explanation(client, url, typed, past, organisation, sales_team):
    shown = client.post(url, typed, headers=HTMX).text
    with tenant(organisation.pk):
        then = Objective.objects.get(team=sales_team)
    explained = client.organisation_url("goals:objective_explain", then.pk)
    assert re.search(rf'<a class="figure-link" href="{explained}"[^>]*><bdi>USD.1,400</bdi></a>', shown)


def test_without_scripts_the_whole_page_shows_it(client, url, typed, past):
    response = client.post(url, typed | {"redraw": "resolved"})
    assert "<html" in response.text
    assert "How likely the target is" in words(response)
    assert "By rep" in words(response)


def test_another_team_draws_only_what_stands_beside(client, url, typed, past):
    response = client.post(url, typed | {"redraw": "beside"}, headers=HTMX)
    assert response.text.count('id="draft-beside"') == 1
    assert 'name="target"' not in response.text


def test_without_a_scope_or_a_past_it_says_so(client, url, typed, past):
    assert "what came before shows here" in words(client.get(url))
    assert "what came before shows here" in words(client.post(url, typed | {"team": ""}, headers=HTMX))
    text = words(client.post(url, typed | {"metric_key": "calls", "target": "5"}, headers=HTMX))
    assert "There are no results of earlier periods with which to compare the target." in text


def test_an_objective_is_compared_with_others_when_it_is_edited(client, past, objective):
    text = words(client.get(client.organisation_url("goals:objective_edit", objective.pk)))
    assert "Q2 2026 Target USD 700 Result USD 1,400 Attainment 200.0%" in text


def test_as_many_queries_for_ten_reps_as_for_one(client, past, objective, query_count, sales_team, organisation):
    url = client.organisation_url("goals:objective_edit", objective.pk)
    before = query_count(client, url)
    with tenant(organisation.pk):
        for number in range(10):
            product = make_product(name=f"Product {number}")
            make_deal(owner=objective.owner, team=sales_team, product=product, amount_minor=100, day=date(2026, 5, 1))
    assert query_count(client, url) == before


def test_a_template_fills_the_form(client, url, goal):
    page = client.get(url, {"template": "losses"})
    assert 'value="-10 %"' in page.text
    assert '<option value="deals_lost" selected' in page.text
    assert '<option value="2026-Q4" selected' in page.text


def test_every_template_is_about_a_metric_that_there_is():
    assert {template.metric_key for template in TEMPLATES} <= CATALOGUE.keys()


def test_the_next_periods_objective_starts_from_this_one(client, url, past, objective, organisation):
    with tenant(organisation.pk):
        Objective.objects.filter(pk=objective.pk).update(weight=3)
        make_milestone(objective=objective)
    page = client.get(url, {"like": objective.pk})
    assert '<option value="2026-Q4" selected' in page.text
    assert 'name="weight" value="3.00"' in page.text
    assert 'value="2026-08-31"' not in page.text
    # Of 1,540, 1,633, 1,655 and 1,680 the 60th percentile.
    assert 'name="target" value="1,650"' in page.text
    assert "Proposed: more than 60 percent" in words(page)
    detail = client.get(client.organisation_url("goals:objective_detail", objective.pk))
    assert f"{url}?like={objective.pk}" in detail.text


@pytest.mark.parametrize("like", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_what_is_not_there_is_no_start(client, url, like):
    assert client.get(url, {"like": like}).status_code == 404


def test_another_organisations_objective_is_no_start(client, url, other_organisation):
    with tenant(other_organisation.pk):
        foreign = make_objective()
    assert client.get(url, {"like": foreign.pk}).status_code == 404


def test_smart_and_fast_are_checked_as_one_types(client, url, typed, past):
    response = client.post(url, typed | {"redraw": "resolved", "target": "1,700"}, headers=HTMX)
    text = words(response)
    assert 'id="appraisal"' in response.text
    assert "R · Realistic Its chance is 17%; comparable changes that would reach it: 0 of 4." in text
    assert "A target between USD 1,540 and USD 1,655 has a chance of 35 to 75 percent." in text
    assert "A · Assigned to one person Nobody answers for it. Choose one owner." in text
    assert "S · Specific steps Number of milestones: 0. Set at least two milestones on the way." in text


def test_the_objectives_page_shows_them_with_evidence(client, past, objective, organisation, rep):
    url = client.organisation_url("goals:objective_detail", objective.pk)
    text = words(client.get(url))
    assert "F · Frequently discussed Nobody has talked about it yet." in text
    assert "T · Transparent Everybody in the organisation can see it: USD 1,200 by Aug 14, 2026." in text
    assert "\u2068Rita Rep\u2069 answers for it." in text
    with tenant(organisation.pk):
        make_negotiation(objective=objective, rep=rep)
    assert "The last word on it was on Aug 14, 2026." in words(client.get(url))


def test_what_was_assumed_then_and_what_came_of_it(client, url, typed, past, organisation, goal):
    with tenant(organisation.pk):
        make_assumption(goal=goal, title="Turnover stays at 10 %", outcome="broke", happened="Three left.")
    text = words(client.post(url, typed | {"period": "2026-Q3"}, headers=HTMX))
    assert "Turnover stays at 10 % Did not hold" in text
    assert "What happened: Three left." in text
