from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goals.queries.boards import SHOWN_PER_GOAL
from teams.tenancy import tenant
from tests.factories.goals import make_goal, make_objective
from tests.factories.teams import make_department

pytestmark = pytest.mark.usefixtures("today")


def test_goals_are_shown_as_a_tree_with_their_objectives(client_of: Callable[..., Any], sales_manager, goal, objective):
    with tenant(goal.organisation_id):
        make_goal(title="Be known in the west", parent=goal)
    client = client_of(sales_manager)
    text = client.get(client.organisation_url("goals:goal_list")).content.decode()
    assert text.index("Win the mid-market") < text.index("Be known in the west")
    assert "Rita Rep" in text
    assert "1 Watch" in text


def test_a_department_narrows_the_tree(client_of, sales_manager, goal, objective, sales_team):
    client = client_of(sales_manager)
    with tenant(goal.organisation_id):
        other = make_department(name="Marketing", kind="marketing")
    url = client.organisation_url("goals:goal_list")
    assert "Rita Rep" in client.get(url, {"department": sales_team.department_id}).content.decode()
    assert "Nothing matches" in client.get(url, {"department": other.pk}).content.decode()


def test_what_is_left_out_is_said_on_paper(client_of, sales_manager, goal, objective):
    with tenant(goal.organisation_id):
        for _ in range(SHOWN_PER_GOAL + 1):
            make_objective(goal=goal, rep=objective.rep, owner=objective.owner)
    client = client_of(sales_manager)
    text = client.get(client.organisation_url("goals:goal_list")).content.decode()
    assert '<span class="print-only">2 more are not printed.</span>' in text


def test_a_foreign_department_filters_nothing_and_says_so(client_of, sales_manager, goal, other_organisation):
    with tenant(other_organisation.pk):
        foreign = make_department()
    client = client_of(sales_manager)
    response = client.get(client.organisation_url("goals:goal_list"), {"department": foreign.pk, "period": "never"})
    assert response.status_code == 200
    assert "What was chosen is no longer here, or does not fit." in response.content.decode()


def test_htmx_gets_the_tree_only(client_of, sales_manager, goal):
    client = client_of(sales_manager)
    response = client.get(client.organisation_url("goals:goal_list"), headers={"HX-Request": "true"})
    assert response.content.decode().strip().startswith('<div id="goal-tree">')


def test_without_goals_it_says_what_to_do_next(client_of, sales_manager, viewer):
    client = client_of(sales_manager)
    assert (
        client.organisation_url("goals:goal_new")
        in client.get(client.organisation_url("goals:goal_list")).content.decode()
    )
    client = client_of(viewer)
    assert "A manager sets them" in client.get(client.organisation_url("goals:goal_list")).content.decode()


def test_a_stranger_finds_nothing(client_of, stranger, organisation):
    client = client_of(stranger)
    assert client.get("/o/acme/goals/").status_code == 404


def test_it_cannot_be_posted_to(client_of, sales_manager):
    client = client_of(sales_manager)
    assert client.post(client.organisation_url("goals:goal_list")).status_code == 405


def test_arabic_runs_from_right_to_left(client_of, sales_manager, goal, objective):
    client = client_of(sales_manager)
    text = client.get(client.organisation_url("goals:goal_list"), headers={"Accept-Language": "ar"}).content.decode()
    assert '<html lang="ar" dir="rtl"' in text


def test_as_many_queries_for_ten_goals_as_for_three(client_of, sales_manager, organisation):
    client = client_of(sales_manager)
    url = client.organisation_url("goals:goal_list")

    def queries_with(more: int) -> int:
        with tenant(organisation.pk):
            for number in range(more):
                make_objective(goal=make_goal(title=f"Goal {number}"), target=Decimal(number + 1))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    client.get(url)
    assert queries_with(3) == queries_with(7)
