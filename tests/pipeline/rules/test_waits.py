import pytest

from pipeline.rules.waits import InForce, business_seconds
from tests.teams.rules.test_business_time import TIMES, at

NINE_TO_FIVE, ROUND_THE_CLOCK = TIMES["berlin"], TIMES["berlin 24×7"]


def when(text: str):
    return at(text, "berlin")


@pytest.mark.parametrize(
    ("start", "stop", "seconds"),
    [
        ("6 Mar 16:45", "9 Mar 09:20", 35 * 60),
        ("7 Mar 11:00", "7 Mar 15:00", 0),
        ("6 Mar 10:00", "6 Mar 10:00", 0),
        ("6 Mar 10:00", "6 Mar 09:59", None),
    ],
)
def test_only_open_hours_count(start, stop, seconds):
    calendars = [InForce(when("1 Mar 00:00"), NINE_TO_FIVE)]
    assert business_seconds(calendars=calendars, started_at=when(start), stopped_at=when(stop)) == seconds


@pytest.mark.parametrize(
    ("start", "stop", "hours"),
    [
        ("26 Jan 10:00", "26 Jan 20:00", 7),
        ("2 Mar 10:00", "2 Mar 20:00", 10),
        ("1 Mar 00:00", "1 Mar 20:00", 20),
        ("31 Mar 20:00", "2 Apr 20:00", 48),
        ("1 Apr 00:00", "1 Apr 20:00", 8),
    ],
)
def test_the_hours_in_force_at_the_start_hold_to_the_end_and_the_first_before_all(start, stop, hours):
    calendars = [
        InForce(when("2 Feb 00:00"), NINE_TO_FIVE),
        InForce(when("1 Mar 00:00"), ROUND_THE_CLOCK),
        InForce(when("1 Apr 00:00"), NINE_TO_FIVE),
    ]
    assert business_seconds(calendars=calendars, started_at=when(start), stopped_at=when(stop)) == hours * 3600


def test_unknown_without_a_calendar_or_an_instant_or_beyond_its_days():
    one = [InForce(when("1 Mar 00:00"), NINE_TO_FIVE)]
    late = when("31 Dec 12:00").replace(year=2027)
    assert business_seconds(calendars=[], started_at=when("6 Mar 10:00"), stopped_at=when("6 Mar 11:00")) is None
    assert business_seconds(calendars=one, started_at=None, stopped_at=when("6 Mar 11:00")) is None
    assert business_seconds(calendars=one, started_at=when("6 Mar 10:00"), stopped_at=None) is None
    assert business_seconds(calendars=one, started_at=when("6 Mar 10:00"), stopped_at=late) is None
