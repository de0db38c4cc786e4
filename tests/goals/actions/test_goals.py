from datetime import timedelta

import pytest

from audit.models import Event
from goals.actions import goals, objectives
from goals.actions.setting import OwnTarget
from goals.models import Close, Goal, Objective
from goals.queries.known import existing
from teams.actions.versions import EditConflict
from teams.models import Membership, Organisation
from teams.permissions import Role
from tests.factories.goals import make_close, make_goal, make_objective
from tests.factories.teams import NOW, make_membership


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


def test_a_goal_comes_back_with_what_was_put_aside_together_with_it(in_tenant: Organisation) -> None:
    goal, by = make_goal(cadence="weekly"), make_membership(Role.ADMIN)
    with_it, before_it = make_objective(goal=goal), make_objective(goal=goal)
    objectives.archive(objective=before_it, by=by, at=NOW)
    goals.archive(goal=goal, by=by, at=NOW + timedelta(days=1))
    assert goals.restore(goal=goal, by=by, at=NOW + timedelta(days=2)) == 1
    assert list(Objective.objects.active()) == [with_it]
    assert Goal.objects.active().get().remind_at == NOW + timedelta(days=2)
    assert goals.restore(goal=goal, by=by, at=NOW + timedelta(days=3)) == 0, "twice is once"
    assert Event.objects.filter(action="goal.restore").count() == 1


def test_what_is_closed_meanwhile_stays_aside(in_tenant: Organisation) -> None:
    objective, by = make_objective(), make_membership(Role.ADMIN)
    goals.archive(goal=objective.goal, by=by, at=NOW)
    make_close(period=objective.period, state=Close.State.CLOSED, results=0, closed_at=NOW)
    assert goals.restore(goal=objective.goal, by=by, at=NOW) == 0
    assert not Objective.objects.active().exists()


def test_nobody_brings_back_a_target_that_they_may_not_set(in_tenant: Organisation) -> None:
    manager = make_membership(Role.SALES_MANAGER)
    objective = make_objective(rep=manager)
    goals.archive(goal=objective.goal, by=make_membership(Role.ADMIN), at=NOW)
    with pytest.raises(OwnTarget):
        goals.restore(goal=objective.goal, by=manager, at=NOW)
    assert not Goal.objects.active().exists()


def test_a_page_of_an_earlier_day_shows_what_was_put_aside_with_its_goal(in_tenant: Organisation) -> None:
    objective = make_objective()
    Objective.objects.update(created_at=NOW - timedelta(days=9))
    goals.archive(goal=objective.goal, by=None, at=NOW)
    assert list(existing((NOW - timedelta(days=3)).date())) == [objective]
    assert not existing(NOW.date()).exists()
