"""A rep is told of the leads that were handed to them: once, all of them together, and by when the first is due."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications.models import Notification
from pipeline.actions import distribution, hand_off
from pipeline.models import LeadAssignment, LeadNews
from slas.actions import arrivals, sweeps
from teams.tenancy import organisations_due
from tests.factories.hand_offs import make_lead_assignment
from tests.factories.pipeline import make_lead, make_stage_transition
from tests.factories.slas import make_clock, make_lead_news
from tests.factories.teams import NOW, make_membership

SOON = NOW + timedelta(seconds=5)


@pytest.fixture
def boss(in_tenant):
    return make_membership("sales_manager")


def given(rep, boss, name="Ann Lee", at=NOW):
    lead = make_lead(stage="mql", name=name)
    make_stage_transition(lead=lead, to_stage="mql", occurred_at=at)
    lead = distribution.give(lead=lead, owner=rep, by=boss, at=at)
    LeadNews.objects.all().delete()
    return lead


def notices(rep):
    return [str(one) for one in Notification.objects.filter(to=rep).order_by("created_at")]


def test_one_lead_with_its_due_time(rep, boss):
    lead = given(rep, boss)
    make_clock(lead=lead, owner=rep, due_at=NOW + timedelta(hours=1))
    make_clock(lead=lead, owner=rep, due_at=NOW + timedelta(hours=4))
    assert arrivals.tell(at=SOON) == 1
    (text,) = notices(rep)
    assert text.startswith("Leads handed to you: 1 (Ann Lee). First due: Aug 14, 2026, 1:00:00")
    assert arrivals.tell(at=SOON) == 0
    assert Notification.objects.get().url == reverse("slas:inbox", args=["acme"])


def test_many_at_once_make_one_notice_and_what_follows_is_added(rep, boss):
    for name in ("Ann", "Bob", "Cid", "Dee"):
        given(rep, boss, name)
    assert arrivals.tell(at=SOON) == 1
    assert notices(rep) == ["Leads handed to you: 4 (Ann, Bob, Cid, …). First due: –"]
    given(rep, boss, "Eve", SOON)
    arrivals.tell(at=NOW + timedelta(minutes=14))
    assert notices(rep) == ["Leads handed to you: 5 (Ann, Bob, Cid, …). First due: –"]
    given(rep, boss, "Fay", SOON)
    arrivals.tell(at=NOW + timedelta(minutes=20))
    assert notices(rep)[1:] == ["Leads handed to you: 1 (Fay). First due: –"]
    Notification.objects.update(read_at=NOW)
    given(rep, boss, "Gil", SOON)
    arrivals.tell(at=NOW + timedelta(minutes=21))
    assert notices(rep)[2:] == ["Leads handed to you: 1 (Gil). First due: –"]


def test_the_first_due_of_all_is_told(rep, boss):
    for hours in (2, 1):
        make_clock(lead=given(rep, boss), owner=rep, due_at=NOW + timedelta(hours=hours))
        arrivals.tell(at=SOON)
    assert "First due: Aug 14, 2026, 1:00:00" in notices(rep)[0]


def test_clocks_start_first(rep, boss):
    lead = given(rep, boss)
    make_lead_news(lead)
    assert arrivals.tell(at=SOON) == 0
    assert sweeps.take_news(at=SOON)
    assert arrivals.tell(at=SOON) == 1


@pytest.mark.parametrize("change", [{"owner": None}, {"stage": "lost"}])
def test_what_is_theirs_no_more_is_no_news(rep, boss, change):
    lead = given(rep, boss)
    type(lead).objects.filter(pk=lead.pk).update(**change)
    LeadNews.objects.all().delete()
    assert arrivals.tell(at=SOON) == 0
    assert not LeadAssignment.objects.filter(told_at=None).exists()


def test_who_took_a_lead_or_cannot_sign_in_is_not_told(boss, in_tenant):
    given(boss, boss)
    given(make_membership(full_name="Cleo", is_active=False), boss)
    assert arrivals.tell(at=SOON) == 0


def test_what_comes_back_is_told(rep, boss):
    lead = given(rep, boss)
    arrivals.tell(at=SOON)
    Notification.objects.all().delete()
    rejection = hand_off.reject(lead=lead, reason="bad_contact", note="", returns_on=None, by=rep, at=SOON)
    hand_off.settle(rejection=rejection, by=boss, at=NOW + timedelta(hours=1))
    assert LeadAssignment.objects.order_by("pk").last().reason == "came_back"
    LeadNews.objects.all().delete()
    assert arrivals.tell(at=NOW + timedelta(hours=1)) == 1


def test_the_sweep_asks_who_has_news(in_tenant):
    assert in_tenant.pk not in organisations_due("lead_arrivals")
    make_lead_assignment()
    assert in_tenant.pk in organisations_due("lead_arrivals")
    arrivals.tell(at=timezone.now())
    assert in_tenant.pk not in organisations_due("lead_arrivals")
