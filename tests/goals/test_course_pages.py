"""How progress is judged over time, as pages show it: the vectors of the third quarter of 2026, leave, odds."""

import re
from datetime import date
from decimal import Decimal

import pytest

from goals.actions import recomputes
from teams.actions.calendars import SpecialDay
from teams.models import CalendarDay
from teams.tenancy import tenant
from tests.factories.goals import make_objective
from tests.factories.pipeline import make_deal
from tests.factories.teams import NOW, make_absence, make_calendar

pytestmark = pytest.mark.usefixtures("today")
HOLIDAYS = {day: SpecialDay(kind=CalendarDay.Kind.HOLIDAY) for day in (date(2026, 7, 3), date(2026, 9, 7))}


@pytest.fixture
def made(organisation, goal, rep):
    """USD 120,000 of USD 300,000 by 14 August."""

    def make(**values):
        with tenant(organisation.pk):
            make_calendar(is_default=True, days=HOLIDAYS)
            make_deal(owner=rep, amount_minor=12_000_000, day=date(2026, 8, 3))
            objective = make_objective(goal=goal, rep=rep, owner=rep, target=Decimal(30_000_000), **values)
            recomputes.everything(at=NOW)
        return objective

    return make


def words(client, name, *objective):
    text = client.get(client.organisation_url(name, *(one.pk for one in objective))).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_business_days(client_of, rep, made):
    client, objective = client_of(rep), made(pace_method="business_days")
    page = words(client, "goals:objective_detail", objective)
    assert "Expected today USD 150,000" in page
    assert "Run-rate forecast USD 240,000 80%" in page
    assert "Needed per business day USD 5,625 1.5 × the rate so far" in page
    assert "Business days left 32 of 64 days" in page
    assert "Expected course Business days 50.0% by today" in page
    explained = words(client, "goals:objective_explain", objective)
    assert "Business days through the as-of day ÷ business days of the period 32 ÷ 64 50.00%" in explained
    assert "(USD 300,000 − USD 120,000) ÷ 32 USD 5,625" in explained
    assert "USD 5,625 ÷ (USD 120,000 ÷ 32) 1.50 ×" in explained


def test_month_weights(client_of, rep, made):
    weights = [Decimal("0.25"), Decimal("0.30"), Decimal("0.45")]
    client, objective = client_of(rep), made(pace_method="seasonal", season_weights=weights)
    page = words(client, "goals:objective_detail", objective)
    assert "Expected today USD 117,857" in page
    assert "Pace 101%" in page
    assert "Run-rate forecast USD 305,455 101%" in page
    assert "At this pace the target is within reach." in page
    explained = words(client, "goals:objective_explain", objective)
    assert "July 25.0% 22 ÷ 22 25.00% August 30.0% 10 ÷ 21 14.29% September 45.0% 0 ÷ 21 0.00%" in explained
    assert "25.0% + 14.3% + 0.0% 39.29%" in explained
    assert "USD 120,000 ÷ USD 117,857 101.8%" in explained


def test_every_day_alike(client_of, rep, made):
    client, objective = client_of(rep), made()
    page = words(client, "goals:objective_detail", objective)
    assert "Expected today USD 146,739" in page
    assert "Run-rate forecast USD 245,333" in page
    assert "45 ÷ 92 48.91%" in words(client, "goals:objective_explain", objective)


def test_a_course_that_cannot_be_learned_says_so(client_of, rep, made):
    explained = words(client_of(rep), "goals:objective_explain", made(pace_method="learned"))
    assert (
        "There are fewer than three past periods with a result to learn from, so every day counts alike." in explained
    )


def test_leave_is_told_with_the_months_arithmetic(client_of, rep, organisation, made):
    with tenant(organisation.pk):
        make_absence(membership=rep, starts_on=date(2026, 8, 1), ends_on=date(2026, 9, 1))
    client, objective = client_of(rep), made(pace_method="business_days")
    page = words(client, "goals:objective_detail", objective)
    assert "USD 200,000 of USD 300,000 is asked ( 66.7% ): leave, ramp and days in no team" in page
    assert "August 0 ÷ 21 100% 0.0%" in page
    assert "of USD 200,000 60.0%" in page
    assert "USD 300,000 × 66.7% USD 200,000" in words(client, "goals:objective_explain", objective)
    assert "USD 200,000 of USD 300,000 is asked" in words(client, "reports:my_quota")


def test_odds_are_shown_with_their_samples(client_of, rep, viewer, organisation, made):
    with tenant(organisation.pk):
        make_deal(owner=rep, status="open", amount_minor=18_000_000, expected_day=date(2026, 9, 15), name="Big one")
    objective = made()
    page = words(client_of(rep), "goals:objective_detail", objective)
    assert "By history – no period before to compare with" in page
    assert "By the open deals 66.7% that 1 open deal closes the gap of USD 180,000" in page
    assert "Coverage 1.0 × USD 180,000 open ÷ what is missing" in page
    assert "Big one" in page
    assert "Big one" not in words(client_of(viewer), "goals:objective_detail", objective)
