from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from audit.models import Event
from goals.actions import objectives
from goals.catalogue import UnknownMetric
from goals.models import Objective, ObjectiveProgress
from teams.actions.versions import EditConflict
from teams.models import Membership, Organisation, Period
from tests.factories.goals import make_goal, make_objective
from tests.factories.pipeline import make_deal
from tests.factories.teams import NOW, make_membership, make_team


@pytest.fixture
def values(in_tenant: Organisation) -> dict[str, Any]:
    return {
        "goal": make_goal(),
        "title": "",
        "metric_key": "deals_won",
        "scope": "team",
        "team": make_team(),
        "period": Period.objects.get(key="2026-Q3"),
        "direction": "at_least",
        "baseline": None,
        "target": Decimal(10),
        "weight": Decimal(1),
        "owner": make_membership(),
    }


def test_a_new_objective_has_its_figure_at_once(values: dict[str, Any], sales_manager: Membership) -> None:
    make_deal(team=values["team"])
    objective = objectives.create(values=values, by=sales_manager, at=NOW)
    assert ObjectiveProgress.objects.get(objective=objective).actual == 1
    event = Event.objects.of(objective.organisation_id).get(action="objective.create")
    assert (event.actor_id, event.record_id, event.after["target"]) == (sales_manager.pk, str(objective.pk), "10")


def test_only_the_scopes_own_column_is_kept(values: dict[str, Any]) -> None:
    objective = objectives.create(values=values | {"rep": make_membership()}, by=None, at=NOW)
    assert (objective.team, objective.rep_id) == (values["team"], None)


def test_a_scope_needs_its_record(values: dict[str, Any]) -> None:
    with pytest.raises(objectives.ScopeIsMissing):
        objectives.create(values=values | {"team": None}, by=None, at=NOW)


def test_a_metric_must_be_in_the_catalogue(values: dict[str, Any]) -> None:
    with pytest.raises(UnknownMetric):
        objectives.create(values=values | {"metric_key": "applause"}, by=None, at=NOW)


def test_the_database_refuses_two_scopes(in_tenant: Organisation) -> None:
    with pytest.raises(IntegrityError, match="goals_objective_scope_matches"), transaction.atomic():
        make_objective(team=make_team(), rep=make_membership(), scope="team")


def test_an_edit_moves_the_figure_with_the_target(values: dict[str, Any], sales_manager: Membership) -> None:
    make_deal(team=values["team"])
    objective = objectives.create(values=values, by=sales_manager, at=NOW)
    edited = objectives.edit(
        objective=objective, version=1, values=values | {"target": Decimal(4)}, by=sales_manager, at=NOW
    )
    assert edited.version == 2
    assert ObjectiveProgress.objects.get(objective=edited).attainment == Decimal("0.25")
    event = Event.objects.of(objective.organisation_id).get(action="objective.edit")
    assert (event.before, event.after) == ({"target": "10.000000"}, {"target": "4"})


def test_two_edits_at_once_lose_neither(values: dict[str, Any]) -> None:
    objective = objectives.create(values=values, by=None, at=NOW)
    objectives.edit(objective=objective, version=1, values={"target": Decimal(4)}, by=None, at=NOW)
    with pytest.raises(EditConflict) as conflict:
        objectives.edit(objective=objective, version=1, values={"target": Decimal(5)}, by=None, at=NOW)
    assert conflict.value.current.target == 4
    assert conflict.value.proposed == {"target": Decimal(5)}
    assert Objective.objects.get(pk=objective.pk).target == 4


def test_an_archived_objective_is_no_longer_listed(values: dict[str, Any], sales_manager: Membership) -> None:
    objective = objectives.create(values=values, by=None, at=NOW)
    objectives.archive(objective=objective, by=sales_manager, at=NOW)
    assert not Objective.objects.active().exists()
    assert Event.objects.of(objective.organisation_id).filter(action="objective.archive").exists()


def test_an_edit_without_changes_leaves_no_trace(values: dict[str, Any], sales_manager: Membership) -> None:
    objective = objectives.create(values=values, by=sales_manager, at=NOW)
    same = objectives.edit(objective=objective, version=1, values=values, by=sales_manager, at=NOW)
    assert same.version == 1
    assert not Event.objects.of(objective.organisation_id).filter(action="objective.edit").exists()


def test_whoever_edits_what_was_archived_meanwhile_is_told(values: dict[str, Any]) -> None:
    objective = objectives.create(values=values, by=None, at=NOW)
    objectives.archive(objective=objective, by=None, at=NOW)
    objectives.archive(objective=objective, by=None, at=NOW)
    with pytest.raises(EditConflict):
        objectives.edit(objective=objective, version=1, values={"target": Decimal(5)}, by=None, at=NOW)
    assert objectives.restore(objective=objective, by=None, at=NOW).version == 3
    assert Event.objects.of(objective.organisation_id).filter(action="objective.archive").count() == 1
