"""Seconds between two events."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.rules.durations import seconds

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 8, 14, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("started_at", "stopped_at", "passed"),
    [
        pytest.param(NOON, NOON + timedelta(seconds=30), 30, id="half a minute of waiting"),
        pytest.param(NOON, NOON + timedelta(milliseconds=1999), 1, id="completed seconds"),
        pytest.param(NOON, NOON, 0, id="at once"),
        pytest.param(NOON, None, None, id="still open"),
        pytest.param(None, NOON, None, id="never begun"),
        pytest.param(NOON, NOON - timedelta(seconds=1), None, id="ends before it begins"),
        pytest.param(
            datetime(2026, 3, 29, 1, tzinfo=BERLIN), datetime(2026, 3, 29, 4, tzinfo=BERLIN), 7200, id="spring"
        ),
        pytest.param(
            datetime(2026, 10, 25, 1, tzinfo=BERLIN), datetime(2026, 10, 25, 4, tzinfo=BERLIN), 14400, id="autumn"
        ),
        pytest.param(NOON, NOON.astimezone(BERLIN) + timedelta(seconds=5), 5, id="two zones"),
    ],
)
def test_seconds_that_truly_passed(
    started_at: datetime | None, stopped_at: datetime | None, passed: int | None
) -> None:
    found = seconds(started_at=started_at, stopped_at=stopped_at)
    assert found == passed


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        seconds(started_at=datetime(2026, 8, 14), stopped_at=NOON)


@given(one=st.timedeltas(timedelta(0), timedelta(days=4000)), other=st.timedeltas(timedelta(0), timedelta(days=4000)))
def test_two_durations_in_a_row_add_up(one: timedelta, other: timedelta) -> None:
    first = seconds(started_at=NOON, stopped_at=NOON + one)
    second = seconds(started_at=NOON + one, stopped_at=NOON + one + other)
    whole = seconds(started_at=NOON, stopped_at=NOON + one + other)
    assert first + second <= whole <= first + second + 1
