from datetime import timedelta

import pytest

from slas.actions import clocks
from teams.tenancy import tenant
from tests.factories.pipeline import make_stage_transition
from tests.factories.teams import make_membership
from tests.slas.conftest import Story, at
from tests.slas.running import cases, in_force, make_case, today, words

__all__ = ["cases", "in_force", "today"]
pytestmark = pytest.mark.usefixtures("today")


def ask(client, **query):
    return client.get(client.organisation_url("slas:clock_signals"), query)


def test_each_owner_with_what_to_look_at(client_of, ops_auditor, in_force, rep, sales_manager, organisation):
    with tenant(organisation.pk):
        make_case("kept", promise=in_force, owner=rep, acts=1, elapsed=timedelta(hours=3, minutes=58))
        make_case("kept", promise=in_force, owner=rep, acts=1)
        paused = Story(name="Paused late").reaches("mql", at(5, "16:00"), owner=rep).swept(at(5, "16:30"))[0]
        clocks.pause(clock=paused, reason="customer", by=sales_manager, at=at(6, "11:50"))
        done = Story(name="Entered later").reaches("mql", at(5, "16:00"), owner=rep).swept(at(6, "13:00"))[0]
        clocks.record_act(clock=done, by=sales_manager, at=at(6, "14:00"), occurred_at=at(6, "11:00"), note="Forgot")
        for minute in range(5):
            make_stage_transition(to_stage="lost", occurred_at=at(6, f"9:0{minute}"), owner=rep)
    (one,) = ask(client_of(ops_auditor)).context["owners"]
    assert one.owner == "Rita Rep"
    assert (len(one.last_moment), len(one.late_pauses), len(one.back_dated), one.bursts) == (1, 1, 1, 1)
    text = words(ask(client_of(ops_auditor)))
    assert "Paused late" in text
    assert "Entered later" in text


def test_bursts_follow_the_filters(client_of, ops_auditor, in_force, rep, organisation):
    with tenant(organisation.pk):
        for minute in range(5):
            lead = make_case("kept", promise=in_force, owner=rep).lead
            make_stage_transition(lead=lead, to_stage="lost", occurred_at=at(13, f"9:0{minute}"), owner=rep)
        other = make_membership()
    client = client_of(ops_auditor)
    bursts = [sum(one.bursts for one in ask(client, **query).context["owners"]) for query in (
        {}, {"owner": rep.pk}, {"promise": in_force.line}, {"owner": other.pk}, {"state": "met_late"}, {"period": "2026-Q1"}
    )]  # fmt: skip
    assert bursts == [1, 1, 1, 0, 0, 0]


def test_ordinary_clocks_give_no_signal(client_of, ops_auditor, cases):
    assert "No signals in this period" in words(ask(client_of(ops_auditor)))


def test_as_many_queries_for_many_as_for_few(client_of, ops_auditor, cases, in_force, query_count, organisation):
    def near(count):
        with tenant(organisation.pk):
            for _ in range(count):
                owner = make_membership()
                make_case("kept", promise=in_force, owner=owner, acts=1, elapsed=timedelta(hours=4))

    client = client_of(ops_auditor)
    near(2)
    few = query_count(client, client.organisation_url("slas:clock_signals"))
    near(5)
    assert query_count(client, client.organisation_url("slas:clock_signals")) == few


def test_who_may_not_and_strangers(client_of, rep, stranger, organisation):
    client = client_of(rep)
    assert ask(client).status_code == 403
    assert client.post(client.organisation_url("slas:clock_signals")).status_code == 405
    assert client_of(stranger).get(f"/o/{organisation.slug}/clocks/signals/").status_code == 404
