"""Leads that are nobody's are handed out, fairly and never to nobody in silence."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.db.models.functions import Now
from django.db.utils import ProgrammingError

from pipeline.actions import distribution, hand_off
from pipeline.models import Lead, LeadAssignment, LeadNews, RoutingRule, StageTransition
from teams.models import Department
from teams.tenancy import organisations_due, tenant
from tests.factories.hand_offs import make_lead_assignment, make_rep_capacity, make_routing_rule
from tests.factories.pipeline import make_lead, make_product, make_stage_transition
from tests.factories.teams import (
    NOW,
    make_absence,
    make_assignment,
    make_calendar,
    make_department,
    make_membership,
    make_team,
    make_territory,
)

DAY = NOW.date()


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def team(in_tenant):
    return make_team()


def a_rep(team, name, capacity=None):
    rep = make_membership(full_name=name)
    make_assignment(membership=rep, team=team)
    if capacity is not None:
        make_rep_capacity(membership=rep, leads_per_week=capacity)
    return rep


def leads(number, **values):
    found = [make_lead(stage="mql", **values) for _ in range(number)]
    for lead in found:
        make_stage_transition(lead=lead, to_stage="mql")
    return found


def owners():
    """First names of the owners, in the order of arrival."""
    rows = LeadAssignment.objects.select_related("owner").order_by("pk")
    return [one.owner.full_name.split()[0] for one in rows]


def test_in_turn_and_by_capacity(team):
    a_rep(team, "Ann", 2)
    a_rep(team, "Bob", 1)
    make_routing_rule(team=team)
    leads(6)
    assert distribution.hand_out(at=NOW) == 6
    assert sorted(owners()) == ["Ann"] * 4 + ["Bob"] * 2
    assert distribution.hand_out(at=NOW) == 0


def test_why_this_rep_is_kept(team):
    ann, bob = a_rep(team, "Ann"), a_rep(team, "Bob")
    make_absence(membership=bob, starts_on=DAY, ends_on=DAY + timedelta(days=1))
    make_routing_rule(team=team, name="All of it")
    (lead,) = leads(1)
    LeadNews.objects.all().delete()
    distribution.hand_out(at=NOW)
    one = LeadAssignment.objects.get()
    assert (one.owner_id, one.reason, one.rule_name) == (ann.pk, "turn", "All of it")
    assert [(found["name"], found["missing"]) for found in one.candidates] == [("Ann", ""), ("Bob", "absent")]
    now = Lead.objects.get()
    assert (now.owner_id, now.team_id) == (ann.pk, team.pk)
    assert StageTransition.objects.get().owner_id == ann.pk
    assert lead.pk in {key for news in LeadNews.objects.all() for key in news.leads}
    with pytest.raises(ProgrammingError), transaction.atomic():
        LeadAssignment.objects.update(rule_name="Another")


def test_teams_below_take_part_and_marketers_do_not(team):
    a_rep(make_team(department=team.department, parent=team), "Ann")
    make_assignment(membership=make_membership("marketer", full_name="Mia"), team=team)
    make_routing_rule(team=team)
    leads(2)
    distribution.hand_out(at=NOW)
    assert owners() == ["Ann", "Ann"]


def test_nobody_there_goes_to_the_fallback_and_says_so(team):
    a_rep(team, "Ann", 0)
    make_routing_rule(team=team, fallback=make_membership(full_name="Fay"))
    leads(1)
    distribution.hand_out(at=NOW)
    assert owners() == ["Fay"]
    assert LeadAssignment.objects.get().reason == "nobody_there"


def test_what_no_rule_fits_goes_to_the_head_of_sales(team):
    make_routing_rule(team=team, territory=make_territory())
    leads(1)
    assert distribution.hand_out(at=NOW) == 0
    make_department(Department.Kind.SALES, head=make_membership("sales_manager", full_name="Hal"))
    assert distribution.hand_out(at=NOW) == 1
    assert (owners(), LeadAssignment.objects.get().reason) == (["Hal"], "no_rule")


def test_without_rules_and_of_old_files_nothing_is_handed_out(team):
    a_rep(team, "Ann")
    leads(1)
    assert distribution.hand_out(at=NOW) == 0
    make_routing_rule(team=team)
    assert distribution.hand_out(at=NOW + timedelta(days=31)) == 0
    assert distribution.hand_out(at=NOW) == 1


def test_a_closed_office_keeps_leads_waiting(team):
    a_rep(team, "Ann")
    make_routing_rule(team=team, calendar=make_calendar().calendar)
    leads(1)
    assert distribution.hand_out(at=NOW.replace(hour=17)) == 0
    assert distribution.hand_out(at=NOW.replace(hour=16, minute=59)) == 1


def test_the_first_rule_that_fits(team):
    gulf, desk = make_territory(), make_product()
    a_rep(team, "Ann")
    other = make_team()
    a_rep(other, "Bob")
    make_routing_rule(team=team, name="Desks of the Gulf", territory=gulf, product=desk, position=1)
    make_routing_rule(team=other, name="The rest", position=2)
    leads(1, territory=gulf, product=desk)
    leads(1, territory=gulf)
    leads(1, product=desk)
    distribution.hand_out(at=NOW)
    assert owners() == ["Ann", "Bob", "Bob"]


def test_who_said_that_it_is_not_theirs_does_not_get_it_again(team):
    ann = a_rep(team, "Ann", 9)
    a_rep(team, "Bob", 1)
    make_routing_rule(team=team)
    (lead,) = leads(1)
    distribution.hand_out(at=NOW)
    assert Lead.objects.get().owner_id == ann.pk
    later = NOW + timedelta(minutes=5)
    hand_off.reject(lead=lead, reason="wrong_territory", note="", returns_on=None, by=ann, at=later)
    distribution.hand_out(at=later + timedelta(minutes=1))
    assert owners() == ["Ann", "Bob"]


def test_what_a_manager_gave_back_for_somebody_does_not_come_to_them_again(team):
    ann = a_rep(team, "Ann", 9)
    a_rep(team, "Bob", 1)
    make_routing_rule(team=team, fallback=ann)
    (lead,) = leads(1, territory=make_territory())
    distribution.hand_out(at=NOW)
    boss = make_membership("owner", full_name="Olga")
    for minute in (5, 10):
        at = NOW + timedelta(minutes=minute)
        hand_off.reject(lead=lead, reason="wrong_product", note="", returns_on=None, by=boss, at=at)
        assert Lead.objects.filter(owner=None, team=None, department=None, territory=None).exists()
        distribution.hand_out(at=at + timedelta(minutes=1))
    assert owners() == ["Ann", "Bob", "Olga"]


def test_a_fallback_who_left_is_no_fallback(team):
    a_rep(team, "Ann", 0)
    make_membership("owner", full_name="Olga")
    make_routing_rule(team=team, fallback=make_membership(full_name="Fay", is_active=False))
    leads(1)
    assert distribution.hand_out(at=NOW) == 1
    assert (owners(), LeadAssignment.objects.get().reason) == (["Olga"], "nobody_there")


def test_leads_that_wait_hold_up_none_behind_them(team, monkeypatch):
    monkeypatch.setattr(distribution, "PORTION", 2)
    gulf = make_territory()
    a_rep(team, "Ann")
    closed = make_calendar().calendar
    make_routing_rule(team=team, name="Gulf", territory=gulf, calendar=closed, position=1)
    make_routing_rule(team=team, name="The rest", position=2)
    leads(3, territory=gulf, occurred_at=NOW - timedelta(days=1))
    leads(2)
    assert distribution.hand_out(at=NOW.replace(hour=18)) == 2
    assert Lead.objects.filter(owner=None, territory=gulf).count() == 3


def test_the_sweep_asks_only_for_what_is_handed_out(team):
    organisation_id = team.organisation_id
    leads(1)
    StageTransition.objects.update(occurred_at=Now() - timedelta(days=29))
    assert organisation_id not in organisations_due("unassigned_leads")
    make_routing_rule(team=team)
    assert organisation_id in organisations_due("unassigned_leads")
    StageTransition.objects.update(occurred_at=Now() - timedelta(days=31))
    assert organisation_id not in organisations_due("unassigned_leads")


def test_a_manager_gives_a_lead_by_hand(client_of, sales_manager, rep, organisation):
    with tenant(organisation.pk):
        (lead,) = leads(1)
    client = client_of(sales_manager)
    url = client.organisation_url("pipeline:lead_assign", lead.pk)
    assert client.post(url, {"owner": "x"}).status_code == 422
    assert "Rita Rep has this lead now." in client.post(url, {"owner": rep.pk}, follow=True).content.decode()
    assert "Given by hand" in client.get(client.organisation_url("pipeline:lead_detail", lead.pk)).content.decode()


def typed(rule, **values):
    return {"name": "Gulf", "position": 1, "team": rule.team_id, "fallback": rule.fallback_id, "version": 1} | values


def test_rules_are_made_changed_and_deleted(client_of, sales_manager, ops_auditor, organisation):
    client = client_of(sales_manager)
    listed = client.organisation_url("pipeline:routing_list")
    assert "No rules yet" in client.get(listed).content.decode()
    with tenant(organisation.pk):
        rule = make_routing_rule()
    new, edit = (
        client.organisation_url("pipeline:routing_new"),
        client.organisation_url("pipeline:routing_edit", rule.pk),
    )
    assert client.post(new, typed(rule, team="")).status_code == 422
    assert client.post(new, typed(rule)).status_code == 302
    assert "already in use" in client.post(new, typed(rule)).content.decode()
    assert client.post(edit, typed(rule, name="Europe")).status_code == 302
    assert client.post(edit, typed(rule, name="Asia")).status_code == 409
    assert client.post(client.organisation_url("pipeline:routing_delete", rule.pk)).status_code == 302
    with tenant(organisation.pk):
        assert list(RoutingRule.objects.values_list("name", flat=True)) == ["Gulf"]
        make_lead_assignment(reason="no_rule")
        leads(1)
    page = client_of(ops_auditor).get(listed).content.decode()
    assert "Did not find their way by the rules" in page and "Nobody’s yet" in page
    assert client_of(ops_auditor).get(new).status_code == 403


def test_as_many_queries_for_ten_as_for_three(client_of, sales_manager, organisation, query_count):
    client = client_of(sales_manager)
    with tenant(organisation.pk):
        for number in range(3):
            make_routing_rule(name=f"Rule {number}")
            make_lead_assignment(reason="no_rule")
    urls = [client.organisation_url(f"pipeline:routing_{name}") for name in ("list", "fairness")]
    few = [query_count(client, url) for url in urls]
    with tenant(organisation.pk):
        for number in range(3, 10):
            make_routing_rule(name=f"Rule {number}", territory=make_territory(), product=make_product())
            make_lead_assignment(reason="no_rule")
    assert [query_count(client, url) for url in urls] == few
