from decimal import Decimal

import pytest

from audit.models import Event
from goals.actions import allocations, objectives
from goals.models import Allocation, AllocationVersion, Objective
from goals.models.allocation import Over
from goals.queries.allocations import grid_of
from goals.rules.allocation_plans import Plan
from teams.actions.refusals import Refused
from teams.actions.versions import EditConflict
from teams.tenancy import tenant
from tests.factories.goals import make_objective
from tests.factories.negotiations import make_negotiation
from tests.factories.teams import NOW, make_absence
from tests.goals.allocating import team_to_split

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def objective(sales_team, rep, sales_manager):
    with tenant(sales_team.organisation_id):
        yield team_to_split(sales_team, rep, sales_manager)


@pytest.fixture
def plan(objective, sales_manager) -> Allocation:
    return allocations.start(objective=objective, over=Over.REP, name="Plan 1", by=sales_manager, at=NOW)


def amounts(allocation: Allocation) -> dict[str, int]:
    grid = grid_of(Allocation.objects.with_objective().get(pk=allocation.pk))
    return {row.receiver.name: int(row.share.amount) for row in grid.rows if row.share}


def revised(allocation: Allocation, by, **values) -> Allocation:
    latest = AllocationVersion.objects.get(allocation=allocation, number=allocation.version)
    typed = values.pop("typed", {})
    changed = Plan(**{name: values.get(name, getattr(latest.plan, name)) for name in Plan.__slots__}).with_lines(typed)
    return allocations.revise(allocation=allocation, version=allocation.version, plan=changed, by=by, at=NOW)


def test_a_plan_begins_with_what_everybody_brought_a_year_ago(plan):
    assert amounts(plan) == {"Bo Second": 10_000_000, "Rita Rep": 30_000_000}


def test_nothing_differs_keeps_nothing(plan, sales_manager):
    assert revised(plan, sales_manager).version == 1


def test_a_change_is_the_next_version_and_undo_goes_back_step_by_step(plan, sales_manager):
    at = revised(plan, sales_manager, method="even")
    at = revised(at, sales_manager, padding_share=Decimal("0.1"))
    assert amounts(at) == {"Bo Second": 22_000_000, "Rita Rep": 22_000_000}
    at = allocations.undo(allocation=at, version=3, by=sales_manager, at=NOW)
    assert amounts(at) == {"Bo Second": 20_000_000, "Rita Rep": 20_000_000}
    at = allocations.undo(allocation=at, version=4, by=sales_manager, at=NOW)
    assert amounts(at) == {"Bo Second": 10_000_000, "Rita Rep": 30_000_000}
    with pytest.raises(Refused):
        allocations.undo(allocation=at, version=5, by=sales_manager, at=NOW)


def test_undo_after_a_change_that_followed_an_undo(plan, sales_manager):
    at = revised(plan, sales_manager, method="even")
    at = allocations.undo(allocation=at, version=2, by=sales_manager, at=NOW)
    at = revised(at, sales_manager, padding_share=Decimal("0.5"))
    at = allocations.undo(allocation=at, version=4, by=sales_manager, at=NOW)
    assert amounts(at) == {"Bo Second": 10_000_000, "Rita Rep": 30_000_000}
    assert AllocationVersion.objects.get(allocation=at, number=5).back_to == 1


def test_two_editors_never_overwrite_each_other(plan, sales_manager):
    revised(plan, sales_manager, method="even")
    stale = AllocationVersion.objects.get(allocation=plan, number=1).plan
    with pytest.raises(EditConflict):
        allocations.revise(allocation=plan, version=1, plan=stale, by=sales_manager, at=NOW)
    with pytest.raises(EditConflict):
        allocations.apply(allocation=plan, version=1, by=sales_manager, at=NOW)
    assert not Objective.objects.filter(parent=plan.objective).exists()


def test_half_a_quarter_of_leave_takes_half_of_an_even_share(plan, rep, sales_manager):
    quarter = plan.objective.period
    make_absence(membership=rep, starts_on=quarter.starts_on, ends_on=quarter.ends_on)
    assert amounts(revised(plan, sales_manager, method="even")) == {"Bo Second": 40_000_000, "Rita Rep": 0}


def test_applied_it_becomes_objectives_whose_sum_is_exact_and_twice_is_harmless(plan, objective, rep, sales_manager):
    done = allocations.apply(allocation=plan, version=1, by=sales_manager, at=NOW)
    assert (done.new, done.changed, done.same) == (2, 0, 0)
    children = Objective.objects.filter(parent=objective, relation="contribute").order_by("target")
    assert [int(child.target) for child in children] == [10_000_000, 30_000_000]
    assert {child.owner_id for child in children} == {child.rep_id for child in children}
    assert not any(child.is_prorated for child in children)
    again = allocations.apply(allocation=plan, version=1, by=sales_manager, at=NOW)
    assert (again.new, again.changed, again.same) == (0, 0, 2)
    assert Event.objects.filter(action="allocation.apply").count() == 2


def test_put_aside_twice_at_once_is_once(plan, sales_manager):
    for _twice in range(2):
        allocations.discard(allocation=plan, by=sales_manager, at=NOW)
    assert Event.objects.filter(action="allocation.discard").count() == 1


def test_an_objective_that_stood_alone_is_taken_in(plan, objective, rep, sales_manager):
    alone = make_objective(rep=rep, goal=objective.goal, owner=rep, target=Decimal(5_000_000))
    done = allocations.apply(allocation=plan, version=1, by=sales_manager, at=NOW)
    alone.refresh_from_db()
    assert (done.new, done.changed, alone.parent_id, int(alone.target)) == (1, 1, objective.pk, 30_000_000)


def test_taken_back_new_ones_are_archived_and_others_ask_what_they_asked(plan, objective, rep, sales_manager):
    alone = make_objective(rep=rep, goal=objective.goal, owner=rep, target=Decimal(5_000_000))
    allocations.apply(allocation=plan, version=1, by=sales_manager, at=NOW)
    allocations.take_back(allocation=plan, by=sales_manager, at=NOW)
    alone.refresh_from_db()
    assert int(alone.target) == 5_000_000
    assert Objective.objects.filter(parent=objective, is_archived=True).count() == 1
    with pytest.raises(Refused):
        allocations.take_back(allocation=plan, by=sales_manager, at=NOW)


def test_applied_again_it_can_still_be_taken_back_and_all_is_as_it_was(plan, objective, rep, sales_manager):
    alone = make_objective(
        rep=rep,
        goal=objective.goal,
        owner=rep,
        baseline=Decimal(4_000_000),
        target=Decimal(5_000_000),
        target_mode="relative",
        target_change=Decimal("0.25"),
        stretch=Decimal(6_000_000),
    )
    names = ("target", "stretch", "target_mode", "target_change", "parent_id", "relation", "is_prorated")
    before = {name: getattr(alone, name) for name in names}
    for _ in range(2):
        allocations.apply(allocation=plan, version=1, by=sales_manager, at=NOW)
    alone.refresh_from_db()
    assert (alone.stretch, alone.target_mode, alone.parent_id) == (None, "absolute", objective.pk)
    allocations.take_back(allocation=plan, by=sales_manager, at=NOW)
    alone.refresh_from_db()
    assert {name: getattr(alone, name) for name in names} == before


def test_what_was_changed_since_is_not_taken_back(plan, objective, rep, sales_manager):
    allocations.apply(allocation=plan, version=1, by=sales_manager, at=NOW)
    child = Objective.objects.get(parent=objective, rep=rep)
    objectives.edit(objective=child, version=child.version, values={"weight": Decimal(2)}, by=sales_manager, at=NOW)
    with pytest.raises(Refused, match="Rita Rep"):
        allocations.take_back(allocation=plan, by=sales_manager, at=NOW)
    assert Objective.objects.active().filter(parent=objective).count() == 2


def test_an_agreed_target_stays_and_the_rest_is_shared_by_the_others(plan, objective, rep, sales_manager):
    agreed = make_objective(rep=rep, goal=objective.goal, owner=rep, target=Decimal(36_000_000))
    make_negotiation(objective=agreed, rep=rep)
    assert amounts(plan) == {"Bo Second": 4_000_000, "Rita Rep": 36_000_000}
    done = allocations.apply(allocation=plan, version=1, by=sales_manager, at=NOW)
    assert (done.new, done.held) == (1, 1)


def test_what_does_not_fit_is_not_applied(plan, rep, sales_manager):
    at = revised(plan, sales_manager, typed={rep.pk: {"typed": Decimal(50_000_000)}})
    with pytest.raises(Refused):
        allocations.apply(allocation=at, version=2, by=sales_manager, at=NOW)
    assert not Objective.objects.filter(parent=plan.objective).exists()


def test_a_plan_with_months_gives_each_objective_its_course(plan, objective, sales_manager):
    season = (Decimal(25), Decimal(30), Decimal(45))
    at = revised(plan, sales_manager, season=season)
    allocations.apply(allocation=at, version=2, by=sales_manager, at=NOW)
    courses = {(child.pace_method, tuple(child.season_weights)) for child in Objective.objects.filter(parent=objective)}
    assert courses == {("seasonal", season)}


@pytest.mark.parametrize(("over", "names"), [(Over.PERIOD, ["July 2026", "August 2026", "September 2026"])])
def test_a_quarter_is_handed_down_to_its_months(objective, sales_manager, over, names):
    made = allocations.start(objective=objective, over=over, name="Months", by=sales_manager, at=NOW)
    assert list(amounts(made)) == names
    allocations.apply(allocation=made, version=1, by=sales_manager, at=NOW)
    assert Objective.objects.filter(parent=objective, team=objective.team).count() == 3


def test_a_rate_is_not_handed_down(objective, sales_manager):
    rate = make_objective(team=objective.team, goal=objective.goal, metric_key="win_rate", target=Decimal("0.5"))
    with pytest.raises(Refused):
        allocations.start(objective=rate, over=Over.REP, name="Plan", by=sales_manager, at=NOW)


def test_a_copy_asks_what_if_and_leaves_the_first_alone(plan, sales_manager):
    other = allocations.copy(allocation=plan, name="What if", by=sales_manager, at=NOW)
    revised(other, sales_manager, method="even")
    assert amounts(plan) == {"Bo Second": 10_000_000, "Rita Rep": 30_000_000}
