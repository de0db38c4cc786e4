"""What lay open, weighed by time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.rules import stocks
from metrics.rules.stocks import Stay

JUNE = {"starts_at": datetime(2026, 6, 1, tzinfo=UTC), "ends_at": datetime(2026, 7, 1, tzinfo=UTC)}
LATER = datetime(2027, 1, 1, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")
INSTANTS = st.integers(-500, 1500).map(lambda hours: JUNE["starts_at"] + timedelta(hours=hours))
STAYS = st.lists(st.builds(Stay, entered_at=INSTANTS, left_at=st.none() | INSTANTS, size=st.integers(1, 9)), max_size=8)


def stay(first: int, last: int | None, *, size: int = 1) -> Stay:
    """Open from one day of June to another (which may lie outside)."""
    days = [None if day is None else JUNE["starts_at"] + timedelta(days=day - 1) for day in (first, last)]
    return Stay(entered_at=days[0], left_at=days[1], size=size)


def mean(stays: list[Stay], **period: datetime) -> Decimal:
    found = stocks.stock(stays=stays, **period)
    return Decimal(found.held) / found.seconds


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param([], "0", id="nothing"),
        pytest.param([stay(-30, None)], "1", id="all month, still open"),
        pytest.param([stay(1, 16)], "0.5", id="half of it"),
        pytest.param([stay(16, 60)], "0.5", id="the other half, and on"),
        pytest.param([stay(1, 16), stay(16, 31)], "1", id="one after the other"),
        pytest.param([stay(1, 31), stay(1, 31), stay(1, 16)], "2.5", id="several at once"),
        pytest.param([stay(1, 16, size=300), stay(16, None, size=100)], "200", id="by value"),
        pytest.param([replace(stay(1, None), size=None)], "0", id="of unknown value"),
        pytest.param([stay(31, None)], "0", id="comes as the month ends"),
        pytest.param([stay(-30, 1)], "0", id="gone as it began"),
        pytest.param([stay(20, 10)], "0", id="leaves before it comes"),
        pytest.param([stay(10, 10)], "0", id="comes and goes at once"),
    ],
)
def test_proposals_in_process_in_june(found: list[Stay], expected: str) -> None:
    assert mean(found, **JUNE, as_of=LATER) == Decimal(expected)


def test_as_of_the_middle_the_rest_of_the_month_does_not_count() -> None:
    found = [stay(1, 11), stay(1, None)]
    assert mean(found, **JUNE, as_of=JUNE["starts_at"] + timedelta(days=15)) == Decimal(25) / 15


def test_before_the_month_nothing_lies_behind() -> None:
    found = stocks.stock(stays=[stay(-30, None)], **JUNE, as_of=JUNE["starts_at"])
    assert (found.held, found.seconds) == (0, 0)


def test_the_day_of_the_clock_change_is_an_hour_shorter() -> None:
    """8 March 2026 in New York: open until 12:00, which is 11 of 23 hours."""
    day = {"starts_at": datetime(2026, 3, 8, tzinfo=NEW_YORK), "ends_at": datetime(2026, 3, 9, tzinfo=NEW_YORK)}
    found = [Stay(entered_at=day["starts_at"], left_at=datetime(2026, 3, 8, 12, tzinfo=NEW_YORK))]
    assert mean(found, **day, as_of=LATER) == Decimal(11) / 23


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        stocks.stock(stays=[Stay(datetime(2026, 6, 1), None)], **JUNE, as_of=LATER)


@given(found=STAYS)
def test_the_mean_is_that_of_every_hour(found: list[Stay]) -> None:
    """All stays change on the hour, so that the level at each half hour, counted one by one, gives the same mean."""
    hours = [JUNE["starts_at"] + timedelta(hours=hour, minutes=30) for hour in range(720)]
    spans = [(one.entered_at, one.left_at or LATER, one.size) for one in found]
    levels = sum(sum(size for start, end, size in spans if start <= hour < end) for hour in hours)
    assert mean(found, **JUNE, as_of=LATER) == Decimal(levels) / 720


@given(found=STAYS, split=st.integers(1, 719 * 3600 * 10**6))
def test_two_parts_make_the_whole(found: list[Stay], split: int) -> None:
    middle = JUNE["starts_at"] + timedelta(microseconds=split)
    first = stocks.stock(stays=found, starts_at=JUNE["starts_at"], ends_at=middle, as_of=LATER)
    second = stocks.stock(stays=found, starts_at=middle, ends_at=JUNE["ends_at"], as_of=LATER)
    whole = stocks.stock(stays=found, **JUNE, as_of=LATER)
    assert (first.held + second.held, first.seconds + second.seconds) == (whole.held, whole.seconds)
