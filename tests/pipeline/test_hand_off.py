"""A rep takes a lead or gives it back; what is given back comes again."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from pipeline.actions import hand_off
from pipeline.models import Lead, LeadNews, LeadRejection, StageTransition
from pipeline.rules.hand_off import ACTIONS, STAGES, Action, Reason
from teams.actions.refusals import Refused
from teams.tenancy import tenant
from tests.factories.hand_offs import make_lead_rejection
from tests.factories.pipeline import make_lead, make_stage_transition
from tests.factories.teams import NOW, make_assignment, make_membership

LATER = NOW.date() + timedelta(days=30)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def lead(organisation, rep):
    with tenant(organisation.pk):
        make_assignment(membership=rep)
        lead = make_lead(name="Ann Lee", stage="mql", owner=rep)
        make_stage_transition(lead=lead, to_stage="mql", owner=rep, occurred_at=NOW - timedelta(hours=1))
        LeadNews.objects.all().delete()
        return lead


def post(client, name, row, **typed):
    return client.post(client.organisation_url(f"pipeline:lead_{name}", row.pk), typed, follow=True).content.decode()


def test_every_reason_has_its_action_and_stage():
    assert set(ACTIONS) == set(Reason)
    assert set(ACTIONS.values()) == set(Action) == set(STAGES)
    assert [one.value for one in Reason] == LeadRejection.Reason.values
    assert [one.value for one in Action] == LeadRejection.Action.values


def test_accepting_is_the_handshake_by_which_clocks_run(client_of, rep, lead, organisation):
    assert "The lead is accepted" in post(client_of(rep), "accept", lead)
    with tenant(organisation.pk):
        accepted = StageTransition.objects.get(lead=lead, to_stage="sal")
        assert (accepted.occurred_at, accepted.owner_id, accepted.is_first) == (NOW, rep.pk, True)
        assert accepted.team_id and accepted.department_id
        assert LeadNews.objects.get().leads == [lead.pk]
        assert Event.objects.filter(action="lead.accept").count() == 1
    assert "This lead has moved on meanwhile" in post(client_of(rep), "accept", lead)


@pytest.mark.parametrize("reason", Reason)
def test_giving_back(client_of, rep, lead, organisation, reason):
    page = post(client_of(rep), "reject", lead, reason=reason.value, returns_on=LATER.isoformat(), note="Asked")
    assert "The lead is given back" in page
    with tenant(organisation.pk):
        rejection, now = LeadRejection.objects.get(), Lead.objects.get()
        stages = list(StageTransition.objects.order_by("occurred_at").values_list("to_stage", flat=True))
    action = ACTIONS[reason]
    assert rejection.action == action.value
    assert rejection.returns_on == (LATER if action == Action.NURTURE else None)
    assert (rejection.settled_at is not None) == (action in (Action.DISCARD, Action.REROUTE))
    expected = ["mql", STAGES[action], *(["mql"] if action == Action.REROUTE else [])]
    assert (stages, now.stage) == (expected, expected[-1])
    assert (now.owner_id is None) == (action == Action.REROUTE)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({}, "This field is required."),
        ({"reason": "not_now"}, "Say when it comes back."),
        ({"reason": "not_now", "returns_on": "2026-08-14"}, "Choose a day within the next year."),
        ({"reason": "not_now", "returns_on": "2028-08-14"}, "Choose a day within the next year."),
    ],
)
def test_wrong_input_is_shown_again(client_of, rep, lead, typed, reason):
    client = client_of(rep)
    response = client.post(client.organisation_url("pipeline:lead_reject", lead.pk), typed)
    assert response.status_code == 422
    assert reason in response.content.decode()


def test_nurtured_leads_come_back_on_their_day_and_once(lead, rep, in_tenant):
    hand_off.reject(lead=lead, reason="not_now", note="", returns_on=LATER, by=rep, at=NOW)
    assert hand_off.bring_back(at=NOW + timedelta(days=29)) == 0
    assert hand_off.bring_back(at=NOW + timedelta(days=30)) == 1
    assert hand_off.bring_back(at=NOW + timedelta(days=30)) == 0
    now = Lead.objects.get()
    assert (now.stage, now.owner_id) == ("mql", rep.pk)
    assert StageTransition.objects.filter(lead=lead, to_stage="mql").count() == 2


def test_who_left_gets_nothing_back(lead, rep, in_tenant):
    hand_off.reject(lead=lead, reason="not_now", note="", returns_on=LATER, by=rep, at=NOW)
    rep.is_active = False
    rep.save()
    hand_off.bring_back(at=NOW + timedelta(days=30))
    assert Lead.objects.get().owner_id is None


def test_a_lead_that_moved_on_by_itself_stays_there(lead, rep, in_tenant):
    hand_off.reject(lead=lead, reason="not_now", note="", returns_on=LATER, by=rep, at=NOW)
    Lead.objects.update(stage="won")
    hand_off.bring_back(at=NOW + timedelta(days=30))
    assert Lead.objects.get().stage == "won"


@pytest.mark.parametrize(
    ("stage", "reason"), [("inquiry", "Marketing has not handed this lead off yet"), ("sal", "This lead has moved on")]
)
def test_only_what_was_handed_off_is_decided_about(client_of, rep, lead, organisation, stage, reason):
    with tenant(organisation.pk):
        Lead.objects.update(stage=stage)
    assert reason in post(client_of(rep), "reject", lead, reason="duplicate")
    assert reason in post(client_of(rep), "accept", lead)
    shown = client_of(rep).get(client_of(rep).organisation_url("pipeline:lead_detail", lead.pk)).content.decode()
    assert "Give back" not in shown


def test_a_lead_that_the_crm_brought_back_can_be_rejected_again(lead, rep, in_tenant):
    first = hand_off.reject(lead=lead, reason="not_now", note="", returns_on=LATER, by=rep, at=NOW)
    Lead.objects.update(stage="mql")
    later = NOW + timedelta(days=1)
    second = hand_off.reject(lead=lead, reason="no_budget", note="", returns_on=LATER, by=rep, at=later)
    settled = dict(LeadRejection.objects.values_list("pk", "settled_at"))
    assert settled == {first.pk: later, second.pk: None}
    with pytest.raises(Refused, match="moved on"):
        hand_off.reject(lead=lead, reason="no_budget", note="", returns_on=LATER, by=rep, at=later)


def test_whoever_settles_locks_the_lead_first(lead, rep, in_tenant):
    rejection = hand_off.reject(lead=lead, reason="bad_contact", note="", returns_on=None, by=rep, at=NOW)
    with CaptureQueriesContext(connection) as asked:
        hand_off.settle(rejection=rejection, by=rep, at=NOW + timedelta(hours=1))
    first = next(one["sql"] for one in asked if "FOR UPDATE" in one["sql"])
    assert 'FOR UPDATE OF "pipeline_lead"' in first


def test_marketing_completes_it_and_hands_it_back(client_of, rep, marketer, lead, organisation):
    post(client_of(rep), "reject", lead, reason="bad_contact", note="Number is dead")
    client = client_of(marketer)
    url = client.organisation_url("pipeline:lead_rejection_list")
    assert "Number is dead" in client.get(url).content.decode()
    with tenant(organisation.pk):
        rejection = LeadRejection.objects.get()
    assert "The lead is with sales again" in post(client, "hand_back", rejection)
    assert "Nothing waits here" in client.get(url).content.decode()
    assert "Number is dead" in client.get(url, {"state": "settled"}).content.decode()
    assert "This lead is back with sales already" in post(client, "hand_back", rejection)
    with tenant(organisation.pk):
        assert Lead.objects.get().stage == "mql"


def test_only_ones_own_leads_and_managers_those_of_all(client_of, rep, sales_manager, viewer, lead, organisation):
    with tenant(organisation.pk):
        colleague = make_membership(organisation=organisation)
    other = client_of(colleague)
    assert other.post(other.organisation_url("pipeline:lead_accept", lead.pk)).status_code == 403
    assert other.get(other.organisation_url("pipeline:lead_reject", lead.pk)).status_code == 403
    shown = client_of(rep).get(client_of(rep).organisation_url("pipeline:lead_detail", lead.pk)).content.decode()
    assert "Give back" in shown and "Give to somebody" not in shown
    assert "The lead is accepted" in post(client_of(sales_manager), "accept", lead)


def test_who_hands_leads_over_does_not_accept_them_as_well(client_of, marketing_manager, lead):
    client = client_of(marketing_manager)
    for step in ("accept", "reject"):
        assert client.post(client.organisation_url(f"pipeline:lead_{step}", lead.pk)).status_code == 403
    assert client.get(client.organisation_url("pipeline:lead_assign", lead.pk)).status_code == 200
    shown = client.get(client.organisation_url("pipeline:lead_detail", lead.pk)).content.decode()
    assert "Give to somebody" in shown and "Give back" not in shown


def test_nobody_of_marketing_accepts_what_they_gave_to_themselves(client_of, marketing_manager, lead, organisation):
    client = client_of(marketing_manager)
    post(client, "assign", lead, owner=marketing_manager.pk)
    assert client.post(client.organisation_url("pipeline:lead_accept", lead.pk)).status_code == 403
    inbox = client.get(client.organisation_url("slas:inbox")).content.decode()
    assert "Ann Lee" in inbox and client.organisation_url("pipeline:lead_accept", lead.pk) not in inbox
    with tenant(organisation.pk):
        assert Lead.objects.get().owner_id == marketing_manager.pk
        assert Lead.objects.get().stage == "mql"


def test_as_many_queries_for_ten_as_for_three(client_of, marketer, organisation, query_count):
    client = client_of(marketer)
    url = client.organisation_url("pipeline:lead_rejection_list")
    with tenant(organisation.pk):
        for _ in range(3):
            make_lead_rejection()
    few = query_count(client, url)
    with tenant(organisation.pk):
        for _ in range(7):
            make_lead_rejection()
    assert query_count(client, url) == few
