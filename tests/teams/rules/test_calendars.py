from datetime import date

import pytest

from teams.rules import calendars
from teams.rules.calendars import Calendar, Window, read_hours, write_hours

NINE_TO_FIVE = read_hours("9–17")
MONDAY = date(2026, 8, 10)


def calendar(**values):
    terms = {
        "zone": "Europe/Berlin",
        "week": dict.fromkeys(range(1, 6), NINE_TO_FIVE),
        "days": {},
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2027, 1, 1),
    }
    return Calendar(**(terms | values))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("9-17", "09:00–17:00"),
        ("9:00 – 12:30, 13:30–18:00", "09:00–12:30, 13:30–18:00"),
        ("09.00-12.30;13.30-18", "09:00–12:30, 13:30–18:00"),
        ("0–24", "00:00–24:00"),
        ("22-24", "22:00–24:00"),
        ("٩:٣٠-١٧، ١٨-٢٠", "09:30–17:00, 18:00–20:00"),
        ("۹-۱۷", "09:00–17:00"),
        ("8-12，13-17", "08:00–12:00, 13:00–17:00"),
        ("9-12,12-17", "09:00–12:00, 12:00–17:00"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_hours_are_read_as_people_type_them(text, written):
    assert write_hours(read_hours(text)) == written
    assert read_hours(written) == read_hours(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("nine to five", calendars.Unreadable),
        ("9", calendars.Unreadable),
        ("9:75-17", calendars.Unreadable),
        ("9-17-20", calendars.Unreadable),
        ("17-9", calendars.WindowBackwards),
        ("9-9", calendars.WindowBackwards),
        ("9-25", calendars.WindowBackwards),
        ("9-13, 12-17", calendars.WindowsOverlap),
        ("9-17, 9-17", calendars.WindowsOverlap),
        ("13-17, 9-12", calendars.WindowsOutOfOrder),
    ],
)
def test_hours_that_nobody_can_work_are_refused(text, reason):
    with pytest.raises(reason):
        read_hours(text)


@pytest.mark.parametrize(
    ("values", "reason", "where"),
    [
        ({"week": {}}, calendars.NoOpenHour, None),
        ({"week": {1: ()}, "days": {MONDAY: NINE_TO_FIVE}}, calendars.NoOpenHour, None),
        ({"zone": "Europe/Atlantis"}, calendars.UnknownZone, None),
        ({"week": {3: (Window(540, 540),)}}, calendars.WindowBackwards, 3),
        ({"week": {3: (Window(540, 800), Window(700, 900))}}, calendars.WindowsOverlap, 3),
        ({"days": {MONDAY: (Window(800, 900), Window(540, 700))}}, calendars.WindowsOutOfOrder, MONDAY),
    ],
)
def test_a_bad_calendar_says_what_is_wrong_and_where(values, reason, where):
    with pytest.raises(reason) as caught:
        calendars.checked(calendar(**values))
    assert caught.value.where == where


def test_a_day_of_its_own_goes_before_its_weekday():
    sunday = date(2026, 8, 16)
    terms = calendars.checked(calendar(days={MONDAY: (), sunday: read_hours("10-12")}))
    assert terms.hours_on(MONDAY) == ()
    assert terms.hours_on(sunday) == (Window(600, 720),)
    assert terms.hours_on(date(2026, 8, 11)) == NINE_TO_FIVE
    assert (terms.weekdays, terms.closed_days, terms.extra_days) == ({1, 2, 3, 4, 5}, {MONDAY}, {sunday})


def test_a_holiday_on_a_free_weekday_closes_nothing():
    assert calendar(days={date(2026, 8, 16): ()}).closed_days == set()
