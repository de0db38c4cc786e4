"""Decisions of people: each is an event with who, when and why, and the rows follow."""

from datetime import timedelta

import pytest

from audit.models import Event
from slas.actions import agreements, clocks, promises
from slas.models import AgreementVersion, Breach, Clock, ClockEvent, Promise
from teams.actions.refusals import Refused
from teams.permissions import Role
from tests.factories.slas import LONG_AGO, make_promise, put_in_force
from tests.factories.teams import make_membership
from tests.slas.conftest import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(in_tenant):
    return make_membership(Role.SALES_MANAGER)


@pytest.fixture
def running(story, promise):
    """Since Wednesday 16:00, due on Thursday at 12:00."""
    (clock,) = story().reaches("mql", at(5, "16:00")).swept(at(5, "16:30"))
    return clock


@pytest.fixture
def overdue(story, promise):
    (clock,) = story().reaches("mql", at(5, "16:00")).swept(at(6, "13:00"))
    return clock


def test_a_pause_holds_the_clock_until_it_is_resumed(running, manager):
    paused = clocks.pause(clock=running, reason="customer", by=manager, at=at(6, "10:00"))
    assert (paused.state, paused.due_at, paused.elapsed) == ("paused", None, timedelta(hours=2))
    resumed = clocks.resume(clock=paused, by=manager, at=at(7, "9:00"))
    assert (resumed.state, resumed.due_at, resumed.elapsed) == ("running", at(7, "11:00"), None)


def test_every_decision_is_in_the_log_and_in_the_audit_trail(running, manager):
    clocks.pause(clock=running, reason="customer", note="Away until Monday", by=manager, at=at(6, "10:00"))
    event = ClockEvent.objects.get(kind="paused")
    assert (event.by_id, event.cycle, event.reason, event.note) == (manager.pk, 1, "customer", "Away until Monday")
    line = Event.objects.of(running.organisation_id).get(action="clock.paused")
    assert (line.actor_name, line.after["note"]) == (manager.full_name, "Away until Monday")


def test_a_pause_after_it_was_due_never_unbreaches(overdue, manager):
    with pytest.raises(Refused, match="moved on"):
        clocks.pause(clock=overdue, reason="customer", by=manager, at=at(6, "14:00"))


def test_an_overdue_clock_is_overdue_though_no_sweep_has_noticed(running, manager):
    with pytest.raises(Refused, match="moved on"):
        clocks.pause(clock=running, reason="customer", by=manager, at=at(6, "12:01"))


@pytest.mark.parametrize(("rule", "due"), [("keep", at(6, "12:00")), ("restart", at(6, "14:00"))])
def test_handed_on_it_is_the_buyers_or_the_owners_clock(story, version, calendar, manager, rule, due):
    make_promise(version=version, calendar=calendar, on_reassignment=rule)
    put_in_force(version, at=LONG_AGO)
    (clock,) = story().reaches("mql", at(5, "16:00")).swept(at(5, "16:30"))
    owner = make_membership()
    handed = clocks.hand_on(clock=clock, owner=owner, by=manager, at=at(6, "10:00"))
    assert (handed.owner_id, handed.due_at) == (owner.pk, due)


def test_cancelled_before_it_is_due_it_counts_for_nothing(running, manager):
    assert clocks.cancel(clock=running, reason="duplicate", by=manager, at=at(6, "10:00")).state == "cancelled"


def test_cancelled_after_it_was_due_the_breach_stays(overdue, manager):
    cancelled = clocks.cancel(clock=overdue, reason="duplicate", by=manager, at=at(6, "14:00"))
    assert (cancelled.state, cancelled.closed_at) == ("breached_open", at(6, "14:00"))


def test_an_act_of_earlier_needs_its_reason_and_reverses_the_breach(overdue, manager):
    earlier = {"by": manager, "at": at(6, "14:00"), "occurred_at": at(6, "11:00")}
    with pytest.raises(Refused, match="only now"):
        clocks.record_act(clock=overdue, **earlier)
    done = clocks.record_act(clock=overdue, note="Called from my own phone", **earlier)
    assert (done.state, done.stopped_at) == ("met", at(6, "11:00"))
    assert Breach.objects.get().reversal == "late_entry"


@pytest.mark.parametrize(("moment", "reason"), [(at(6, "15:00"), "future"), (at(5, "15:00"), "had not started")])
def test_an_act_at_an_impossible_time_is_refused(overdue, manager, moment, reason):
    with pytest.raises(Refused, match=reason):
        clocks.record_act(clock=overdue, by=manager, at=at(6, "14:00"), occurred_at=moment, note="?")


def test_a_waiver_excuses_until_its_day(overdue, manager):
    waived = clocks.waive(clock=overdue, reason="outage", by=manager, at=at(6, "14:00"), until=at(7, "12:00"))
    assert waived.state == "waived"
    assert Breach.objects.get().reversed_at is None
    assert Clock.objects.as_of(at(7, "12:00")).get().state_now == "waived"
    assert Clock.objects.as_of(at(7, "12:01")).get().state_now == "breached_open"


def test_a_waiver_that_would_be_over_is_refused(overdue, manager):
    with pytest.raises(Refused, match="over already"):
        clocks.waive(clock=overdue, reason="outage", by=manager, at=at(6, "14:00"), until=at(6, "13:00"))


def test_a_reversal_keeps_the_breach_and_its_reason(overdue, manager):
    reversed_ = clocks.reverse(clock=overdue, reason="wrong_zone", by=manager, at=at(6, "14:00"))
    assert reversed_.state == "cancelled"
    breach = Breach.objects.get()
    assert (breach.breached_at, breach.reversed_at, breach.reversal) == (at(6, "12:00"), at(6, "14:00"), "wrong_zone")
    with pytest.raises(Refused, match="no breach"):
        clocks.reverse(clock=overdue, reason="wrong_zone", by=manager, at=at(6, "15:00"))


def test_what_was_never_breached_cannot_be_reversed(running, manager):
    with pytest.raises(Refused, match="no breach"):
        clocks.reverse(clock=running, reason="wrong_zone", by=manager, at=at(6, "10:00"))


def test_a_running_clock_keeps_its_version_until_it_is_rebased(running, manager):
    new_version(running, hours=8)
    assert Clock.objects.get().due_at == at(6, "12:00")
    rebased = clocks.rebase(clock=running, by=manager, at=at(6, "10:00"))
    assert (rebased.promise.amount, rebased.due_at) == (8, at(6, "16:00"))
    with pytest.raises(Refused, match="already"):
        clocks.rebase(clock=rebased, by=manager, at=at(6, "10:30"))


def new_version(clock, *, hours):
    agreement = clock.promise.version.agreement
    draft = agreements.draft(agreement=agreement, by=make_membership(Role.OWNER), at=at(5, "17:00"))
    promise = Promise.objects.select_related("calendar", "version").get(version=draft)
    values = {"amount": hours, "unit": "hours", "calendar": promise.calendar, "kind": promise.kind}
    promises.edit(promise=promise, values=values, by=make_membership(), at=at(5, "17:00"))
    put_in_force(AgreementVersion.objects.get(pk=draft.pk), at=at(5, "17:30"))
