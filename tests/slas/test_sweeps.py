"""From the facts of a CRM to clocks and breaches: late, twice, twice at once, out of order, corrected."""

from datetime import timedelta

import pytest
from django.db.utils import ProgrammingError

from pipeline.models import Activity, LeadNews, StageTransition
from slas.actions import projection, sweeps
from slas.models import Breach, Clock, ClockEvent, Promise
from tests.factories.pipeline import make_lead
from tests.factories.slas import LONG_AGO, make_clock, make_lead_news, make_promise, put_in_force
from tests.factories.teams import NOW
from tests.slas.conftest import at

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def state(clock):
    return clock.state, clock.due_at, clock.breached_at


def test_a_stage_starts_a_clock_and_a_touch_stops_it(story, promise):
    (clock,) = story().reaches("mql", at(5, "16:00")).touched(at(6, "10:00")).swept()
    assert state(clock) == ("met", at(6, "12:00"), None)
    assert (clock.elapsed, clock.stopped_at, clock.day) == (2 * HOUR, at(6, "10:00"), at(5, "16:00").date())


def test_nobody_touches_it_and_it_is_breached_at_the_due_instant(story, promise):
    (clock,) = story().reaches("mql", at(5, "16:00")).swept(at(7, "15:00"))
    assert state(clock) == ("breached_open", at(6, "12:00"), at(6, "12:00"))
    breach = Breach.objects.get()
    assert (breach.clock_id, breach.breached_at, breach.noticed_at) == (clock.pk, at(6, "12:00"), at(7, "15:00"))


def test_a_late_touch_is_late_and_the_breach_stays(story, promise):
    lead = story().reaches("mql", at(5, "16:00"))
    lead.swept(at(6, "13:00"))
    (clock,) = lead.touched(at(6, "14:00")).swept(at(6, "15:00"))
    assert state(clock) == ("met_late", at(6, "12:00"), at(6, "12:00"))
    assert Breach.objects.get().reversed_at is None


def test_a_touch_that_becomes_known_late_reverses_the_breach_and_deletes_nothing(story, promise):
    lead = story().reaches("mql", at(5, "16:00"))
    lead.swept(at(6, "13:00"))
    (clock,) = lead.touched(at(6, "11:00")).swept(at(7, "9:00"))
    assert state(clock) == ("met", at(6, "12:00"), None)
    breach = Breach.objects.get()
    assert (breach.breached_at, breach.reversed_at, breach.reversal) == (at(6, "12:00"), at(7, "9:00"), "late_entry")


@pytest.mark.parametrize("stage", ["won", "lost", "recycled"])
def test_a_lead_that_leaves_needs_no_touch(story, promise, stage):
    (clock,) = story().reaches("mql", at(5, "16:00")).reaches(stage, at(6, "10:00")).swept()
    assert (clock.state, clock.closed_at) == ("cancelled", at(6, "10:00"))
    assert not Breach.objects.exists()


@pytest.mark.parametrize(
    ("stage", "expected"),
    [("sal", "met"), ("sql", "met"), ("lost", "met"), ("recycled", "met"), ("inquiry", "breached_open")],
)
def test_a_decision_is_to_accept_or_to_reject(story, version, calendar, stage, expected):
    make_promise(version=version, calendar=calendar, kind=Promise.Kind.DECISION)
    put_in_force(version, at=LONG_AGO)
    (clock,) = story().reaches("mql", at(5, "16:00")).reaches(stage, at(6, "10:00")).touched(at(5, "16:30")).swept()
    assert clock.state == expected


@pytest.mark.parametrize(("touches", "expected"), [(2, "breached_open"), (3, "met"), (4, "met")])
def test_attempts_are_counted(story, version, calendar, touches, expected):
    make_promise(version=version, calendar=calendar, kind=Promise.Kind.ATTEMPTS, attempts=3, amount=5, unit="days")
    put_in_force(version, at=LONG_AGO)
    lead = story().reaches("mql", at(3, "10:00"))
    for day in range(4, 4 + touches):
        lead.touched(at(day, "10:00"))
    (clock,) = lead.swept()
    assert (clock.state, clock.due_at) == (expected, at(10, "10:00"))
    assert clock.acts == min(touches, 3)


@pytest.mark.parametrize("kind", ["task", "training", "other"])
def test_what_reaches_nobody_is_no_touch(story, promise, kind):
    (clock,) = story().reaches("mql", at(5, "16:00")).touched(at(6, "10:00"), kind=kind).swept()
    assert clock.state == "breached_open"


def test_a_touch_before_the_start_is_none(story, promise):
    (clock,) = story().touched(at(5, "15:59")).reaches("mql", at(5, "16:00")).swept()
    assert clock.state == "breached_open"


def test_a_lead_that_comes_back_gets_a_second_clock(story, promise):
    lead = story().reaches("mql", at(3, "9:00")).touched(at(3, "10:00"))
    first, second = lead.reaches("recycled", at(4, "9:00")).reaches("mql", at(10, "9:00")).swept()
    assert [(clock.cycle, clock.state) for clock in (first, second)] == [(1, "met"), (2, "breached_open")]


def test_leads_from_before_the_agreement_have_no_clock(story, version, calendar):
    version.applies_from = at(5, "12:00")
    version.save()
    make_promise(version=version, calendar=calendar)
    put_in_force(version)
    assert story().reaches("mql", at(5, "11:59")).swept() == []
    assert len(story().reaches("mql", at(5, "12:00")).swept()) == 1


def test_a_draft_starts_no_clock(story, version, calendar):
    make_promise(version=version, calendar=calendar)
    assert story().reaches("mql", at(5, "16:00")).swept() == []


def test_putting_in_force_tells_of_the_leads_since_then(story, version, calendar):
    old, new = story().reaches("mql", LONG_AGO - HOUR), story().reaches("mql", at(5, "16:00"))
    LeadNews.objects.all().delete()
    make_promise(version=version, calendar=calendar)
    put_in_force(version)
    assert [news.leads for news in LeadNews.objects.all()] == [[new.lead.pk]]
    assert old.lead.pk


def test_a_sweep_that_was_stopped_for_hours_changes_no_breach(story, promise):
    prompt, late = (story().reaches("mql", at(5, "16:00")) for _ in range(2))
    prompt.swept(at(6, "12:01"))
    prompt.swept(at(6, "15:00"))
    late.swept(at(6, "15:00"))
    assert state(prompt.clocks()[0]) == state(late.clocks()[0])
    assert set(Breach.objects.values_list("breached_at", flat=True)) == {at(6, "12:00")}


def test_sweeping_twice_changes_nothing(story, promise):
    lead = story().reaches("mql", at(5, "16:00")).touched(at(6, "14:00"))
    before = [lead.swept(), ClockEvent.objects.count(), Breach.objects.count()]
    make_lead_news(lead.lead)
    assert [lead.swept(), ClockEvent.objects.count(), Breach.objects.count()] == before
    assert not sweeps.take_news(at=NOW)
    assert sweeps.breach(at=NOW) == 0


def test_the_sweep_notices_what_is_due_by_itself(in_tenant, promise):
    running = {"promise": promise, "due_at": at(6, "12:00")}
    overdue, in_time = make_clock(**running), make_clock(**(running | {"due_at": NOW}))
    stopped = make_clock(**running, state=Clock.State.MET)
    assert sweeps.breach(at=NOW) == 1
    assert list(Clock.objects.filter(breached_at__isnull=False)) == [overdue]
    assert {in_time.pk, stopped.pk} == set(Clock.objects.filter(breached_at=None).values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"state": "running", "due_at": at(6, "12:00")}, "breached_open"),
        ({"state": "running", "due_at": NOW}, "running"),
        ({"state": "pending", "due_at": NOW + HOUR, "started_at": NOW}, "running"),
        ({"state": "pending", "due_at": NOW + HOUR, "started_at": NOW + HOUR}, "pending"),
        ({"state": "running", "due_at": at(6, "12:00"), "waived_at": at(6, "9:00")}, "waived"),
        (
            {"state": "running", "due_at": at(6, "12:00"), "waived_at": at(6, "9:00"), "waived_until": at(7, "9:00")},
            "breached_open",
        ),
        (
            {"state": "waived", "due_at": at(6, "12:00"), "waived_at": at(6, "9:00"), "waived_until": at(7, "9:00")},
            "breached_open",
        ),
        ({"state": "met", "due_at": at(6, "12:00")}, "met"),
    ],
)
def test_lists_and_the_sweep_have_one_definition(in_tenant, promise, values, expected):
    clock = make_clock(promise=promise, **values)
    assert Clock.objects.as_of(NOW).get().state_now == expected
    sweeps.breach(at=NOW)
    clock.refresh_from_db()
    assert clock.state == expected


def snapshot():
    """All clocks and breaches by what identifies them, without when they were written."""
    left_out = {"id", "recorded_at", "noticed_at", "clock_id"}
    clocks = {clock["id"]: clock for clock in Clock.objects.values()}
    breaches = [breach | {"of": clocks[breach["clock_id"]]["lead_id"]} for breach in Breach.objects.values()]
    rows = [*clocks.values(), *breaches]
    return sorted(str({k: v for k, v in row.items() if k not in left_out}) for row in rows)


def test_replaying_the_log_from_nothing_gives_the_same(story, promise):
    leads = [
        story().reaches("mql", at(3, "9:00")).touched(at(3, "10:00")),
        story().reaches("mql", at(3, "9:00")).touched(at(7, "10:00")),
        story().reaches("mql", at(3, "9:00")).reaches("lost", at(4, "9:00")).reaches("mql", at(12, "9:00")),
        story().reaches("mql", at(14, "11:00")),
    ]
    for lead in leads:
        lead.swept(NOW)
    before = snapshot()
    Breach.objects.all().delete()
    Clock.objects.all().delete()
    projection.project(leads=[lead.lead.pk for lead in leads], at=NOW)
    assert snapshot() == before
    assert len(before) == 8


def test_a_corrected_fact_is_taken_back_and_logged_anew(story, promise):
    lead = story().reaches("mql", at(5, "16:00")).touched(at(6, "14:00"))
    lead.swept()
    Activity.objects.update(occurred_at=at(6, "11:00"))
    (clock,) = lead.swept()
    assert (clock.state, clock.stopped_at) == ("met", at(6, "11:00"))
    assert sorted(ClockEvent.objects.values_list("kind", flat=True)) == ["retracted", "started", "stopped", "stopped"]
    Activity.objects.update(occurred_at=at(6, "14:00"))
    (clock,) = lead.swept()
    assert (clock.state, clock.breached_at) == ("met_late", at(6, "12:00"))
    assert Breach.objects.get().reversed_at is None


def test_a_start_that_never_was_leaves_the_breach_reversed(story, promise):
    lead = story().reaches("mql", at(5, "16:00"))
    lead.swept()
    StageTransition.objects.update(occurred_at=LONG_AGO - HOUR)
    (clock,) = lead.swept()
    assert (clock.state, clock.breached_at) == ("cancelled", None)
    assert Breach.objects.get().reversal == "late_entry"


def test_the_log_is_append_only(story, promise):
    story().reaches("mql", at(5, "16:00")).swept()
    for change in (lambda log: log.update(note="changed"), lambda log: log.all()._raw_delete("default")):
        with pytest.raises(ProgrammingError, match="never changed"), sweeps.transaction.atomic():
            change(ClockEvent.objects)


def test_news_of_an_unknown_lead_do_no_harm(in_tenant, promise):
    lead = make_lead()
    make_lead_news(lead)
    assert sweeps.take_news(at=NOW)
    assert not Clock.objects.exists()
