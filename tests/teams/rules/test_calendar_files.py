from datetime import date

import pytest

from teams.rules import calendar_files
from teams.rules.calendar_files import NotACalendar, days_off

SPAN = {"first": date(2026, 1, 1), "end": date(2029, 1, 1)}


def calendar(*events):
    lines = "".join(f"BEGIN:VEVENT\nUID:{number}\n{event}\nEND:VEVENT\n" for number, event in enumerate(events))
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//tests//\n{lines}END:VCALENDAR\n".encode()


@pytest.mark.parametrize(
    ("event", "days"),
    [
        ("DTSTART;VALUE=DATE:20261224\nSUMMARY:Christmas Eve", ["2026-12-24"]),
        ("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227", ["2026-12-24", "2026-12-25", "2026-12-26"]),
        ("DTSTART;VALUE=DATE:20200508\nRRULE:FREQ=YEARLY", ["2026-05-08", "2027-05-08", "2028-05-08"]),
        ("DTSTART;VALUE=DATE:20200508\nRRULE:FREQ=YEARLY;COUNT=8", ["2026-05-08", "2027-05-08"]),
        ("DTSTART;VALUE=DATE:20251230\nDTEND;VALUE=DATE:20260102", ["2026-01-01"]),
        ("DTSTART;VALUE=DATE:20300101", []),
        ("DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=SECONDLY", ["2026-01-01"]),
        ("DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31", []),
        ("DTSTART;VALUE=DATE:20241225\nRRULE:FREQ=YEARLY;UNTIL=20261231", ["2026-12-25"]),
        ("DTSTART;VALUE=DATE:20241225\nRRULE:FREQ=YEARLY;UNTIL=20271225T000000Z", ["2026-12-25", "2027-12-25"]),
        (
            "DTSTART;VALUE=DATE:20200224\nRRULE:FREQ=YEARLY;BYMONTH=2;BYDAY=-1MO;UNTIL=99991231",
            ["2026-02-23", "2027-02-22", "2028-02-28"],
        ),
        ("DTSTART;VALUE=DATE:20240229\nRRULE:FREQ=YEARLY", ["2028-02-29"]),
        ("DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY;BYEASTER=400", ["2026-01-01"]),
        ("DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=DAILY;UNTIL=soon", ["2026-01-01"]),
        ("DTSTART;VALUE=DATE:20260101\nRRULE:BYMONTH=2;BYMONTHDAY=3", ["2026-01-01"]),
        ("DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=DAILY;BYHOUR=1;BYSECOND=5", ["2026-01-01"]),
        ("DTSTART;VALUE=DATE:99991231\nRRULE:FREQ=YEARLY", []),
    ],
)
def test_all_day_events_are_days_off(event, days):
    assert [day.isoformat() for day in days_off(content=calendar(event), **SPAN).days] == days


def test_names_come_along_without_what_turns_text_round():
    found = days_off(
        content=calendar(
            "DTSTART;VALUE=DATE:20260508\nSUMMARY:Founding\\, closed",
            "DTSTART;VALUE=DATE:20260509\nSUMMARY:odd \u202e name",
        ),
        **SPAN,
    )
    assert list(found.days.values()) == ["Founding, closed", ""]


@pytest.mark.parametrize("start", ["DTSTART:20260508T100000Z", "DTSTART;VALUE=DATE:nonsense", "SUMMARY:no day"])
def test_what_is_no_day_off_is_left_out_and_counted(start):
    found = days_off(content=calendar(start), **SPAN)
    assert (found.days, found.left_out) == ({}, 1)


@pytest.mark.parametrize("content", [b"", b"hello", b"\xff\xfe\x00", b"PK\x03\x04"])
def test_another_file_is_refused(content):
    with pytest.raises(NotACalendar):
        days_off(content=content, **SPAN)


def test_a_large_file_gives_no_more_than_a_thousand_days():
    every_day = "DTSTART;VALUE=DATE:20200101\nRRULE:FREQ=DAILY"
    assert len(days_off(content=calendar(*[every_day] * 3), **SPAN).days) <= 1000


@pytest.mark.parametrize("steps", ["", ";INTERVAL=0"])
@pytest.mark.parametrize("often", ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
def test_a_repetition_that_never_comes_is_given_up_soon(often, steps):
    never = f"DTSTART;VALUE=DATE:20260101\nRRULE:FREQ={often};BYMONTH=2;BYMONTHDAY=31{steps}"
    found = days_off(content=calendar(*[never] * 5), **SPAN)
    assert list(found.days) == ([date(2026, 1, 1)] if steps else [])


def test_a_file_of_them_is_not_followed_through():
    """Each looks at every day until the last year there is: two hundred held up a page for a minute."""
    never = "DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31"
    every_june = "DTSTART;VALUE=DATE:20250601\nRRULE:FREQ=YEARLY"
    found = days_off(content=calendar(*[never] * 12, every_june), **SPAN)
    assert [day.isoformat() for day in found.days] == ["2026-06-01", "2027-06-01", "2028-06-01"]
    assert found.left_out == 2


def test_repetitions_of_long_ago_are_counted_up_to_now_only_so_far(monkeypatch):
    monkeypatch.setattr(calendar_files, "MOST_STEPS", 1000)
    every_day = "DTSTART;VALUE=DATE:20200101\nRRULE:FREQ=DAILY"
    assert days_off(content=calendar(every_day), **SPAN).days == {}
