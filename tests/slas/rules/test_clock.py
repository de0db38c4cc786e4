"""Every state and every transition of a clock, as a story in local time of Berlin (9–17, Monday to Friday)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from slas.rules.clock import NoStart, State, cycles, derive
from slas.rules.clock_log import Event, Kind, Reassignment, Terms
from teams.rules.business_time import working_time
from teams.rules.calendars import Calendar, read_hours

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)


def table(hours="9-17", weekdays=range(1, 6)):
    week = {weekday: read_hours(hours) for weekday in weekdays}
    return working_time(
        Calendar(zone="Europe/Berlin", week=week, days={}, starts_on=date(2026, 1, 1), ends_on=date(2027, 1, 1))
    )


OFFICE, ALWAYS = table(), table("0-24", range(1, 8))


def at(text):
    """“Fri 15:00”, of the week of 6 March 2026; “+” is the week after."""
    day, clock = text.split()
    number = 2 + ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].index(day.strip("+")) + 7 * day.count("+")
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 3, number, hour, minute, tzinfo=BERLIN).astimezone(UTC)


def terms(hours=4, *, time=OFFICE, **values):
    return Terms(allowed=hours * HOUR, time=time, **values)


def event(kind, when, **values):
    """Recorded when it happened, unless `recorded` says later."""
    recorded = values.pop("recorded", when)
    until = values.pop("until", None)
    return Event(kind=Kind(kind), occurred_at=at(when), recorded_at=at(recorded), until=until and at(until), **values)


def clock(*events, now, agreed=None):
    started = event("started", "Fri 15:00", terms=agreed or terms(), owner="Rita")
    return derive(events=[started, *events], now=at(now))


def local(instant):
    return instant and instant.astimezone(BERLIN).strftime("%a %H:%M")


@pytest.mark.parametrize(
    ("events", "now", "state", "due", "hours"),
    [
        # Due on Monday at 11:00: two hours on Friday, two on Monday.
        ([], "Fri 14:00", State.PENDING, "Mon 11:00", 0),
        ([], "Fri 15:00", State.RUNNING, "Mon 11:00", 0),
        ([], "Mon+ 11:00", State.RUNNING, "Mon 11:00", 4),
        ([], "Mon+ 11:01", State.BREACHED_OPEN, "Mon 11:00", 4 + 1 / 60),
        ([("stopped", "Mon+ 10:00")], "Tue+ 9:00", State.MET, "Mon 11:00", 3),
        ([("stopped", "Mon+ 11:00")], "Tue+ 9:00", State.MET, "Mon 11:00", 4),
        ([("stopped", "Mon+ 12:00")], "Tue+ 9:00", State.MET_LATE, "Mon 11:00", 5),
        ([("stopped", "Sat 12:00")], "Tue+ 9:00", State.MET, "Mon 11:00", 2),
        ([("cancelled", "Mon+ 10:00")], "Tue+ 9:00", State.CANCELLED, "Mon 11:00", 3),
        ([("cancelled", "Mon+ 11:00")], "Tue+ 9:00", State.CANCELLED, "Mon 11:00", 4),
        ([("cancelled", "Mon+ 12:00")], "Tue+ 9:00", State.BREACHED_OPEN, "Mon 11:00", 5),
        ([("paused", "Fri 16:00")], "Mon+ 12:00", State.PAUSED, None, 1),
        ([("paused", "Fri 16:00"), ("resumed", "Mon+ 10:00")], "Mon+ 12:00", State.RUNNING, "Mon 13:00", 3),
        ([("paused", "Fri 18:00"), ("resumed", "Sat 08:00")], "Mon+ 10:00", State.RUNNING, "Mon 11:00", 3),
        ([("paused", "Fri 16:00"), ("stopped", "Tue+ 10:00")], "Tue+ 12:00", State.MET, None, 1),
        ([("paused", "Fri 16:00"), ("cancelled", "Tue+ 10:00")], "Tue+ 12:00", State.CANCELLED, None, 1),
        ([("paused", "Fri 16:00"), ("paused", "Fri 16:30")], "Mon+ 12:00", State.PAUSED, None, 1),
        ([("resumed", "Fri 16:00")], "Mon+ 10:00", State.RUNNING, "Mon 11:00", 3),
        ([("paused", "Mon+ 11:00")], "Mon+ 11:00", State.BREACHED_OPEN, "Mon 11:00", 4),
        ([("paused", "Mon+ 12:00")], "Mon+ 13:00", State.BREACHED_OPEN, "Mon 11:00", 5),
        ([("paused", "Mon+ 12:00"), ("stopped", "Mon+ 14:00")], "Tue+ 9:00", State.MET_LATE, "Mon 11:00", 5),
        ([("reassigned", "Mon+ 10:00")], "Mon+ 10:30", State.RUNNING, "Mon 11:00", 3.5),
        ([("stopped", "Mon+ 10:00"), ("paused", "Mon+ 10:30")], "Tue+ 9:00", State.MET, "Mon 11:00", 3),
        ([("stopped", "Mon+ 10:00"), ("started", "Mon+ 10:30")], "Tue+ 9:00", State.MET, "Mon 11:00", 3),
        ([("started", "Fri 16:00")], "Mon+ 10:00", State.RUNNING, "Mon 11:00", 3),
        ([("started", "Mon+ 11:00"), ("stopped", "Mon+ 11:00")], "Tue+ 9:00", State.MET, "Mon 11:00", 4),
        ([("waived", "Mon+ 10:00")], "Mon+ 10:30", State.RUNNING, "Mon 11:00", 3.5),
        ([("waived", "Mon+ 10:00"), ("stopped", "Mon+ 10:30")], "Tue+ 9:00", State.MET, "Mon 11:00", 3.5),
        ([("waived", "Mon+ 10:00")], "Mon+ 12:00", State.WAIVED, "Mon 11:00", 5),
        ([("waived", "Mon+ 14:00"), ("stopped", "Mon+ 15:00")], "Tue+ 9:00", State.WAIVED, "Mon 11:00", 8),
        ([("stopped", "Mon+ 15:00"), ("waived", "Tue+ 9:00")], "Tue+ 10:00", State.WAIVED, "Mon 11:00", 8),
        ([("stopped", "Mon+ 15:00"), ("reversed", "Tue+ 9:00")], "Tue+ 10:00", State.MET, "Mon 11:00", 8),
        ([("reversed", "Tue+ 9:00")], "Tue+ 10:00", State.CANCELLED, "Mon 11:00", 11),
        ([("reversed", "Mon+ 9:00"), ("stopped", "Mon+ 10:00")], "Tue+ 10:00", State.MET, "Mon 11:00", 3),
    ],
)
def test_states(events, now, state, due, hours):
    found = clock(*(event(*one) for one in events), now=now)
    assert (found.state, local(found.due_at)) == (state, due)
    assert found.elapsed == timedelta(minutes=round(hours * 60))


def test_a_breach_is_a_fact_at_the_due_instant_however_late_it_is_noticed():
    looks = [clock(now=now).breached_at for now in ("Mon+ 11:01", "Tue+ 9:00", "Sun+ 9:00")]
    assert {local(breach) for breach in looks} == {"Mon 11:00"}


@pytest.mark.parametrize(
    "decided",
    [
        event("paused", "Mon+ 11:00", reason="customer"),
        event("reassigned", "Mon+ 11:00", owner="Max"),
        event("rebased", "Mon+ 11:00", terms=terms(1)),
    ],
    ids=lambda one: one.kind.value,
)
def test_at_one_instant_what_was_done_goes_before_what_was_decided(decided):
    """At the due instant itself it is kept, whichever of the two was recorded first."""
    stopped = event("stopped", "Mon+ 11:00")
    for rows in ((decided, stopped), (stopped, decided)):
        found = clock(*rows, now="Mon+ 12:00", agreed=terms(reassignment=Reassignment.RESTART))
        assert (found.state, found.elapsed, found.owner) == (State.MET, 4 * HOUR, "Rita")


def test_an_outcome_of_the_future_is_not_known_yet():
    assert clock(event("stopped", "Mon+ 10:00"), now="Mon+ 9:30").state is State.RUNNING


@pytest.mark.parametrize(("until", "state"), [("Mon+ 15:00", State.WAIVED), ("Mon+ 13:00", State.BREACHED_OPEN)])
def test_a_waiver_holds_until_its_day(until, state):
    waived = event("waived", "Mon+ 10:00", until=until)
    assert clock(waived, now="Mon+ 14:00").state is state
    done = event("stopped", "Mon+ 14:00")
    late = clock(waived, done, now="Tue+ 9:00").state
    assert late is {State.WAIVED: State.WAIVED, State.BREACHED_OPEN: State.MET_LATE}[state]


@pytest.mark.parametrize(
    ("kind", "by_hand", "state"),
    [
        ("paused", True, State.BREACHED_OPEN),
        ("cancelled", True, State.BREACHED_OPEN),
        ("cancelled", False, State.CANCELLED),
        ("stopped", True, State.MET),
        ("stopped", False, State.MET),
    ],
)
def test_what_is_entered_after_it_was_due(kind, by_hand, state):
    """A decision counts from its entry; what happened to the lead counts from when it happened."""
    late = event(kind, "Fri 16:00", recorded="Mon+ 14:00", is_by_hand=by_hand)
    assert clock(late, now="Tue+ 9:00").state is state


def test_a_decision_that_is_entered_late_but_before_it_was_due_counts_from_its_day():
    found = clock(event("paused", "Fri 16:00", recorded="Mon+ 10:00", is_by_hand=True), now="Mon+ 14:00")
    assert (found.state, found.elapsed) == (State.PAUSED, HOUR)


def test_new_terms_entered_after_it_was_due_do_not_unbreach():
    rebased = event("rebased", "Fri 16:00", recorded="Mon+ 14:00", is_by_hand=True, terms=terms(40))
    found = clock(rebased, now="Tue+ 9:00")
    assert (found.state, local(found.breached_at)) == (State.BREACHED_OPEN, "Mon 11:00")


@pytest.mark.parametrize(
    ("rule", "due", "hours"), [(Reassignment.KEEP, "Mon 11:00", 3), (Reassignment.RESTART, "Mon 12:00", 2)]
)
def test_a_new_owner_keeps_the_buyers_clock_or_starts_an_own_one(rule, due, hours):
    handed_on = event("reassigned", "Fri 16:00", owner="Max")
    found = clock(handed_on, now="Mon+ 10:00", agreed=terms(reassignment=rule))
    assert (local(found.due_at), found.elapsed, found.owner) == (due, hours * HOUR, "Max")


def test_a_new_owner_after_it_was_due_does_not_unbreach():
    handed_on = event("reassigned", "Mon+ 14:00", owner="Max")
    found = clock(handed_on, now="Mon+ 15:00", agreed=terms(reassignment=Reassignment.RESTART))
    assert (found.state, local(found.breached_at)) == (State.BREACHED_OPEN, "Mon 11:00")


@pytest.mark.parametrize(
    ("agreed", "state", "due"),
    [
        (terms(8), State.RUNNING, "Mon 15:00"),
        (terms(8, time=ALWAYS), State.RUNNING, "Fri 23:00"),
        (terms(1), State.RUNNING, "Fri 16:00"),
    ],
)
def test_new_terms_count_on_from_where_the_clock_stood(agreed, state, due):
    """An hour is spent by Friday 16:00. What is then left of the new terms counts by their calendar."""
    rebased = event("rebased", "Fri 16:00", terms=agreed)
    found = clock(rebased, now="Fri 16:00")
    assert (found.state, local(found.due_at)) == (state, due)


def test_new_terms_do_not_reach_back_before_themselves():
    found = clock(event("rebased", "Mon+ 10:00", terms=terms(1)), now="Mon+ 10:30")
    assert (found.state, local(found.breached_at)) == (State.BREACHED_OPEN, "Mon 10:00")


def test_a_paused_clock_gets_new_terms_when_it_resumes():
    events = [
        event("paused", "Fri 16:00"),
        event("rebased", "Fri 16:30", terms=terms(2)),
        event("resumed", "Mon+ 9:00"),
    ]
    assert local(clock(*events, now="Mon+ 9:30").due_at) == "Mon 10:00"


@pytest.mark.parametrize(
    ("touches", "state"),
    [
        (["Fri 16:00", "Mon+ 10:00"], State.RUNNING),
        (["Fri 16:00", "Mon+ 10:00", "Mon+ 11:00"], State.MET),
        (["Fri 16:00", "Mon+ 10:00", "Mon+ 12:00"], State.MET_LATE),
    ],
)
def test_a_promise_of_three_attempts_is_kept_by_the_third(touches, state):
    found = clock(*(event("stopped", touch) for touch in touches), now="Mon+ 10:30", agreed=terms(needed=3))
    later = clock(*(event("stopped", touch) for touch in touches), now="Tue+ 10:30", agreed=terms(needed=3))
    assert found.state is State.RUNNING
    assert later.state is (State.BREACHED_OPEN if state is State.RUNNING else state)


def test_the_arithmetic_line_by_line():
    events = [
        event("paused", "Fri 16:00", reason="waiting for the customer"),
        event("resumed", "Mon+ 10:00"),
        event("stopped", "Mon+ 14:00"),
    ]
    lines = clock(*events, now="Tue+ 9:00").lines
    assert [
        (local(line.since), local(line.until), line.counted, line.total, line.ended_by, line.reason) for line in lines
    ] == [
        ("Fri 15:00", "Fri 16:00", HOUR, HOUR, Kind.PAUSED, ""),
        ("Fri 16:00", "Mon 10:00", 0 * HOUR, HOUR, Kind.RESUMED, "waiting for the customer"),
        ("Mon 10:00", "Mon 13:00", 3 * HOUR, 4 * HOUR, None, ""),
        ("Mon 13:00", "Mon 14:00", HOUR, 5 * HOUR, Kind.STOPPED, ""),
    ]


def test_what_is_left_while_paused():
    found = clock(event("paused", "Fri 16:00"), now="Mon+ 12:00")
    assert (found.remaining, local(found.paused_at)) == (3 * HOUR, "Fri 16:00")


def test_a_log_without_a_start_is_none():
    with pytest.raises(NoStart):
        derive(events=[event("stopped", "Fri 16:00")], now=at("Fri 17:00"))


def starts(*whens):
    return [event("started", when, terms=terms()) for when in whens]


def parts(*events):
    return [[(one.kind.value, local(one.occurred_at)) for one in part] for part in cycles(events=events)]


def test_a_lead_that_comes_back_has_a_second_cycle():
    log = [*starts("Fri 15:00", "Tue+ 9:00"), event("stopped", "Mon+ 10:00"), event("stopped", "Tue+ 10:00")]
    assert parts(*log) == [
        [("started", "Fri 15:00"), ("stopped", "Mon 10:00")],
        [("started", "Tue 09:00"), ("stopped", "Tue 10:00")],
    ]


def test_a_start_while_the_clock_runs_says_nothing_new():
    assert parts(*starts("Fri 15:00", "Mon+ 10:00", "Tue+ 9:00")) == [[("started", "Fri 15:00")]]


def test_what_happened_before_the_first_start_is_of_no_cycle():
    assert parts(event("stopped", "Fri 14:00"), *starts("Fri 15:00")) == [[("started", "Fri 15:00")]]
    assert parts(event("stopped", "Fri 14:00")) == []


def test_a_decision_belongs_to_the_cycle_it_names():
    waiver = event("waived", "Wed+ 9:00", cycle=1)
    log = [*starts("Fri 15:00", "Tue+ 9:00"), event("stopped", "Mon+ 15:00"), waiver]
    assert ("waived", "Wed 09:00") in parts(*log)[0]


def test_a_decision_that_closes_a_cycle_lets_the_next_begin():
    withdrawn = event("cancelled", "Fri 16:00", cycle=1, is_by_hand=True)
    assert len(parts(*starts("Fri 15:00", "Mon+ 9:00"), withdrawn)) == 2
