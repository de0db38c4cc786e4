"""Business days of the third quarter of 2026, other weeks, and that counting equals listing."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teams.rules import calendars, working_days
from teams.rules.working_days import MONDAY_TO_FRIDAY

HOLIDAYS = frozenset({date(2026, 7, 3), date(2026, 9, 7)})
SUNDAY_TO_THURSDAY = frozenset({7, 1, 2, 3, 4})
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "weekdays", "holidays", "days"),
    [
        pytest.param(date(2026, 7, 1), date(2026, 10, 1), MONDAY_TO_FRIDAY, HOLIDAYS, 64, id="third quarter"),
        pytest.param(date(2026, 7, 1), date(2026, 8, 15), MONDAY_TO_FRIDAY, HOLIDAYS, 32, id="through 14 August"),
        pytest.param(date(2026, 7, 1), date(2026, 10, 1), MONDAY_TO_FRIDAY, frozenset(), 66, id="no holidays"),
        pytest.param(date(2026, 7, 3), date(2026, 7, 5), SUNDAY_TO_THURSDAY, frozenset(), 0, id="a weekend in Cairo"),
        pytest.param(date(2026, 7, 5), date(2026, 7, 6), SUNDAY_TO_THURSDAY, frozenset(), 1, id="a Sunday in Cairo"),
        pytest.param(date(2026, 7, 4), date(2026, 7, 5), MONDAY_TO_FRIDAY, {date(2026, 7, 4)}, 0, id="free Saturday"),
        pytest.param(date(2026, 7, 6), date(2026, 7, 6), MONDAY_TO_FRIDAY, frozenset(), 0, id="empty"),
        pytest.param(date(2026, 7, 6), date(2026, 7, 1), MONDAY_TO_FRIDAY, HOLIDAYS, 0, id="turned round"),
        pytest.param(date(2026, 7, 1), date(2026, 10, 1), frozenset(), HOLIDAYS, 0, id="nobody ever works"),
    ],
)
def test_business_days_are_counted(
    starts_on: date, ends_on: date, weekdays: frozenset[int], holidays: frozenset[date], days: int
) -> None:
    found = working_days.count(starts_on=starts_on, ends_on=ends_on, weekdays=weekdays, holidays=holidays)
    assert found == days


def test_a_holiday_named_twice_is_one() -> None:
    holidays = [date(2026, 7, 3), date(2026, 7, 3)]
    week = {"starts_on": date(2026, 6, 29), "ends_on": date(2026, 7, 6), "weekdays": MONDAY_TO_FRIDAY}
    assert working_days.count(**week, holidays=holidays) == 4


@pytest.mark.parametrize("weekday", [0, 8, -1])
def test_other_weekdays_are_refused(weekday: int) -> None:
    with pytest.raises(working_days.NotAWeekday):
        working_days.count(starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 2), weekdays={weekday}, holidays=())


@given(
    starts_on=DAYS,
    length=st.integers(-5, 400),
    weekdays=st.frozensets(st.integers(1, 7)),
    holidays=st.frozensets(DAYS, max_size=20),
    extras=st.frozensets(DAYS, max_size=20),
)
def test_counting_equals_looking_at_each_day(
    starts_on: date, length: int, weekdays: frozenset[int], holidays: frozenset[date], extras: frozenset[date]
) -> None:
    days = [starts_on + timedelta(days=n) for n in range(length)]
    usual = [day for day in days if day.isoweekday() in weekdays and day not in holidays]
    more = [day for day in days if day.isoweekday() not in weekdays and day in extras]
    ends_on = starts_on + timedelta(days=length)
    calendar = {"weekdays": weekdays, "holidays": holidays, "extras": extras}
    assert working_days.count(starts_on=starts_on, ends_on=ends_on, **calendar) == len(usual + more)


@given(days=st.lists(DAYS, min_size=3, max_size=3).map(sorted), holidays=st.frozensets(DAYS, max_size=20))
def test_two_halves_make_the_whole(days: list[date], holidays: frozenset[date]) -> None:
    first, middle, last = days
    calendar = {"weekdays": MONDAY_TO_FRIDAY, "holidays": holidays}
    halves = working_days.count(starts_on=first, ends_on=middle, **calendar)
    halves += working_days.count(starts_on=middle, ends_on=last, **calendar)
    assert halves == working_days.count(starts_on=first, ends_on=last, **calendar)


def test_a_calendar_tells_its_weekdays_holidays_and_worked_saturdays() -> None:
    hours = calendars.read_hours("9–17")
    calendar = calendars.Calendar(
        zone="UTC",
        week=dict.fromkeys(range(1, 6), hours),
        days=dict.fromkeys(HOLIDAYS, ()) | {date(2026, 7, 11): hours},
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 1, 1),
    )
    days = working_days.counted_by(calendar)
    assert days(starts_on=date(2026, 7, 1), ends_on=date(2026, 10, 1)) == 65
    assert days(starts_on=date(2026, 7, 6), ends_on=date(2026, 7, 13)) == 6


def test_without_a_calendar_the_week_is_monday_to_friday() -> None:
    assert working_days.counted_by(None)(starts_on=date(2026, 7, 1), ends_on=date(2026, 10, 1)) == 66
