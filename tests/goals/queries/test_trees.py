from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from goals.actions import objectives, recomputes
from goals.actions.objectives import ObjectiveContainsItself
from goals.actions.trees import CannotBeAdded
from goals.models import Objective, ObjectiveProgress
from goals.queries.progress import progress_of
from goals.queries.trees import ObjectiveTree, handed_down, possible_parents, tree_of
from teams.models import Period
from tests.factories.goals import make_goal, make_objective
from tests.factories.pipeline import make_deal
from tests.factories.teams import NOW, make_department, make_membership, make_team

pytestmark = pytest.mark.usefixtures("in_tenant")
ON = NOW.date()


def below(parent: Objective, **values: Any) -> Objective:
    return make_objective(**({"relation": "contribute", "goal": parent.goal} | values), parent=parent)


def tree(objective: Objective) -> ObjectiveTree:
    recomputes.everything(at=NOW)
    row = progress_of(objective.pk, on=ON)
    assert row is not None
    return tree_of(row, on=ON)


def test_what_is_handed_down_makes_the_target_exact() -> None:
    parent = make_objective(target=Decimal(1000))
    reps = [make_membership(), make_membership()]
    first = below(parent, rep=reps[0], target=Decimal(600))
    below(parent, rep=reps[1], target=Decimal(900), contribution_share=Decimal("0.5"))
    below(parent, metric_key="calls", relation="support", target=Decimal(5))
    make_deal(owner=reps[0], amount_minor=600)
    make_deal(owner=reps[1], amount_minor=100)
    found = tree(parent)
    assert found.people is not None
    assert {(part.target, part.actual) for part in found.people.parts} == {(600, 600), (450, 50)}
    assert (found.people.contribution.target, found.people.contribution.actual) == (1050, 650)
    assert (found.people.padding.amount, found.people.padding.over_assigned) == (-50, Decimal("0.05"))
    assert (found.people.team.reached, found.people.team.judged) == (1, 2)
    assert found.people.over_levels is None
    assert [row.metric_key for row in found.others] == ["calls"]
    above = tree(first).above
    assert above is not None
    assert above.id == parent.pk


def test_padding_compounds_over_levels() -> None:
    whole = make_objective(target=Decimal(10_000))
    department = below(whole, department=make_department(), target=Decimal(10_500))
    team = below(department, team=make_team(), target=Decimal(11_025))
    below(team, rep=make_membership(), target=Decimal("11576.25"))
    found = tree(whole)
    assert found.people is not None
    assert (found.people.levels, found.people.over_levels) == (3, Decimal("0.157625"))


def test_months_under_a_quarter_show_what_is_missing_and_what_is_double() -> None:
    quarter = make_objective(target=Decimal(300))
    for key in ("2026-M07", "2026-M08", "2026-M08"):
        below(quarter, period=Period.objects.get(key=key), target=Decimal(100))
    found = tree(quarter)
    assert found.people is None
    assert found.periods is not None
    assert found.periods.fit is not None
    assert found.periods.fit.missing == ((date(2026, 9, 1), date(2026, 10, 1)),)
    assert found.periods.fit.excess == ((date(2026, 8, 1), date(2026, 9, 1)),)
    assert found.periods.padding.amount == 0


def test_a_guard_withholds_from_what_is_contributed() -> None:
    parent, rep = make_objective(target=Decimal(1000)), make_membership()
    child = below(parent, rep=rep, target=Decimal(1000))
    child.guardrails.create(metric_key="deals_won", limit=Decimal(10), is_hard=True)
    make_deal(owner=rep, amount_minor=800)
    found = tree(parent)
    assert found.people is not None
    assert found.people.contribution.actual == 0


def test_an_objective_by_itself_has_an_empty_tree() -> None:
    assert tree(make_objective()).is_empty


def test_goals_tell_how_much_is_handed_down(django_assert_num_queries: Any) -> None:
    parent = make_objective(target=Decimal(1000))
    for target in (400, 650):
        below(parent, rep=make_membership(), target=Decimal(target))
    below(parent, period=Period.objects.get(key="2026-M07"), target=Decimal(400))
    row = progress_of(parent.pk, on=ON)
    assert row is not None
    with django_assert_num_queries(1):
        found = handed_down([row])
    assert (found[parent.pk].count, found[parent.pk].share) == (2, Decimal("1.05"))


def test_a_parent_is_of_more_than_one_person_and_of_a_period_around() -> None:
    year = make_objective(period=Period.objects.get(key="2026"))
    quarter = make_objective()
    make_objective(rep=make_membership())
    make_objective(period=Period.objects.get(key="2026-Q2"))
    offered = possible_parents(period=Period.objects.get(key="2026-M07"), but_not=quarter.pk)
    assert list(offered) == [year]


def edit(objective: Objective, **values: Any) -> None:
    objectives.edit(objective=objective, version=objective.version, values=values, by=None, at=NOW)
    objective.refresh_from_db()


def test_a_ring_is_refused() -> None:
    top = make_objective()
    middle = below(top)
    bottom = below(middle)
    for parent in (top, bottom, middle):
        with pytest.raises(ObjectiveContainsItself):
            edit(top, parent=parent, relation="contribute")
    top.refresh_from_db()
    assert top.parent_id is None


@pytest.mark.parametrize(
    ("values", "obstacle"),
    [
        ({"metric_key": "deals_won"}, "metric"),
        ({"currency": "EUR"}, "currency"),
        ({"direction": "at_most"}, "direction"),
        ({"period": "2026-Q2"}, "period"),
    ],
)
def test_what_does_not_fit_cannot_contribute(values: dict[str, Any], obstacle: str) -> None:
    if "period" in values:
        values = {"period": Period.objects.get(key=values["period"])}
    parent, child = make_objective(), make_objective(**values)
    with pytest.raises(CannotBeAdded) as refused:
        edit(child, parent=parent, relation="contribute")
    assert (refused.value.obstacle, refused.value.is_below) == (obstacle, False)
    child.refresh_from_db()
    edit(child, parent=parent, relation="support")
    assert child.parent_id == parent.pk


def test_a_ratio_supports_and_never_contributes() -> None:
    terms: dict[str, Any] = {"metric_key": "win_rate", "target": Decimal("0.5"), "goal": make_goal()}
    parent, child = make_objective(**terms), make_objective(**terms)
    with pytest.raises(CannotBeAdded, match="ratio"):
        edit(child, parent=parent, relation="contribute")


def test_a_parent_stays_such_that_its_children_can_be_added() -> None:
    parent = make_objective()
    below(parent)
    with pytest.raises(CannotBeAdded) as refused:
        edit(parent, currency="EUR")
    assert refused.value.is_below


def test_the_band_of_somebody_who_was_there_for_half_is_half() -> None:
    parent = make_objective(target=Decimal(100), target_upper=Decimal(200), direction="between")
    part = below(parent, rep=make_membership(), direction="between", target=Decimal(100), target_upper=Decimal(200))
    make_deal(owner=part.rep, amount_minor=150)
    recomputes.everything(at=NOW)
    figures = {"effective_target": Decimal(50), "presence": Decimal("0.5")}
    ObjectiveProgress.objects.filter(objective=part).update(**figures)
    row = progress_of(parent.pk, on=ON)
    assert row is not None
    found = tree_of(row, on=ON).people
    assert found is not None
    assert found.team.attainment == Decimal(100) / 150
