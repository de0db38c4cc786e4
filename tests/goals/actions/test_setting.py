"""Every role × department × state: what the rows say whose target is, and that every write path asks the table."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from goals.access import right_to
from goals.actions import allocations, goals, objectives
from goals.actions.setting import AnothersTarget, OwnTarget
from goals.models import Allocation, Close, Goal, Objective, PaceMethod
from goals.models.allocation import Over
from goals.rules.target_rights import May, State, Who, Whose
from teams.actions.refusals import Refused
from teams.models import Organisation, Period
from teams.permissions import Permission, Role
from tests.factories.goals import make_close, make_goal, make_objective
from tests.factories.negotiations import make_negotiation
from tests.factories.teams import NOW, make_assignment, make_department, make_membership, make_team

TODAY = NOW.date()
COMING = date(2026, 10, 1)


@pytest.fixture
def cast(in_tenant: Organisation) -> Any:
    """Sales with its head, a manager of a team and a rep; marketing with its head and a marketer; leaders, and two who read."""
    people: dict[str, Any] = {
        "head": make_membership(Role.SALES_MANAGER, full_name="Hana Head"),
        "lead": make_membership(Role.SALES_MANAGER, full_name="Lia Lead"),
        "rep": make_membership(Role.REP, full_name="Rita Rep"),
        "other_head": make_membership(Role.MARKETING_MANAGER, full_name="Mona Marketing"),
        "marketer": make_membership(Role.MARKETER, full_name="Max Marketer"),
        "owner": make_membership(Role.OWNER, full_name="Olga Owner"),
        "admin": make_membership(Role.ADMIN, full_name="Adam Admin"),
        "ops": make_membership(Role.OPS_AUDITOR),
        "viewer": make_membership(Role.VIEWER),
        "unplaced": make_membership(Role.SALES_MANAGER),
    }
    sales = make_department(name="Sales", head=people["head"])
    marketing = make_department("marketing", name="Marketing", head=people["other_head"])
    west = make_team(name="West", department=sales)
    for name in ("lead", "rep"):
        make_assignment(membership=people[name], team=west)
    make_assignment(membership=people["marketer"], team=make_team(department=marketing))
    targets: dict[str, Any] = {
        "of_rep": make_objective(rep=people["rep"], owner=people["lead"]),
        "of_team": make_objective(team=west, owner=people["lead"]),
        "of_sales": make_objective(department=sales, owner=people["head"]),
        "of_all": make_objective(owner=people["owner"]),
        "of_marketer": make_objective(rep=people["marketer"], owner=people["marketer"]),
    }
    return SimpleNamespace(**people, **targets, sales=sales, marketing=marketing, west=west)


E, P, R = May.EDIT, May.PROPOSE, May.READ
NAMES = ("of_rep", "of_team", "of_sales", "of_all", "of_marketer")


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("head", (E, E, P, E, R)),
        ("lead", (E, P, P, E, R)),
        ("rep", (P, R, R, R, R)),
        ("other_head", (R, R, P, E, E)),
        ("marketer", (R, R, R, R, P)),
        ("owner", (E, E, E, E, E)),
        ("admin", (E, E, E, E, E)),
        ("ops", (R, R, R, R, R)),
        ("viewer", (R, R, R, R, R)),
        ("unplaced", (E, E, P, E, R)),
    ],
)
def test_what_each_may_do_while_nobody_negotiates(cast: Any, who: str, expected: tuple[May, ...]) -> None:
    member = getattr(cast, who)
    assert tuple(right_to(member, getattr(cast, name), on=TODAY).may for name in NAMES) == expected


def test_states_are_read_from_the_rows(cast: Any) -> None:
    make_negotiation(objective=cast.of_rep, rep=cast.rep, opened_by=cast.lead)
    assert right_to(cast.lead, cast.of_rep, on=TODAY).state == State.HELD
    make_close(period=cast.of_rep.period, state=Close.State.CLOSED, results=1, closed_at=NOW)
    assert right_to(cast.lead, cast.of_rep, on=TODAY).may == R
    unsaved = right_to(
        cast.other_head, Objective(scope="department", department=cast.sales, owner=cast.owner), on=TODAY
    )
    assert (unsaved.state, unsaved.may) == (State.NEW, P)


def test_a_draft_of_the_coming_period_stays_ones_own_until_somebody_touches_it(cast: Any) -> None:
    values = _values(team=cast.west, owner=cast.lead, period=Period.objects.get(kind="quarter", starts_on=COMING))
    draft = objectives.create(values=values, by=cast.lead, at=NOW)
    again: dict[str, Any] = {"objective": draft, "at": NOW}
    draft = objectives.edit(version=1, values={"target": Decimal(70)}, by=cast.lead, **again)
    draft = objectives.edit(version=2, values={"target": Decimal(90)}, by=cast.head, **again)
    with pytest.raises(OwnTarget):
        objectives.edit(version=3, values={"target": Decimal(10)}, by=cast.lead, **again)
    assert right_to(cast.lead, draft, on=COMING).state == State.STANDING


@pytest.mark.parametrize("verb", ["edit", "title", "archive", "restore", "goal", "create", "move", "hand down"])
def test_every_way_of_writing_asks(cast: Any, verb: str) -> None:
    """The head of marketing and a rep's target of sales: nothing changes, and the refusal names whom to ask."""
    before = _all()
    with pytest.raises(AnothersTarget, match="Hana Head"):
        _write(cast, verb)
    assert _all() == before


def test_what_came_into_a_goal_meanwhile_is_not_put_aside_unasked(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    goal, late = make_goal(), list[Objective]()
    monkeypatch.setattr(goals, "require_not_bound", lambda **_: late.append(make_objective(goal=goal)))
    goals.archive(goal=goal, by=cast.head, at=NOW)
    assert not Objective.objects.get(pk=late[0].pk).is_archived


def _write(cast: Any, verb: str) -> None:
    by: dict[str, Any] = {"by": cast.other_head, "at": NOW}
    rep, own = cast.of_rep, cast.of_marketer
    writes = {
        "edit": lambda: objectives.edit(objective=rep, version=1, values={"target": Decimal(1)}, **by),
        "title": lambda: objectives.edit(objective=rep, version=1, values={"title": "Ours"}, **by),
        "archive": lambda: objectives.archive(objective=rep, **by),
        "restore": lambda: objectives.restore(objective=rep, **by),
        "goal": lambda: goals.archive(goal=rep.goal, **by),
        "create": lambda: objectives.create(values=_values(rep=cast.rep, owner=cast.other_head), **by),
        "move": lambda: objectives.edit(
            objective=own, version=1, values=_values(rep=cast.rep, owner=cast.other_head), **by
        ),
        "hand down": lambda: allocations.start(objective=cast.of_team, over=Over.REP, name="Plan", **by),
    }
    writes[verb]()


@pytest.mark.parametrize(
    "values",
    [
        {"pace_method": PaceMethod.BUSINESS_DAYS},
        {"milestones": [{"due_on": date(2026, 8, 31), "value": Decimal(1)}]},
    ],
)
def test_nobody_decides_what_is_called_on_track_of_their_own(cast: Any, values: dict[str, Any]) -> None:
    of_sales: dict[str, Any] = {"objective": cast.of_sales, "version": 1, "at": NOW}
    with pytest.raises(OwnTarget):
        objectives.edit(values=values, by=cast.head, **of_sales)
    assert objectives.edit(values={"title": "Ours"}, by=cast.head, **of_sales).title == "Ours"
    assert objectives.edit(values=values, by=cast.owner, **(of_sales | {"version": 2})).version == 3


def test_what_another_department_is_asked_is_proposed(cast: Any) -> None:
    with pytest.raises(AnothersTarget, match="propose it in a negotiation, or ask Olga Owner"):
        objectives.edit(objective=cast.of_sales, version=1, values={"target": Decimal(1)}, by=cast.other_head, at=NOW)


def test_a_plan_sets_nobodys_target_that_its_maker_may_not_set(cast: Any) -> None:
    """The organisation's number, over departments, by the head of one of them: all or nothing."""
    shared = make_objective(owner=make_membership())
    plan = allocations.start(objective=shared, over=Over.DEPARTMENT, name="All", by=cast.head, at=NOW)
    with pytest.raises(Refused, match="“Marketing”: What another department is asked"):
        allocations.apply(allocation=plan, version=1, by=cast.head, at=NOW)
    assert not Objective.objects.filter(parent=shared).exists()
    done = allocations.apply(allocation=Allocation.objects.get(), version=1, by=cast.admin, at=NOW)
    assert (done.new, done.changed) == (1, 1)


def test_parts_of_ones_own_number_are_ones_own_to_divide_and_no_way_around(cast: Any) -> None:
    part = make_objective(
        team=cast.west, owner=cast.lead, parent=cast.of_team, relation="contribute", goal=cast.of_team.goal
    )
    assert right_to(cast.lead, part, on=TODAY).whose == Whose.MANAGED
    place: dict[str, Any] = {"team": cast.west, "owner": cast.lead, "goal": cast.of_team.goal}
    stranger, supporter = make_objective(**place), make_objective(**place, parent=cast.of_team, relation="support")
    becomes_part: dict[str, Any] = {"version": 1, "by": cast.lead, "at": NOW}
    for objective, values in [
        (stranger, {"parent": cast.of_team, "relation": "contribute"}),
        (supporter, {"relation": "contribute"}),
    ]:
        with pytest.raises(OwnTarget):
            objectives.edit(objective=objective, values=values, **becomes_part)
    assert objectives.edit(objective=supporter, values={"parent": None, "relation": ""}, **becomes_part).parent is None


def test_nobody_takes_over_the_whole_of_which_their_own_target_is_a_part(cast: Any) -> None:
    """By the whole they would be measured, and the part would be theirs to set."""
    whole = make_objective(team=cast.west, owner=cast.rep)
    make_objective(team=cast.west, owner=cast.lead, parent=whole, relation="contribute", goal=whole.goal)
    taken: dict[str, Any] = {"objective": whole, "version": 1, "values": {"owner": cast.lead}, "at": NOW}
    with pytest.raises(OwnTarget):
        objectives.edit(by=cast.lead, **taken)
    assert objectives.edit(by=cast.head, **taken).owner == cast.lead


@pytest.mark.parametrize("role", Role)
def test_who_drafts_in_a_session_is_who_the_table_lets(in_tenant: Organisation, role: Role) -> None:
    """Access asks the permission: it is the table's column."""
    member = make_membership(role)
    right = right_to(member, make_objective(), on=TODAY)
    in_session = {Who.LEADS: E, Who.MANAGES: E, Who.ANSWERS: E, Who.READS: R}[right.who]
    assert member.may(Permission.GOAL_CONTRIBUTE) == (in_session == E)


def _values(**place: Any) -> dict[str, Any]:
    scope = next(name for name in ("team", "rep", "department") if name in place)
    period = place.pop("period", None) or Period.objects.get(key="2026-Q3")
    first: dict[str, Any] = {
        "goal": place.pop("goal", None) or make_goal(),
        "metric_key": "won_revenue",
        "scope": scope,
        "target": Decimal(80),
    }
    return first | {"period": period} | place


def _all() -> list[dict[str, Any]]:
    return [*Objective.objects.order_by("pk").values(), *Goal.objects.filter(is_archived=True).values("pk")]
