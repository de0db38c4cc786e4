"""Laws of business time over random calendars, zones, changes of the clock and pauses; and a minute counter that shares
no code with the rule and must agree with it in more than 10,000 random cases."""

import random
from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from teams.rules.business_time import Pause, WorkingTime, working_time
from teams.rules.calendars import Calendar, Window

# Half-hour changes, changes at midnight, a whole day left out, offsets of a quarter, none at all.
ZONES = [
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/New_York",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Kathmandu",
    "Asia/Manila",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Pacific/Apia",
    "Pacific/Chatham",
]
DAYS = 14
MINUTE, MICROSECOND = timedelta(minutes=1), timedelta(microseconds=1)


def random_hours(draw: random.Random) -> tuple[Window, ...]:
    bounds = sorted(draw.sample(range(1441), 2 * draw.choice([0, 1, 1, 2, 3])))
    return tuple(Window(*bounds[number : number + 2]) for number in range(0, len(bounds), 2))


def random_calendar(draw: random.Random) -> Calendar:
    """Two weeks of 2008–2027, mostly around the days on which clocks change."""
    first = date(draw.randint(2008, 2027), draw.choice([3, 10, draw.randint(1, 12)]), draw.randint(20, 28))
    days = draw.sample(range(DAYS), draw.randint(0, 4))
    return Calendar(
        zone=draw.choice(ZONES),
        week={weekday: random_hours(draw) for weekday in range(1, 8)} | {draw.randint(1, 7): (Window(540, 1020),)},
        days={first + timedelta(days=number): random_hours(draw) for number in days},
        starts_on=first,
        ends_on=first + timedelta(days=DAYS),
    )


@lru_cache(maxsize=400)
def made(seed: int) -> tuple[Calendar, WorkingTime]:
    calendar = random_calendar(random.Random(seed))
    return calendar, working_time(calendar)


def counted(calendar: Calendar) -> tuple[datetime, list[int]]:
    """The first minute of the calendar, and how many of the minutes before each were open. By the wall clock alone."""
    zone = ZoneInfo(calendar.zone)
    day = datetime.combine(calendar.starts_on, datetime.min.time(), UTC) - timedelta(days=1)
    minutes = [day + number * MINUTE for number in range((DAYS + 2) * 1440)]
    local = [minute.astimezone(zone) for minute in minutes]
    inside = [number for number, here in enumerate(local) if calendar.starts_on <= here.date() < calendar.ends_on]
    is_open = [_is_open(calendar, local[number]) for number in inside]
    return minutes[inside[0]], list(accumulate(is_open, initial=0))


def _is_open(calendar: Calendar, local: datetime) -> bool:
    own = calendar.days.get(local.date())
    windows = calendar.week.get(local.isoweekday(), ()) if own is None else own
    minute = local.hour * 60 + local.minute
    return any(window.opens <= minute < window.closes for window in windows)


def test_the_minute_counter_agrees_in_more_than_ten_thousand_cases():
    cases = 0
    for seed in range(60):
        calendar, table = made(seed)
        first, open_before = counted(calendar)
        draw = random.Random(seed)
        for _ in range(170):
            since, until = sorted(draw.sample(range(len(open_before)), 2))
            minutes = open_before[until] - open_before[since]
            span = {"start": first + since * MINUTE, "end": first + until * MINUTE}
            assert table.elapsed(**span) == minutes * MINUTE, (seed, since, until)
            allowed = draw.randint(1, max(minutes, 1))
            due = bisect_left(open_before, open_before[since] + allowed)
            found = table.due(start=span["start"], allowed=allowed * MINUTE) if minutes else None
            assert found == (first + due * MINUTE if minutes else None), (seed, since, allowed)
            cases += 1
    assert cases > 10_000


seeds = st.integers(min_value=0, max_value=399)
shares = st.floats(min_value=0, max_value=1)
pause_shares = st.lists(st.tuples(shares, shares), max_size=4)


def instant(table: WorkingTime, share: float) -> datetime:
    """An instant of the calendar, to the microsecond."""
    return datetime(1970, 1, 1, tzinfo=UTC) + round(table.first + share * (table.last - table.first)) * MICROSECOND


def pauses(table: WorkingTime, spans: list[tuple[float, float]]) -> list[Pause]:
    return [Pause(*sorted([instant(table, since), instant(table, until)])) for since, until in spans]


def allowance(table: WorkingTime, start: datetime, share: float, paused: list[Pause]) -> timedelta:
    """More than nothing, and no more than the calendar has left."""
    left = table.elapsed(start=start, end=instant(table, 1), pauses=paused)
    return max(share * left, min(MICROSECOND, left))


@given(seeds, shares, shares, pause_shares)
@settings(max_examples=300)
def test_what_has_elapsed_when_it_is_due_is_what_was_allowed(seed, since, share, spans):
    _, table = made(seed)
    start, paused = instant(table, since), pauses(table, spans)
    allowed = allowance(table, start, share, paused)
    due = table.due(start=start, allowed=allowed, pauses=paused)
    assert table.elapsed(start=start, end=due, pauses=paused) == allowed
    assert not allowed or table.elapsed(start=start, end=due - MICROSECOND, pauses=paused) < allowed


@given(seeds, st.tuples(shares, shares, shares), pause_shares)
@settings(max_examples=200)
def test_elapsed_adds_up_and_never_falls(seed, points, spans):
    _, table = made(seed)
    paused = pauses(table, spans)
    first, middle, last = sorted(instant(table, point) for point in points)
    parts = [table.elapsed(start=a, end=b, pauses=paused) for a, b in ((first, middle), (middle, last))]
    assert min(parts) >= timedelta(0)
    assert sum(parts, timedelta(0)) == table.elapsed(start=first, end=last, pauses=paused) <= last - first


@given(seeds, st.tuples(shares, shares), st.tuples(shares, shares))
@settings(max_examples=200)
def test_who_starts_later_or_has_longer_is_due_no_earlier(seed, since, share):
    _, table = made(seed)
    early, late = sorted(instant(table, point) for point in since)
    little, much = sorted(allowance(table, late, point, []) for point in share)
    assert table.due(start=early, allowed=little) <= table.due(start=late, allowed=little)
    assert table.due(start=late, allowed=little) <= table.due(start=late, allowed=much)


@given(seeds, shares, shares, st.tuples(shares, shares))
@settings(max_examples=200)
def test_a_pause_costs_its_own_open_time_and_never_hastens(seed, since, share, span):
    _, table = made(seed)
    start, (pause,) = instant(table, since), pauses(table, [span])
    allowed = allowance(table, start, share, [pause])
    without, due = table.due(start=start, allowed=allowed), table.due(start=start, allowed=allowed, pauses=[pause])
    assert without <= due
    assert table.elapsed(start=start, end=due) == allowed + _within(table, pause, start, due)


def _within(table: WorkingTime, pause: Pause, start: datetime, due: datetime) -> timedelta:
    return table.elapsed(start=max(pause.starts_at, start), end=min(pause.ends_at, due))


@given(seeds, shares, shares, pause_shares)
@settings(max_examples=200)
def test_a_pause_after_it_is_due_changes_nothing(seed, since, share, spans):
    _, table = made(seed)
    start = instant(table, since)
    allowed = allowance(table, start, share, [])
    due = table.due(start=start, allowed=allowed)
    later = [pause for pause in pauses(table, spans) if pause.starts_at >= due]
    assert table.due(start=start, allowed=allowed, pauses=[*later, Pause(due, None)]) == due
