"""What was there when a page was opened and is not any more: each answer says what happened, and loses nothing."""

from typing import Any

import pytest

from goals.models import Goal, Negotiation, Objective
from teams.models import Department, Membership
from teams.tenancy import tenant
from tests.factories.joint_sessions import make_joint_session, make_session_draft
from tests.factories.negotiations import make_negotiation
from tests.factories.teams import make_department, make_membership
from tests.goals.allocating import empty_plan, team_to_split
from tests.goals.negotiating import managed, offered, words

__all__ = ["managed", "offered"]
pytestmark = pytest.mark.usefixtures("today")
GONE = "What was chosen is no longer here, or does not fit. Choose another one."
OFFER = {"committed": "3,200", "rationale": "Typed reason.", "evidence": "", "answer_by": "2026-08-20"}
ASKED = {"title": "Typed reason.", "needed_by": "", "details": ""}
MEETING = {"title": "Typed reason.", "day": "2026-08-20", "begins": "10:00", "topics": ""}
TARGET: dict[str, Any] = {
    "title": "Typed reason.",
    "metric_key": "won_revenue",
    "period": "2026-Q3",
    "direction": "at_least",
    "target": "3,000",
    "weight": "1.00",
}


@pytest.fixture
def client(client_of, sales_manager):
    return client_of(sales_manager)


@pytest.mark.parametrize(
    ("page", "field", "typed"),
    [
        ("objective_negotiate", "other_department", OFFER),
        ("help_request_new", "department", ASKED),
        ("joint_session_new", "second_department", MEETING),
        ("objective_new", "department", TARGET | {"scope": "department"}),
    ],
)
def test_a_department_that_was_deleted(client, objective, managed, page, field, typed):
    with tenant(objective.organisation_id):
        other = make_department("other", name="Research")
        Department.objects.filter(pk=other.pk).delete()
    about = {"objective_negotiate": [objective.pk], "help_request_new": [objective.goal_id]}.get(page, [])
    chosen = {"goal": objective.goal_id, "owner": objective.owner_id, "first_department": managed.pk, field: other.pk}
    response = client.post(client.organisation_url(f"goals:{page}", *about), typed | chosen)
    assert response.status_code == 422
    assert GONE in words(response)
    assert "Typed reason." in response.text


@pytest.mark.parametrize(("used", "named"), [("negotiation", "Negotiations"), ("session", "Joint sessions")])
def test_a_department_that_somebody_needs_is_not_deleted(client_of, admin, objective, used, named):
    with tenant(objective.organisation_id):
        other, second = make_department("other", name="Research"), make_department("other", name="Press")
        if used == "negotiation":
            make_negotiation(objective=objective, rep=objective.rep)
            Negotiation.objects.update(other_department=other)
        else:
            make_joint_session(first_department=other, second_department=second)
    client = client_of(admin)
    response = client.post(client.organisation_url("teams:department_delete", other.pk), follow=True)
    assert f"Research is still used here: {named}" in words(response)
    with tenant(objective.organisation_id):
        assert Department.objects.filter(pk=other.pk).exists()


def left(member: Membership) -> None:
    with tenant(member.organisation_id):
        Membership.objects.filter(pk=member.pk).update(is_active=False)


def test_an_objective_of_somebody_who_left_is_still_edited_and_keeps_them(client, objective, rep):
    left(rep)
    url = client.organisation_url("goals:objective_edit", objective.pk)
    assert client.get(url).text.count(f'value="{rep.pk}" selected') == 2
    kept = {"goal": objective.goal_id, "scope": "rep", "rep": rep.pk, "owner": rep.pk, "version": "1"}
    assert client.post(url, TARGET | kept).status_code == 302
    with tenant(objective.organisation_id):
        saved = Objective.objects.get()
        assert (saved.title, saved.rep_id, saved.owner_id) == ("Typed reason.", rep.pk, rep.pk)
    page = words(client.get(client.organisation_url("goals:objective_detail", objective.pk)))
    assert "has left. Choose an owner who is here." in page


def test_nothing_new_is_given_to_somebody_who_left(client, goal, rep):
    left(rep)
    chosen = {"goal": goal.pk, "owner": rep.pk, "scope": "rep", "rep": rep.pk}
    response = client.post(client.organisation_url("goals:objective_new"), TARGET | chosen)
    assert response.status_code == 422
    assert words(response).count(GONE) == 2
    assert "Typed reason." in response.text


def test_a_goal_keeps_its_owner_and_sponsor_who_left(client, goal, rep):
    with tenant(goal.organisation_id):
        Goal.objects.update(owner=rep, sponsor=rep)
    left(rep)
    sent = {"title": "Win more", "owner": rep.pk, "sponsor": rep.pk, "version": "1"}
    url = client.organisation_url("goals:goal_edit", goal.pk)
    assert client.get(url).text.count(f'value="{rep.pk}" selected') == 2
    assert client.post(url, sent).status_code == 302
    with tenant(goal.organisation_id):
        saved = Goal.objects.get()
        assert (saved.title, saved.owner_id, saved.sponsor_id) == ("Win more", rep.pk, rep.pk)


def test_nothing_is_asked_of_somebody_who_left(client_of, rep, objective):
    with tenant(objective.organisation_id):
        other = make_membership(full_name="Lea Left")
    left(other)
    client = client_of(rep)
    typed = {"confidence": "65", "changed": "Typed reason.", "ask": "Call", "asked_of": str(other.pk)}
    sent = {f"check-in-{name}": value for name, value in typed.items()}
    response = client.post(client.organisation_url("goals:objective_check_in", objective.pk), sent)
    assert response.status_code == 422
    assert GONE in words(response)
    assert "Typed reason." in response.text


def test_a_plan_leaves_out_who_left_and_says_so(client, sales_team, rep, sales_manager):
    plan = empty_plan(team_to_split(sales_team, rep, sales_manager))
    url = client.organisation_url("goals:allocation_revise", plan.pk)
    shown = {"version": "1", "method": "even", "blend": "50", "padding": "0", f"typed-{rep.pk}": "350,000"}
    assert client.post(url, shown).status_code == 302
    left(rep)
    page = words(client.get(client.organisation_url("goals:allocation_detail", plan.pk)))
    assert "1 line is left out: its receiver is no longer here." in page
    assert "Bo Second" in page
    client.post(client.organisation_url("goals:allocation_apply", plan.pk), {"version": "2"})
    with tenant(plan.organisation_id):
        assert not Objective.objects.filter(rep=rep).exists()
        assert Objective.objects.get(rep__full_name="Bo Second").target == 40_000_000


@pytest.mark.parametrize("step", ["withdraw", "escalate"])
def test_a_step_that_comes_too_late_keeps_its_word(client, client_of, rep, offered, step):
    answer = {"seen": str(offered.latest_id)}
    accepting = client_of(rep)
    accepting.post(accepting.organisation_url("goals:negotiation_accept", offered.pk), answer)
    response = client.post(client.organisation_url(f"goals:negotiation_{step}", offered.pk), {"note": "Typed reason."})
    assert response.status_code == 409
    assert "Typed reason." in response.text
    with tenant(offered.organisation_id):
        assert Negotiation.objects.get().state == "agreed"


def test_what_is_imposed_on_an_older_number_keeps_its_reason(client, client_of, rep, offered):
    seen, countering = str(offered.latest_id), client_of(rep)
    url = countering.organisation_url("goals:negotiation_bid", offered.pk)
    assert countering.post(url, OFFER | {"seen": seen}).status_code == 302
    sent = {"impose-committed": "3,800", "impose-rationale": "Typed reason.", "impose-seen": seen}
    response = client.post(client.organisation_url("goals:negotiation_impose", offered.pk), sent)
    assert response.status_code == 409
    assert "Typed reason." in response.text
    with tenant(offered.organisation_id):
        assert Negotiation.objects.get().state == "countered"


def test_a_target_below_zero_in_the_room(client, organisation, sales_manager):
    with tenant(organisation.pk):
        draft = make_session_draft(session=make_joint_session(led_by=sales_manager))
    typed = {"version": "1", "title": "Typed reason.", "metric_key": "won_revenue", "department": "", "target": "-5"}
    response = client.post(client.organisation_url("goals:session_draft_edit", draft.pk), typed)
    assert response.status_code == 422
    assert "This is negative or too large." in words(response)
    assert "Typed reason." in response.text


def test_a_target_below_zero_in_a_plan(client, sales_team, rep, sales_manager):
    plan = empty_plan(team_to_split(sales_team, rep, sales_manager))
    shown = {"version": "1", "method": "even", "blend": "50", "padding": "0", f"typed-{rep.pk}": "-5"}
    response = client.post(client.organisation_url("goals:allocation_revise", plan.pk), shown)
    assert response.status_code == 422
    assert "This is negative or too large." in words(response)
    assert 'value="-5"' in response.text


@pytest.mark.parametrize("name", ["objective_archive", "goal_archive"])
def test_nobody_ends_an_agreement_alone_by_putting_it_aside(client, offered, objective, rep, name):
    row = objective if name == "objective_archive" else objective.goal
    url = client.organisation_url(f"goals:{name}", row.pk)
    assert "held by the negotiation with Rita Rep" in words(client.post(url, follow=True))
    with tenant(objective.organisation_id):
        assert not Objective.objects.get().is_archived
        Membership.objects.filter(pk=rep.pk).update(is_active=False)
    client.post(url)
    with tenant(objective.organisation_id):
        assert Objective.objects.get().is_archived
