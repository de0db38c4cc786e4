"""The time vectors of DOMAIN.md §10, and the ways in which business time is commonly got wrong."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from teams.rules.business_time import OutsideCalendar, Pause, working_time
from teams.rules.calendars import Calendar, NoOpenHour, UnknownZone, Window, WindowsOverlap, read_hours

NEW_YORK, BERLIN = "America/New_York", "Europe/Berlin"
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
LABOUR_DAY = date(2026, 5, 1)


def calendar(zone, hours="9-17", *, weekdays=range(1, 6), days=None):
    return Calendar(
        zone=zone,
        week={weekday: read_hours(hours) for weekday in weekdays},
        days=days or {},
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 1, 1),
    )


CALENDARS = {
    "new york": calendar(NEW_YORK),
    "new york 8–5": calendar(NEW_YORK, "8-17"),
    "berlin": calendar(BERLIN),
    "berlin 24×7": calendar(BERLIN, "0-24", weekdays=range(1, 8)),
    "berlin, May Day": calendar(BERLIN, days={LABOUR_DAY: ()}),
    "berlin, two windows": calendar(BERLIN, "9-12:30, 13:30-18"),
    "berlin, night": calendar(BERLIN, "0-4", weekdays=range(1, 8)),
}
TIMES = {name: working_time(terms) for name, terms in CALENDARS.items()}


def at(text, name, fold=0):
    """A wall-clock time of 2026 in the calendar's zone; fold 1 is the second of two."""
    local = datetime.strptime(f"2026 {text}", "%Y %d %b %H:%M")
    return local.replace(tzinfo=ZoneInfo(CALENDARS[name].zone), fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("name", "start", "allowed", "due"),
    [
        ("new york", "6 Mar 17:00", 8 * HOUR, "9 Mar 17:00"),
        ("new york", "6 Mar 16:45", HOUR, "9 Mar 09:45"),
        ("new york", "6 Mar 16:00", 2 * HOUR, "9 Mar 10:00"),
        ("new york 8–5", "6 Mar 16:00", 4 * HOUR, "9 Mar 11:00"),
        ("berlin", "30 Apr 16:00", 4 * HOUR, "1 May 12:00"),
        ("berlin, May Day", "30 Apr 16:00", 4 * HOUR, "4 May 12:00"),
        ("berlin, two windows", "1 Jun 12:00", 2 * HOUR, "1 Jun 15:00"),
        ("berlin", "15 Aug 11:00", 30 * MINUTE, "17 Aug 09:30"),
    ],
)
def test_due(name, start, allowed, due):
    assert TIMES[name].due(start=at(start, name), allowed=allowed) == at(due, name)
    assert TIMES[name].elapsed(start=at(start, name), end=at(due, name)) == allowed


@pytest.mark.parametrize(
    ("name", "start", "allowed", "due"),
    [
        ("berlin", "14 Aug 16:00", HOUR, "14 Aug 17:00"),
        ("berlin", "14 Aug 09:00", 8 * HOUR, "14 Aug 17:00"),
        ("berlin, two windows", "14 Aug 09:00", 3.5 * HOUR, "14 Aug 12:30"),
    ],
)
def test_at_a_boundary_the_earlier_instant_is_due(name, start, allowed, due):
    assert TIMES[name].due(start=at(start, name), allowed=allowed) == at(due, name)


def test_clocks_go_forward_and_an_hour_is_missing():
    start = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    due = TIMES["berlin 24×7"].due(start=start, allowed=2 * HOUR)
    assert due.astimezone(ZoneInfo(BERLIN)).isoformat() == "2026-03-29T04:30:00+02:00"


def test_clocks_go_back_and_an_hour_comes_twice():
    start = datetime(2026, 10, 24, 23, 30, tzinfo=UTC)
    due = TIMES["berlin 24×7"].due(start=start, allowed=3 * HOUR)
    assert due.astimezone(ZoneInfo(BERLIN)).isoformat() == "2026-10-25T03:30:00+01:00"


def test_new_york_is_four_hours_behind_after_the_change():
    due = TIMES["new york"].due(start=at("6 Mar 17:00", "new york"), allowed=8 * HOUR)
    assert due.astimezone(ZoneInfo(NEW_YORK)).isoformat() == "2026-03-09T17:00:00-04:00"


@pytest.mark.parametrize(
    ("day", "hours"),
    [("29 Mar", 3), ("25 Oct", 5), ("30 Mar", 4)],
)
def test_a_window_over_the_change_is_shorter_or_longer(day, hours):
    name = "berlin, night"
    span = {"start": at(f"{day} 00:00", name), "end": at(f"{day} 12:00", name)}
    assert TIMES[name].elapsed(**span) == hours * HOUR


def test_elapsed_over_a_weekend():
    span = {"start": at("6 Mar 16:45", "berlin"), "end": at("9 Mar 09:20", "berlin")}
    assert TIMES["berlin"].elapsed(**span) == 35 * MINUTE


def test_elapsed_is_not_negative():
    assert TIMES["berlin"].elapsed(start=at("9 Mar 12:00", "berlin"), end=at("6 Mar 12:00", "berlin")) == 0 * HOUR


def pauses(*spans):
    return [Pause(at(since, "berlin"), until and at(until, "berlin")) for since, until in spans]


@pytest.mark.parametrize(
    ("paused", "due"),
    [
        ([], "9 Mar 11:00"),
        ([("6 Mar 16:00", "9 Mar 10:00")], "9 Mar 13:00"),
        ([("6 Mar 18:00", "7 Mar 08:00")], "9 Mar 11:00"),
        ([("6 Mar 10:00", "6 Mar 14:00")], "9 Mar 11:00"),
        ([("9 Mar 11:00", "9 Mar 12:00")], "9 Mar 11:00"),
        ([("9 Mar 10:30", "9 Mar 12:00"), ("6 Mar 16:00", "6 Mar 16:30")], "9 Mar 13:00"),
        ([("6 Mar 15:30", "6 Mar 16:30"), ("6 Mar 16:00", "6 Mar 17:00")], "9 Mar 12:30"),
        ([("6 Mar 14:00", None)], None),
        ([("6 Mar 16:00", None)], None),
        ([("9 Mar 11:00", None)], "9 Mar 11:00"),
    ],
)
def test_a_pause_moves_what_is_due_by_its_open_hours(paused, due):
    start = at("6 Mar 15:00", "berlin")
    found = TIMES["berlin"].due(start=start, allowed=4 * HOUR, pauses=pauses(*paused))
    assert found == (due and at(due, "berlin"))


def test_closed_hours_in_a_pause_add_nothing():
    span = {"start": at("6 Mar 15:00", "berlin"), "end": at("9 Mar 12:00", "berlin")}
    night = pauses(("6 Mar 18:00", "7 Mar 08:00"))
    assert TIMES["berlin"].elapsed(**span, pauses=night) == TIMES["berlin"].elapsed(**span) == 5 * HOUR


@pytest.mark.parametrize("zone", ["America/Sao_Paulo", "Asia/Beirut", "Pacific/Apia", "Australia/Lord_Howe"])
def test_midnights_that_a_zone_skips_or_repeats(zone):
    terms = Calendar(
        zone=zone,
        week={weekday: read_hours("0-24") for weekday in range(1, 8)},
        days={},
        starts_on=date(2011, 1, 1),
        ends_on=date(2012, 1, 1),
    )
    days = datetime(2012, 1, 1, tzinfo=ZoneInfo(zone)) - datetime(2011, 1, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    table = working_time(terms)
    assert (len(table.starts), table.ends[0] - table.starts[0]) == (1, days / timedelta.resolution)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"zone": "Europe/Atlantis"}, UnknownZone),
        ({"weekdays": []}, NoOpenHour),
    ],
)
def test_a_bad_calendar_is_refused(values, reason):
    with pytest.raises(reason):
        working_time(calendar(values.pop("zone", BERLIN), **values))


def test_overlapping_windows_are_refused():
    terms = Calendar(
        zone=BERLIN,
        week={1: (Window(540, 800), Window(700, 900))},
        days={},
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 1, 1),
    )
    with pytest.raises(WindowsOverlap):
        working_time(terms)


@pytest.mark.parametrize("start", [datetime(2025, 12, 31, 12, tzinfo=UTC), datetime(2027, 1, 2, 12, tzinfo=UTC)])
def test_what_lies_outside_the_calendar_is_refused(start):
    with pytest.raises(OutsideCalendar):
        TIMES["berlin"].due(start=start, allowed=HOUR)


def test_what_is_due_beyond_the_calendar_is_refused():
    with pytest.raises(OutsideCalendar):
        TIMES["berlin"].due(start=at("30 Dec 16:00", "berlin"), allowed=20 * HOUR)
