import re

import pytest

from goals.actions import allocations
from goals.models import Allocation, AllocationVersion, Objective
from goals.models.allocation import Over
from teams.models import Membership
from teams.tenancy import tenant
from tests.factories.goals import make_objective
from tests.factories.teams import NOW, make_assignment, make_department, make_membership
from tests.goals.allocating import team_to_split

pytestmark = pytest.mark.usefixtures("today")
HTMX = {"HX-Request": "true"}


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace("\xa0", " ")


@pytest.fixture
def objective(sales_team, rep, sales_manager):
    return team_to_split(sales_team, rep, sales_manager)


@pytest.fixture
def plan(objective, sales_manager):
    with tenant(objective.organisation_id):
        return allocations.start(objective=objective, over=Over.REP, name="Plan 1", by=sales_manager, at=NOW)


@pytest.fixture
def client(client_of, sales_manager):
    return client_of(sales_manager)


def sent(plan, rep=None, **values) -> dict[str, str]:
    """The choices of the form as the page shows them, and amounts of a rep."""
    cells = {f"{name}-{rep.pk}": values.pop(name) for name in ("typed", "floor", "cap", "potential") if name in values}
    shown = {"version": plan.version, "method": "history", "blend": "50", "padding": "0", "is_rounded": "on"}
    return shown | {"counts_presence": "on"} | values | cells


def latest(plan) -> AllocationVersion:
    with tenant(plan.organisation_id):
        return AllocationVersion.objects.filter(allocation=plan).order_by("number").last()


def test_it_shows_history_plan_and_what_is_in_force(client, plan):
    text = words(client.get(client.organisation_url("goals:allocation_detail", plan.pk)))
    assert "Bo Second USD 10,000" in text
    assert "Rita Rep USD 30,000" in text
    assert "USD 300,000" in text
    assert "Handed down exactly" in text


def test_a_typed_amount_is_kept_and_the_rest_shared_anew(client, plan, rep):
    url = client.organisation_url("goals:allocation_revise", plan.pk)
    response = client.post(url, sent(plan, rep, typed="350,000"), headers=HTMX)
    assert response.status_code == 200
    assert b"<html" not in response.content
    assert "USD 50,000" in words(response)
    assert client.post(url, sent(plan, rep, version="2", typed="350,000")).status_code == 302


def test_an_unreadable_amount_is_marked_and_nothing_is_lost(client, plan, rep):
    url = client.organisation_url("goals:allocation_revise", plan.pk)
    response = client.post(url, sent(plan, rep, typed="a lot", floor="9", cap="3"))
    assert response.status_code == 422
    assert 'value="a lot"' in response.content.decode()
    assert "This is not a number" in words(response)
    assert "This is below “at least”." in words(response)
    assert latest(plan).number == 1


@pytest.mark.parametrize(
    ("name", "value"), [("season", "25 30"), ("padding", "300"), ("blend", "x"), ("method", "luck")]
)
def test_a_wrong_choice_is_shown_again_with_the_reason(client, plan, name, value):
    url = client.organisation_url("goals:allocation_revise", plan.pk)
    assert client.post(url, sent(plan, **{name: value})).status_code == 422
    assert latest(plan).number == 1


def test_whoever_comes_second_sees_what_the_first_did(client, plan):
    url = client.organisation_url("goals:allocation_revise", plan.pk)
    client.post(url, sent(plan, method="even"))
    response = client.post(url, sent(plan, padding="5"))
    assert response.status_code == 409
    assert "Somebody else changed this plan" in words(response)
    assert latest(plan).plan.method == "even"


def test_what_came_second_stands_beside_the_table_to_be_typed_again(client, plan, rep):
    url = client.organisation_url("goals:allocation_revise", plan.pk)
    client.post(url, sent(plan, rep, typed="1,000"))
    text = words(
        client.post(url, sent(plan, rep, method="even", padding="5", is_rounded="", cap="90,000"), headers=HTMX)
    )
    told = (
        "Hand down : Evenly",
        "Padding, in percent : 5",
        "Round numbers : No",
        f"{rep.full_name} · At most : 90,000",
    )
    assert [line for line in told if line not in text] == []
    assert f"{rep.full_name} · Typed" not in text
    assert latest(plan).number == 2


def test_a_table_that_comes_second_is_kept_and_taken_over_on_a_second_look(client, plan, rep):
    url = client.organisation_url("goals:allocation_paste", plan.pk)
    table = {"version": "1", "column": "typed", "table": f"{rep.full_name}\t150,000"}
    client.post(client.organisation_url("goals:allocation_revise", plan.pk), sent(plan, rep, cap="200,000"))
    response = client.post(url, table)
    assert response.status_code == 409
    assert "Your table is still here" in words(response)
    assert "150,000" in response.text
    assert 'name="version" value="2"' in response.text
    assert client.post(url, table | {"version": "2"}).status_code == 302
    (line,) = [line for line in latest(plan).plan.lines if line.id == rep.pk]
    assert (line.typed, line.cap) == (150_000_00, 200_000_00)


def test_undo_apply_and_take_back_from_the_page(client, plan, objective):
    at = {"version": "2"}
    client.post(client.organisation_url("goals:allocation_revise", plan.pk), sent(plan, method="even"))
    client.post(client.organisation_url("goals:allocation_undo", plan.pk), at)
    done = client.post(client.organisation_url("goals:allocation_apply", plan.pk), {"version": "3"}, follow=True)
    assert "Handed down: 2 new, 0 changed" in words(done)
    back = client.post(client.organisation_url("goals:allocation_take_back", plan.pk), follow=True)
    assert "Taken back" in words(back)
    with tenant(objective.organisation_id):
        assert not Objective.objects.active().filter(parent=objective).exists()


def test_copy_and_discard(client, plan, objective):
    copied = client.post(client.organisation_url("goals:allocation_copy", plan.pk), follow=True)
    assert "What if: Plan 1" in words(copied)
    client.post(client.organisation_url("goals:allocation_discard", plan.pk))
    assert client.get(client.organisation_url("goals:allocation_detail", plan.pk)).status_code == 404
    listed = words(client.get(client.organisation_url("goals:objective_allocate", objective.pk)))
    assert "What if: Plan 1" in listed


def test_a_plan_begins_at_the_objective(client, objective):
    url = client.organisation_url("goals:objective_allocate", objective.pk)
    assert "A new plan" in words(client.get(url))
    assert client.post(url, {"over": "galaxy", "name": ""}).status_code == 422
    response = client.post(url, {"over": "rep", "name": "First"}, follow=True)
    assert "Rita Rep" in words(response)


@pytest.mark.parametrize("name", ["\u202eevil", "x" * 81])
def test_a_copy_has_a_name_that_can_be_kept(client, plan, name):
    refused = client.post(client.organisation_url("goals:allocation_copy", plan.pk), {"name": name})
    assert refused.status_code == 409
    with tenant(plan.organisation_id):
        assert Allocation.objects.count() == 1


def test_a_table_is_pasted_by_names_all_or_nothing(client, plan, rep):
    url = client.organisation_url("goals:allocation_paste", plan.pk)
    assert client.get(url).status_code == 200
    refused = client.post(url, {"version": "1", "column": "typed", "table": "rita rep\t100000\nNobody\t5"})
    assert refused.status_code == 422
    assert "“Nobody” is not in the plan" in words(refused)
    below = client.post(url, {"version": "1", "column": "typed", "table": "Rita Rep\t-5"})
    assert "Line 1: This is negative or too large." in words(below)
    pasted = client.post(
        url, {"version": "1", "column": "typed", "table": "Name\tPlan\nrita rep\t100,000\nBo Second\t"}, follow=True
    )
    assert "1 amount is taken over." in words(pasted)
    assert {line.id: line.typed for line in latest(plan).plan.lines}[rep.pk] == 10_000_000


@pytest.mark.parametrize(
    ("column", "amount", "reason"),
    [("floor", "200,000", "would get at least more than at most"), ("typed", "many", "Line 1: ")],
)
def test_a_table_that_would_leave_a_plan_without_outcome_is_refused(client, plan, rep, column, amount, reason):
    client.post(client.organisation_url("goals:allocation_revise", plan.pk), sent(plan, rep, cap="100,000"))
    url = client.organisation_url("goals:allocation_paste", plan.pk)
    refused = client.post(url, {"version": "2", "column": column, "table": f"Rita Rep\t{amount}"})
    assert refused.status_code == 422
    assert reason in words(refused)
    assert client.get(client.organisation_url("goals:allocation_detail", plan.pk)).status_code == 200


def test_an_export_can_be_taken_over_again_and_no_name_is_a_formula(client, plan, rep):
    with tenant(plan.organisation_id):
        Membership.objects.filter(pk=rep.pk).update(full_name="=1+1")
    exported = client.get(client.organisation_url("goals:allocation_export", plan.pk))
    assert exported["Content-Type"].startswith("text/csv")
    lines = exported.content.decode("utf-8-sig").splitlines()
    assert any(line.startswith('\'=1+1,"300,000"') for line in lines)
    assert any(line.startswith('Bo Second,"100,000"') for line in lines)
    taken = {"version": "1", "column": "typed", "table": "\n".join(lines)}
    again = client.post(client.organisation_url("goals:allocation_paste", plan.pk), taken, follow=True)
    assert "2 amounts are taken over." in words(again)


@pytest.mark.parametrize("name", ["allocation_detail", "allocation_paste", "allocation_export"])
def test_strangers_and_reps_do_not_see_it(client_of, stranger, rep, plan, name):
    foreign = client_of(stranger)
    assert foreign.get(foreign.organisation_url(f"goals:{name}", plan.pk)).status_code == 404
    colleague = client_of(rep)
    assert colleague.get(colleague.organisation_url(f"goals:{name}", plan.pk)).status_code == 403


@pytest.mark.parametrize("name", ["revise", "undo", "apply", "take_back", "copy", "discard"])
def test_what_changes_is_only_posted(client, plan, name):
    assert client.get(client.organisation_url(f"goals:allocation_{name}", plan.pk)).status_code == 405


def test_as_many_queries_for_ten_rows_as_for_three(client, plan, objective, query_count):
    url = client.organisation_url("goals:allocation_detail", plan.pk)
    few = query_count(client, url)
    with tenant(objective.organisation_id):
        for number in range(8):
            make_assignment(membership=make_membership("rep", full_name=f"Rep {number}"), team=objective.team)
        assert Allocation.objects.count() == 1
    assert query_count(client, url) == few


def test_another_departments_plan_is_read_and_not_changed(client_of, marketing_manager, plan):
    client = client_of(marketing_manager)
    url = client.organisation_url("goals:allocation_detail", plan.pk)
    text = client.get(url).content.decode()
    assert "not yours to hand down" in text
    for name in ("apply", "undo", "paste", "copy", "discard"):
        change = client.organisation_url(f"goals:allocation_{name}", plan.pk)
        assert change not in text
        assert client.post(change, {"version": 1}).status_code == 403
    assert client.post(client.organisation_url("goals:allocation_revise", plan.pk), sent(plan)).status_code == 403
    assert latest(plan).number == 1


def test_whose_amounts_are_set_by_others_is_said_before(client, sales_team, sales_manager):
    """The organisation's number over departments: their own managers do not set what they are asked."""
    with tenant(sales_team.organisation_id):
        shared = make_objective()
        plan = allocations.start(objective=shared, over=Over.DEPARTMENT, name="All", by=sales_manager, at=NOW)
    text = client.get(client.organisation_url("goals:allocation_detail", plan.pk)).content.decode()
    assert "These targets are set by others" not in text, "a first draft may be made"
    with tenant(sales_team.organisation_id):
        make_department("marketing", name="Demand")
    text = client.get(client.organisation_url("goals:allocation_detail", plan.pk)).content.decode()
    assert "These targets are set by others: <bdi>Demand</bdi>" in text
    assert client.organisation_url("goals:allocation_apply", plan.pk) not in text
