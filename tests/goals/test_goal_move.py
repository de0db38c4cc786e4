import pytest

from audit.models import Event
from goals.models import Goal
from teams.tenancy import tenant
from tests.factories.goals import make_goal
from tests.goals.negotiating import words

pytestmark = pytest.mark.usefixtures("today")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def child(goal):
    with tenant(goal.organisation_id):
        return make_goal(title="Be known in the west")


def move(client, goal, parent, query="", **values):
    typed = {"goal": goal.pk, "parent": parent.pk if parent else "", **values}
    htmx = typed.pop("headers", None)
    return client.post(client.organisation_url("goals:goal_move") + query, typed, headers=htmx)


def parent_of(goal):
    with tenant(goal.organisation_id):
        return Goal.objects.get(pk=goal.pk).parent_id


def test_a_goal_becomes_part_of_another(client_of, sales_manager, goal, child):
    client = client_of(sales_manager)
    assert "Move a goal" in words(client.get(client.organisation_url("goals:goal_list")))
    response = move(client, child, goal, "?period=2026-Q3")
    assert response["Location"] == f"{client.organisation_url('goals:goal_list')}?period=2026-Q3#goal-{child.pk}"
    assert parent_of(child) == goal.pk
    assert "is part of “Win the mid-market” now" in words(client.get(response["Location"]))
    move(client, child, goal)
    with tenant(goal.organisation_id):
        assert Event.objects.filter(action="goal.edit").count() == 1


def test_htmx_gets_the_tree_and_what_was_done(client_of, sales_manager, goal, child):
    response = move(client_of(sales_manager), child, goal, version=1, headers=HTMX)
    text = response.content.decode()
    assert text.strip().startswith('<div id="goal-tree">')
    assert "is part of “Win the mid-market” now" in words(response)
    assert move(client_of(sales_manager), child, None, version=2, headers=HTMX).status_code == 200
    assert parent_of(child) is None


def test_a_ring_is_refused_with_its_reason(client_of, sales_manager, goal, child):
    client = client_of(sales_manager)
    move(client, child, goal)
    response = move(client, goal, child)
    assert response.status_code == 422
    assert "cannot be part of itself" in words(response)
    assert parent_of(goal) is None


def test_two_at_once_move_it_once(client_of, sales_manager, goal, child):
    client = client_of(sales_manager)
    move(client, child, goal, version=1)
    response = move(client, child, None, version=1)
    assert response.status_code == 409
    assert "nothing was moved" in words(response)
    assert parent_of(child) == goal.pk


def test_goals_that_are_not_there_move_nothing(client_of, sales_manager, goal, other_organisation):
    with tenant(other_organisation.pk):
        foreign = make_goal(title="Secret")
    client = client_of(sales_manager)
    for one, other in ((goal, foreign), (foreign, goal)):
        response = move(client, one, other)
        assert response.status_code == 422
        assert "Secret" not in response.content.decode()


def test_a_colleague_without_the_right_is_refused(client_of, rep, goal, child):
    client = client_of(rep)
    assert move(client, child, goal).status_code == 403
    assert "Move a goal" not in words(client.get(client.organisation_url("goals:goal_list")))
    assert client.get(client.organisation_url("goals:goal_move")).status_code == 405
