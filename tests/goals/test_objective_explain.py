"""Each line of an explanation is the figure that its formula gives, also for bands, guards, filters and people away."""

import re
from datetime import date
from decimal import Decimal

import pytest

from goals.actions import recomputes
from teams.models import Period
from teams.tenancy import tenant
from tests.factories.goals import make_guardrail, make_milestone, make_objective
from tests.factories.pipeline import make_deal, make_product, make_spend
from tests.factories.teams import NOW, make_absence
from tests.goals.negotiating import managed

__all__ = ["managed"]
pytestmark = pytest.mark.usefixtures("today")
DAY = date(2026, 8, 3)


@pytest.fixture
def client(client_of, sales_manager):
    return client_of(sales_manager)


@pytest.fixture
def explained(client):
    def read(objective, name: str = "objective_explain") -> str:
        with tenant(client.organisation.pk):
            recomputes.everything(at=NOW)
        text = client.get(client.organisation_url(f"goals:{name}", objective.pk)).content.decode()
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).replace("\u00a0", " ")

    return read


@pytest.mark.parametrize(
    ("actual", "line"),
    [
        (50_000, "the smaller ÷ the larger USD 500 ÷ USD 1,000 50.0%"),
        (150_000, "the smaller ÷ the larger USD 1,000 ≤ USD 1,500 ≤ USD 2,000 100.0%"),
        (400_000, "the smaller ÷ the larger USD 2,000 ÷ USD 4,000 50.0%"),
    ],
)
def test_a_band_has_its_formula(client, goal, explained, actual, line):
    with tenant(client.organisation.pk):
        make_deal(day=DAY, amount_minor=actual)
        terms = {"direction": "between", "target": Decimal(100_000), "target_upper": Decimal(200_000)}
        objective = make_objective(goal=goal, **terms)
    text = explained(objective)
    assert line in text
    assert "USD 1,000 – USD 2,000 × 48.91% USD 489.13 – USD 978.26" in text


def test_who_is_away_is_asked_for_less_at_both_ends_and_of_the_stretch(client, goal, rep, explained):
    """Nobody in August: 44 of 66 business days, in two of three months."""
    with tenant(client.organisation.pk):
        make_absence(membership=rep, starts_on=date(2026, 8, 1), ends_on=date(2026, 9, 1))
        band = {"direction": "between", "target": Decimal(300_000), "target_upper": Decimal(600_000)}
        banded = make_objective(goal=goal, rep=rep, **band)
        stretched = make_objective(goal=goal, rep=rep, target=Decimal(300_000), stretch=Decimal(600_000))
        make_deal(day=DAY, owner=rep, amount_minor=450_000)
    text = explained(banded, "objective_detail")
    assert "of between USD 2,000 and USD 4,000" in text
    assert "Stretch target USD 4,000 Reached" in explained(stretched, "objective_detail")
    listed = client.get(client.organisation_url("goals:objective_list")).content.decode().replace("\u00a0", " ")
    assert "USD 2,000 – USD 4,000" in listed


@pytest.mark.parametrize(
    ("actual", "words"),
    [
        (40_000, "A little behind: USD 489.13 was expected by today."),
        (105_000, "A little over: at most USD 978.26 was expected by today."),
        (400_000, "Clearly over: at most USD 978.26 was expected by today."),
    ],
)
def test_a_band_that_is_exceeded_is_not_called_behind(client, goal, explained, actual, words):
    with tenant(client.organisation.pk):
        make_deal(day=DAY, amount_minor=actual)
        terms = {"direction": "between", "target": Decimal(100_000), "target_upper": Decimal(200_000)}
        objective = make_objective(goal=goal, **terms)
    text = explained(objective, "objective_detail")
    assert words in text
    assert '"name": "Upper end", "role": "target", "data": [200000.0, 200000.0,' in text
    assert "USD 76.09 USD 1,000 – USD 2,000" in text


def test_what_exceeds_the_whole_limit_before_anything_is_expected_is_told_the_limit(client, goal, explained):
    with tenant(client.organisation.pk):
        make_deal(day=DAY, amount_minor=400_000)
        terms = {"direction": "at_most", "target": Decimal(100_000), "pace_method": "steps"}
        objective = make_objective(goal=goal, period=Period.objects.get(key="2026-M08"), **terms)
    assert "Clearly over: at most USD 1,000 was expected by today." in explained(objective, "objective_detail")


def test_a_guard_says_what_it_leaves(client, goal, explained):
    with tenant(client.organisation.pk):
        product = make_product()
        make_deal(day=DAY, product=product, amount_minor=150_000, cost_minor=114_000)
        objective = make_objective(goal=goal, product=product, target=Decimal(300_000))
        make_guardrail(objective=objective, metric_key="gross_margin", limit=Decimal("0.3"))
        make_guardrail(objective=objective, metric_key="deals_won", limit=Decimal(1), is_hard=True)
    text = explained(objective)
    assert "Before the guardrails Actual ÷ target USD 1,500 ÷ USD 3,000 50.0%" in text
    assert "Gross margin Broken: what counts is multiplied by now ÷ limit today 24.0% ÷ 30.0% 80.0%" in text
    assert "Deals won Kept: it withholds nothing 1 / 0.5 100.0%" in text
    assert "Credited Attainment × the strictest guardrail 50.0% × 80.0% 40.0%" in text
    assert (
        "(Target − credited) ÷ days left, and nothing beyond the target (USD 3,000 − USD 1,200) ÷ 47 USD 38.30" in text
    )
    assert "Needed per day ÷ (credited ÷ days elapsed) USD 38.30 ÷ (USD 1,200 ÷ 45) 1.44 ×" in text


def test_no_figure_rounds_up_to_a_threshold_that_it_has_not_reached(client, goal, explained):
    """USD 464.66 of 489.13 expected: a pace of 94.997 %, which is not yet that of a course on track."""
    with tenant(client.organisation.pk):
        make_deal(day=DAY, amount_minor=46_466)
        objective = make_objective(goal=goal, target=Decimal(100_000))
    text = explained(objective)
    assert "USD 464.66 ÷ USD 489.13 94.9%" in text
    assert "off track below 94.9% Watch" in text


def test_what_has_no_pace_says_what_it_is_judged_by(client, goal, explained):
    """Nothing lost of at most three."""
    with tenant(client.organisation.pk):
        objective = make_objective(goal=goal, metric_key="deals_lost", direction="at_most", target=Decimal(3))
    text = explained(objective)
    assert "The actual is zero or less, so it cannot be set against the target." in text
    assert "Without a pace it is on track while what is expected by today is kept, and off track otherwise." in text


def test_a_limit_goes_by_its_next_milestone_and_a_floor_by_what_is_due(client, goal, explained):
    """Of USD 1,000 until the end of August USD 400 may be spent; of the ten deals none is due before that day."""
    with tenant(client.organisation.pk):
        make_spend(day=DAY, amount_minor=42_000)
        limit = make_objective(goal=goal, metric_key="spend", direction="at_most", target=Decimal(100_000))
        limit.pace_method = "milestones"
        limit.save()
        make_milestone(objective=limit, due_on=date(2026, 8, 31), value=Decimal(40_000))
        make_guardrail(objective=limit, metric_key="deals_won", limit=Decimal(10))
    text = explained(limit)
    assert "What the next milestone allows ÷ the whole limit – 40.00%" in text
    assert "USD 400 ÷ USD 420 95.2%" in text
    assert "Deals won Kept: it withholds nothing 0 / 0 100.0%" in text


def test_what_has_not_begun_says_so(client, goal, explained):
    with tenant(client.organisation.pk):
        later = make_objective(goal=goal, period=Period.objects.get(key="2026-Q4"))
    text = explained(later)
    assert text.count("The period has not begun.") == 2
    assert "As of Sep 30, 2026" not in text


def test_who_is_away_all_the_time_is_asked_for_nothing(client, goal, rep, explained):
    with tenant(client.organisation.pk):
        make_absence(membership=rep, starts_on=date(2026, 6, 1), ends_on=date(2026, 11, 1))
        objective = make_objective(goal=goal, rep=rep, target=Decimal(300_000))
    words = "Nothing is asked of somebody who is away for the whole period, so there is nothing to divide by."
    assert words in explained(objective)
    assert words in explained(objective, "objective_detail")


def test_what_qualifies_is_said_in_words(client, goal, explained):
    with tenant(client.organisation.pk):
        laptop = make_product(name="Laptop")
        make_deal(day=DAY, product=laptop, amount_minor=150_000)
        make_deal(day=DAY, amount_minor=150_000)
        qualifying = [["product_id", "is", [str(laptop.pk)]], ["amount_minor", "at_least", [100_000]]]
        objective = make_objective(goal=goal, target=Decimal(300_000), qualifying=qualifying)
    words = "Of these only what qualifies: Product is Laptop and Amount is at least USD 1,000."
    assert words in explained(objective)
    assert words in explained(objective, "objective_detail")


@pytest.mark.usefixtures("managed")
@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("reports:dashboard", None),
        ("goals:goal_list", None),
        ("goals:goal_detail", "goal_id"),
        ("goals:objective_list", None),
        ("goals:objective_detail", "pk"),
        ("goals:objective_detail", "parent_id"),
        ("goals:one_on_one_list", None),
        ("reports:member_quota", "rep_id"),
        ("goals:goal_review", "goal_id"),
    ],
)
def test_wherever_a_number_stands_it_leads_to_its_explanation(client, objective, goal, name, of):
    with tenant(client.organisation.pk):
        objective.parent, objective.relation = make_objective(goal=goal, target=Decimal(600_000)), "contribute"
        objective.save()
        args = [getattr(objective, of)] if of else []
        args += [objective.period_id] if name == "goals:goal_review" else []
    shown = client.get(client.organisation_url(name, *args)).content.decode()
    explained = client.organisation_url("goals:objective_explain", objective.pk)
    assert re.search(rf'<a class="[^"]*figure-link" href="{explained}"[^>]*><bdi>USD.1,200</bdi></a>', shown)


@pytest.mark.usefixtures("managed")
def test_what_came_of_the_period_before_leads_to_its_explanation(client, objective, goal, rep):
    with tenant(client.organisation.pk):
        later = make_objective(goal=goal, rep=rep, period=Period.objects.get(key="2026-Q4"))
    shown = client.get(client.organisation_url("goals:objective_negotiate", later.pk)).content.decode()
    assert client.organisation_url("goals:objective_explain", objective.pk) in shown
