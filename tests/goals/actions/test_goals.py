import pytest

from audit.models import Event
from goals.actions import goals
from goals.models import Goal, Objective
from teams.actions.versions import EditConflict
from teams.models import Membership, Organisation
from tests.factories.goals import make_objective
from tests.factories.teams import NOW


def test_a_goal_is_created_with_its_reason(in_tenant: Organisation, sales_manager: Membership) -> None:
    values = {"title": "Happier customers", "why": "They stay", "owner": sales_manager}
    goal = goals.create(values=values, by=sales_manager, at=NOW)
    assert Goal.objects.get(pk=goal.pk).why == "They stay"
    event = Event.objects.of(in_tenant.pk).get(action="goal.create")
    assert event.after == {"title": "Happier customers", "why": "They stay", "owner": "Sara Sales"}


def test_an_edit_keeps_what_it_does_not_name(in_tenant: Organisation, sales_manager: Membership) -> None:
    goal = goals.create(values={"title": "Grow", "owner": sales_manager}, by=sales_manager, at=NOW)
    edited = goals.edit(goal=goal, version=1, values={"title": "Grow fast", "owner": None}, by=sales_manager, at=NOW)
    assert (edited.title, edited.owner, edited.version) == ("Grow fast", None, 2)
    event = Event.objects.of(in_tenant.pk).get(action="goal.edit")
    assert event.before == {"title": "Grow", "owner": "Sara Sales"}


def test_two_edits_at_once_lose_neither(in_tenant: Organisation) -> None:
    goal = goals.create(values={"title": "Grow"}, by=None, at=NOW)
    goals.edit(goal=goal, version=1, values={"title": "Grow fast"}, by=None, at=NOW)
    with pytest.raises(EditConflict) as conflict:
        goals.edit(goal=goal, version=1, values={"title": "Grow slowly"}, by=None, at=NOW)
    assert (conflict.value.current.title, conflict.value.proposed["title"]) == ("Grow fast", "Grow slowly")


def test_a_goal_cannot_contain_itself(in_tenant: Organisation) -> None:
    top = goals.create(values={"title": "Top"}, by=None, at=NOW)
    middle = goals.create(values={"title": "Middle", "parent": top}, by=None, at=NOW)
    bottom = goals.create(values={"title": "Bottom", "parent": middle}, by=None, at=NOW)
    for parent in (top, bottom):
        with pytest.raises(goals.GoalContainsItself):
            goals.edit(goal=top, version=1, values={"parent": parent}, by=None, at=NOW)


def test_archiving_a_goal_sets_its_objectives_aside(in_tenant: Organisation) -> None:
    objective = make_objective()
    goals.archive(goal=objective.goal, by=None, at=NOW)
    assert not Objective.objects.active().exists()
    assert not Goal.objects.active().exists()
    assert (Goal.objects.get().version, Objective.objects.get().version) == (2, 2)
