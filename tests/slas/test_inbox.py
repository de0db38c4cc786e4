from datetime import timedelta

import pytest
import time_machine

from pipeline.actions import distribution
from slas.actions import sweeps
from slas.models import Clock, ClockEvent
from teams.tenancy import tenant
from tests.factories.hand_offs import make_routing_rule
from tests.factories.pipeline import make_lead, make_stage_transition
from tests.factories.slas import LONG_AGO, make_agreement, make_clock, make_lead_news, make_promise, put_in_force
from tests.factories.teams import NOW, make_assignment, make_membership, make_team
from tests.slas.running import MOST_QUERIES


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def promise(organisation):
    with tenant(organisation.pk):
        return make_promise(kind="decision")


def shown(client, **query):
    return client.get(client.organisation_url("slas:inbox"), query).content.decode()


def waiting(owner, promise, name, due_in):
    lead = make_lead(name=name, stage="mql", owner=owner)
    return make_clock(promise=promise, lead=lead, due_at=NOW + due_in)


def test_what_is_due_first_comes_first(client_of, rep, promise, organisation):
    with tenant(organisation.pk):
        waiting(rep, promise, "Later Lee", timedelta(hours=3))
        waiting(rep, promise, "Sooner Sue", timedelta(hours=1))
        make_lead(name="Nothing Ned", stage="mql", owner=rep)
        waiting(make_membership(), promise, "Other Olaf", timedelta(hours=1))
        make_lead(name="Won Wim", stage="won", owner=rep)
    page = shown(client_of(rep))
    places = [page.index(name) for name in ("Sooner Sue", "Later Lee", "Nothing Ned")]
    assert places == sorted(places)
    assert "Other Olaf" not in page and "Won Wim" not in page
    assert page.count("Accept<span") == 3 and "Nothing is promised about it" in page


def test_nothing_waits(client_of, rep):
    assert "Nothing waits for you" in shown(client_of(rep))


def test_managers_see_who_is_silent(client_of, rep, sales_manager, promise, organisation):
    with tenant(organisation.pk):
        waiting(rep, promise, "Sooner Sue", timedelta(hours=1))
        clock = waiting(rep, promise, "Late Lou", -timedelta(hours=1))
        Clock.objects.filter(pk=clock.pk).update(state="breached_open", breached_at=clock.due_at)
    client = client_of(sales_manager)
    response = client.get(client.organisation_url("slas:inbox"))
    (silence,) = response.context["silences"]
    assert (silence.owner, silence.waiting, silence.overdue, silence.since) == (rep, 2, 1, clock.due_at)
    theirs = shown(client, owner=rep.pk)
    assert "Inbox of" in theirs and "Late Lou" in theirs and "Accept<span" not in theirs
    assert "Whose leads wait for a decision" not in shown(client_of(rep))
    assert client.get(client.organisation_url("slas:inbox"), {"owner": "x"}).status_code == 404


def test_a_rep_cannot_look_into_others(client_of, rep, promise, organisation):
    with tenant(organisation.pk):
        colleague = make_membership()
        waiting(colleague, promise, "Other Olaf", timedelta(hours=1))
    assert "Other Olaf" not in shown(client_of(rep), owner=colleague.pk)


def test_as_many_queries_for_ten_as_for_three(client_of, rep, promise, organisation, query_count):
    client = client_of(rep)
    url = client.organisation_url("slas:inbox")
    with tenant(organisation.pk):
        for number in range(3):
            waiting(rep, promise, f"Lead {number}", timedelta(hours=number))
    few = query_count(client, url)
    assert few <= MOST_QUERIES
    with tenant(organisation.pk):
        for number in range(7):
            waiting(rep, promise, f"Lead {number}", timedelta(hours=number))
    assert query_count(client, url) == few


def test_who_may_not(client_of, viewer, stranger):
    client = client_of(viewer)
    assert client.get(client.organisation_url("slas:inbox")).status_code == 403
    assert client_of(stranger).get("/o/acme/inbox/").status_code == 404


def test_a_lead_that_is_handed_out_takes_its_clock_along(in_tenant):
    version = make_agreement(applies_from=LONG_AGO)
    make_promise(version=version)
    put_in_force(version, at=LONG_AGO)
    rep, team = make_membership(), make_team()
    make_assignment(membership=rep, team=team)
    make_routing_rule(team=team)
    lead = make_lead(stage="mql")
    make_stage_transition(lead=lead, to_stage="mql", occurred_at=NOW - timedelta(minutes=9))
    while sweeps.take_news(at=NOW):
        pass
    assert Clock.objects.get().owner_id is None
    distribution.hand_out(at=NOW)
    for _twice in range(2):
        make_lead_news(lead)
        while sweeps.take_news(at=NOW):
            pass
    clock = Clock.objects.get()
    assert (clock.owner_id, clock.started_at) == (rep.pk, NOW - timedelta(minutes=9))
    assert ClockEvent.objects.filter(kind="reassigned").count() == 1
