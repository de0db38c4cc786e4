"""What was known on an earlier day: one switch for the dashboard, lists, objectives, quotas, goals and explanations."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goals.actions import objectives, recomputes
from goals.queries import known
from goals.queries.points import course
from goals.queries.progress import ProgressFilter, progress_of, progress_rows
from teams.models import Period
from teams.tenancy import tenant
from tests.factories.goals import make_objective
from tests.factories.pipeline import make_deal
from tests.factories.teams import NOW, make_membership
from tests.goals.closing import close_quarter, objective_of_a_past_quarter

THEN, LATER = NOW, NOW + timedelta(days=5)
PAGES = ["reports:dashboard", "reports:my_quota", "goals:objective_list", "goals:goal_list"]


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def moved(objective, sales_team):
    """USD 1,200 of 3,000 were known on 14 August; on the 19th USD 2,000 of 4,000."""
    with tenant(objective.organisation_id):
        with time_machine.travel(LATER, tick=False):
            make_deal(
                amount_minor=80_000,
                day=date(2026, 8, 5),
                owner=objective.rep,
                team=sales_team,
                department=sales_team.department,
            )
            values = {"target": Decimal(400_000), "title": "Deals of the year"}
            objectives.edit(objective=objective, version=1, values=values, by=None, at=LATER)
            recomputes.everything(at=LATER)
    return objective


@pytest.fixture
def later():
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def client(client_of, rep):
    return client_of(rep)


@pytest.mark.parametrize("name", PAGES)
def test_each_page_shows_the_figure_of_the_day_and_links_that_keep_it(name, client, moved, later):
    url = client.organisation_url(name)
    assert "USD 2,000" in words(client.get(url))
    then = client.get(url, {"as_of": "2026-08-14"})
    assert "USD 1,200" in words(then)
    assert "USD 2,000" not in words(then)
    assert "Back to now" in words(then)
    assert f"/objectives/{moved.pk}/?as_of=2026-08-14" in then.content.decode()


@pytest.mark.parametrize("name", ["goals:objective_detail", "goals:objective_explain"])
def test_an_objective_is_shown_in_the_terms_of_the_day(name, client, moved, later):
    url = client.organisation_url(name, moved.pk)
    then = words(client.get(url, {"as_of": "2026-08-14"}))
    assert "USD 1,200" in then
    assert "USD 3,000" in then
    assert "Deals of the year" not in then
    now = words(client.get(url))
    assert "USD 4,000" in now
    assert "Deals of the year" in now


def test_before_the_first_figure_there_is_none_and_the_page_says_why(client, moved, later):
    url = client.organisation_url("goals:objective_detail", moved.pk)
    assert "No figure of it was known on that day." in words(client.get(url, {"as_of": "2026-08-13"}))
    dashboard = client.get(client.organisation_url("reports:dashboard"), {"as_of": "2026-08-13"})
    assert "Nothing of it was known on that day" in words(dashboard)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [("2026-13-40", "That is not a day."), ("soon", "That is not a day."), ("2026-08-20", "still to come")],
)
def test_what_is_no_day_of_the_past_is_refused_and_now_is_shown(typed, reason, client, moved, later):
    response = client.get(client.organisation_url("reports:dashboard"), {"as_of": typed})
    assert reason in words(response)
    assert "USD 2,000" in words(response)


def test_today_is_now(client, moved, later):
    response = client.get(client.organisation_url("reports:dashboard"), {"as_of": "2026-08-19"})
    assert "Back to now" not in words(response)


@pytest.mark.parametrize("name", PAGES)
def test_as_many_queries_for_more_objectives(name, client, moved, later, rep):
    url = client.organisation_url(name)
    client.get(url, {"as_of": "2026-08-18"})
    with CaptureQueriesContext(connection) as few:
        client.get(url, {"as_of": "2026-08-18"})
    with tenant(moved.organisation_id):
        for number in range(3):
            with time_machine.travel(THEN, tick=False):
                made = make_objective(goal=moved.goal, rep=rep, metric_key="deals_won", owner=rep)
                recomputes.everything(at=THEN)
            objectives.edit(objective=made, version=1, values={"title": f"Deals {number}"}, by=None, at=LATER)
    with CaptureQueriesContext(connection) as many:
        client.get(url, {"as_of": "2026-08-18"})
    assert len(many) == len(few)


def quarter() -> Period:
    return Period.objects.get(key="2026-Q3")


def rows_on(day: date) -> list[Any]:
    return progress_rows(period=quarter(), on=day, where=ProgressFilter(known_on=day))


def test_what_was_archived_since_is_there_and_what_was_made_since_is_not(moved, later):
    with tenant(moved.organisation_id):
        objectives.archive(objective=moved, by=None, at=LATER)
        make_objective(goal=moved.goal)
        assert [row.id for row in rows_on(date(2026, 8, 14))] == [moved.pk]
        assert moved.pk not in [row.id for row in rows_on(date(2026, 8, 19))]


def test_what_was_archived_then_and_is_back_is_not_there(moved, later):
    with tenant(moved.organisation_id):
        objectives.archive(objective=moved, by=None, at=LATER)
        objectives.restore(objective=moved, by=None, at=LATER + timedelta(days=3))
        with time_machine.travel(LATER + timedelta(days=4), tick=False):
            assert rows_on(date(2026, 8, 20)) == []
            assert [row.id for row in rows_on(date(2026, 8, 22))] == [moved.pk]


def test_each_term_is_told_as_it_stood(moved, later):
    with tenant(moved.organisation_id):
        with time_machine.travel(LATER, tick=False):
            mover = make_membership(full_name="Nadia New")
            moved.refresh_from_db()
            values = {"scope": "rep", "rep": mover, "metric_key": "deals_won", "target": Decimal(7), "currency": ""}
            objectives.edit(objective=moved, version=moved.version, values=values, by=None, at=LATER)
        row = progress_of(moved.pk, on=date(2026, 8, 14), known_on=date(2026, 8, 14))
        assert row is not None
        assert (row.metric_key, row.scope_name, row.target) == ("won_revenue", "Rita Rep", Decimal(300_000))
        assert known.measured_otherwise(date(2026, 8, 14)) == [moved.pk]
        assert known.measured_otherwise(date(2026, 8, 19)) == []


def test_what_measured_something_else_is_listed_and_in_no_sum(client_of, moved, later, viewer, rep):
    with tenant(moved.organisation_id):
        moved.refresh_from_db()
        values = {"scope": "rep", "rep": rep, "metric_key": "deals_won", "target": Decimal(7), "currency": ""}
        objectives.edit(objective=moved, version=moved.version, values=values, by=None, at=LATER)
    client = client_of(viewer)
    text = words(client.get(client.organisation_url("reports:dashboard"), {"as_of": "2026-08-14"}))
    assert "1 objective measured something else then, so it is in no sum." in text
    assert "USD 1,200" in text


def test_a_result_is_frozen_from_its_closing_on_and_open_before(client_of, organisation, owner):
    with time_machine.travel(NOW, tick=False):
        objective = objective_of_a_past_quarter(organisation, owner)
        with tenant(organisation.pk):
            recomputes.everything(at=NOW - timedelta(days=3))
        close_quarter(organisation, owner, at=NOW - timedelta(days=1))
        client = client_of(owner)
        url = client.organisation_url("goals:objective_detail", objective.pk)
        assert "Frozen result" in words(client.get(url, {"as_of": "2026-08-13"}))
        assert "Frozen result" not in words(client.get(url, {"as_of": "2026-08-12"}))


def test_the_course_shows_what_was_known_of_each_day(moved, later):
    with tenant(moved.organisation_id):
        row = progress_of(moved.pk, on=date(2026, 8, 15), known_on=date(2026, 8, 15))
        assert row is not None
        actuals = {point.day: point.actual for point in course(row=row)}
    assert actuals[date(2026, 8, 14)] == 120_000
    assert actuals[date(2026, 8, 19)] is None
