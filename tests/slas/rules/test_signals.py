from datetime import UTC, datetime, timedelta

import pytest

from slas.rules.signals import bursts, is_last_moment, is_late_pause

HOUR, DAY = timedelta(hours=1), datetime(2026, 8, 6, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "last_moment", "late_pause"),
    [(1, False, False), (8.9, False, False), (9, False, True), (9.79, False, True), (9.8, True, True), (10, True, False), (10.1, False, False)],
)  # fmt: skip
def test_at_the_edge_of_ten_hours(hours, last_moment, late_pause):
    span = {"elapsed": hours * HOUR, "allowed": 10 * HOUR}
    assert (is_last_moment(**span), is_late_pause(**span)) == (last_moment, late_pause)


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        ([], []),
        ([0, 1, 2, 3], []),
        ([0, 1, 2, 3, 10], [5]),
        ([0, 1, 2, 3, 11], []),
        ([0, 5, 6, 7, 8, 14], [5]),
        ([*range(6), *range(60, 65)], [6, 5]),
    ],
)
def test_bursts(minutes, expected):
    found = bursts(moments=[DAY + timedelta(minutes=minute) for minute in minutes])
    assert [len(one) for one in found] == expected
