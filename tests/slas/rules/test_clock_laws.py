"""Laws of the clock over random logs; and a clock that ticks minute by minute, which shares no code with the rule."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from slas.rules.clock import State, cycles, derive
from slas.rules.clock_log import Event, Kind, Reassignment, Terms
from teams.rules.business_time import working_time
from teams.rules.calendars import Calendar, read_hours

BERLIN = ZoneInfo("Europe/Berlin")
FIRST = datetime(2026, 3, 26, tzinfo=UTC)
MINUTES = 6 * 1440
MINUTE = timedelta(minutes=1)
CLOSED = {State.MET, State.MET_LATE, State.CANCELLED}


def calendar(hours, weekdays):
    week = {weekday: read_hours(hours) for weekday in weekdays}
    return Calendar(zone="Europe/Berlin", week=week, days={}, starts_on=date(2026, 3, 1), ends_on=date(2026, 5, 1))


CALENDARS = [calendar("9-17", range(1, 6)), calendar("9-12:30, 13:30-18", range(1, 7)), calendar("0-24", range(1, 8))]
TABLES = [working_time(one) for one in CALENDARS]
# Clocks change in Berlin on the night to the fourth day.
IS_OPEN = [
    [
        any(
            window.opens <= local.hour * 60 + local.minute < window.closes
            for window in one.week.get(local.isoweekday(), ())
        )
        for local in ((FIRST + number * MINUTE).astimezone(BERLIN) for number in range(MINUTES + 1))
    ]
    for one in CALENDARS
]

HAPPENINGS = [Kind.PAUSED, Kind.RESUMED, Kind.REASSIGNED, Kind.REBASED, Kind.STOPPED, Kind.CANCELLED, Kind.WAIVED]
terms = st.tuples(st.integers(0, 2), st.integers(1, 900), st.integers(1, 2), st.sampled_from(Reassignment))
happening = st.tuples(st.sampled_from(HAPPENINGS), st.integers(0, MINUTES), terms)
logs = st.lists(happening, max_size=6, unique_by=lambda one: one[1]).map(
    lambda log: sorted(log, key=lambda one: one[1])
)


def instant(minute):
    return FIRST + minute * MINUTE


def agreed(values):
    table, allowed, needed, reassignment = values
    return Terms(allowed=allowed * MINUTE, time=TABLES[table], needed=needed, reassignment=reassignment)


def event(kind, minute, values, *, number=0):
    at = instant(minute)
    return Event(kind=kind, occurred_at=at, recorded_at=at, number=number, terms=agreed(values), owner=minute)


def log_of(start, values, happenings):
    return [event(Kind.STARTED, start, values), *(event(*one, number=n) for n, one in enumerate(happenings, 1))]


class Ticking:
    """One minute after the other: what is open counts while the clock runs, and at the allowed minute it is breached."""

    def __init__(self, values):
        self.calendar, self.allowed, self.needed, self.rule = values
        self.spent = self.acts = 0
        self.is_running, self.breached, self.outcome, self.is_waived = True, None, None, False

    def tick(self, minute):
        if self.is_running and self.outcome is None:
            self.spent += IS_OPEN[self.calendar][minute]

    def is_up(self):
        return self.is_running and self.outcome is None and self.breached is None and self.spent >= self.allowed

    def hear(self, kind, values):
        if kind is Kind.WAIVED:
            self.is_waived = True
        if self.outcome is not None:
            return
        self.is_running = {Kind.PAUSED: False, Kind.RESUMED: True}.get(kind, self.is_running)
        self.acts += kind is Kind.STOPPED
        if kind is Kind.REBASED:
            self.calendar, self.allowed, self.needed, self.rule = values
        if kind is Kind.REASSIGNED and self.rule is Reassignment.RESTART and self.breached is None:
            self.spent = 0
        if kind is Kind.CANCELLED or (kind is Kind.STOPPED and self.acts >= self.needed):
            self.outcome = kind

    def state(self):
        if self.breached is not None:
            late = State.MET_LATE if self.outcome is Kind.STOPPED else State.BREACHED_OPEN
            return State.WAIVED if self.is_waived else late
        ends = {Kind.STOPPED: State.MET, Kind.CANCELLED: State.CANCELLED}
        return ends.get(self.outcome, State.RUNNING if self.is_running else State.PAUSED)


def ticked(start, values, happenings, now):
    """Run it; an act at the very minute that it is due is still in time."""
    clock, heard = Ticking(values), {minute: (kind, terms) for kind, minute, terms in happenings}
    up_at = None
    for minute in range(start, now + 1):
        up_at = minute if clock.is_up() and up_at is None else up_at
        kind, terms = heard.get(minute, (None, None))
        is_in_time = kind in {Kind.STOPPED, Kind.CANCELLED, Kind.WAIVED}
        if up_at is not None and (up_at < minute or (kind is not None and not is_in_time)):
            clock.breached, up_at = up_at if clock.breached is None else clock.breached, None
        if kind is not None and minute >= start:
            clock.hear(kind, terms)
            up_at = None if clock.outcome is not None else up_at
            up_at = minute if clock.is_up() and up_at is None else up_at
        if minute < now:
            clock.tick(minute)
    return clock


@given(st.integers(0, MINUTES), terms, logs, st.integers(0, MINUTES))
@settings(max_examples=1500)
def test_the_ticking_clock_agrees(start, values, happenings, now):
    start, now = sorted((start, now))
    later = [one for one in happenings if one[1] > start]
    found = derive(events=log_of(start, values, later), now=instant(now))
    clock = ticked(start, values, later, now)
    assert (found.state, found.elapsed) == (clock.state(), clock.spent * MINUTE)
    assert found.breached_at == (None if clock.breached is None else instant(clock.breached))


@given(st.integers(0, MINUTES), terms, logs, st.tuples(st.integers(0, MINUTES), st.integers(0, MINUTES)))
@settings(max_examples=200)
def test_a_breach_that_was_seen_once_stays_as_it_was(start, values, happenings, looks):
    first, second = sorted(looks)
    log = log_of(start, values, [one for one in happenings if one[1] > start])
    early, late = derive(events=log, now=instant(first)), derive(events=log, now=instant(second))
    assert early.breached_at is None or early.breached_at == late.breached_at


@given(st.integers(0, MINUTES), terms, logs, st.randoms())
@settings(max_examples=200)
def test_the_order_of_the_rows_says_nothing(start, values, happenings, shuffle):
    log = log_of(start, values, [one for one in happenings if one[1] > start])
    mixed = log[:]
    shuffle.shuffle(mixed)
    assert derive(events=mixed, now=instant(MINUTES)) == derive(events=log, now=instant(MINUTES))
    assert cycles(events=mixed) == cycles(events=log)


@given(st.integers(0, MINUTES), terms, logs)
@settings(max_examples=200)
def test_the_lines_add_up(start, values, happenings):
    log = log_of(start, values, [one for one in happenings if one[1] > start and one[0] is not Kind.REASSIGNED])
    found = derive(events=log, now=instant(MINUTES))
    assert sum((line.counted for line in found.lines), timedelta()) == found.elapsed
    assert all(a.until == b.since for a, b in pairwise(found.lines))
    assert not found.lines or found.lines[0].since == found.started_at


@given(st.integers(0, MINUTES), terms, logs)
@settings(max_examples=200)
def test_each_cycle_closes_before_the_next_begins(start, values, happenings):
    starts = [event(Kind.STARTED, minute, values, number=90) for minute in range(start, MINUTES, 700)]
    log = [*log_of(start, values, happenings), *starts]
    parts = cycles(events=log)
    for before, after in pairwise(parts):
        begun = min(one.occurred_at for one in after)
        assert derive(events=before, now=begun).closed_at <= begun
