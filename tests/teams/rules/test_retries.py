from datetime import UTC, datetime, timedelta

import pytest

from teams.rules.retries import WAITS, next_try

AT = datetime(2026, 8, 14, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failures", "wait"),
    [
        pytest.param(1, timedelta(), id="the next sweep"),
        pytest.param(2, timedelta(minutes=5), id="then in minutes"),
        pytest.param(6, timedelta(hours=12), id="then in hours"),
        pytest.param(8, timedelta(days=1), id="the last one"),
    ],
)
def test_waits_longer_each_time(failures, wait):
    assert next_try(failures=failures, at=AT) == AT + wait


def test_gives_up_after_three_days():
    assert next_try(failures=9, at=AT) is None
    assert timedelta(days=2.5) < sum(WAITS, timedelta()) < timedelta(days=3.5)
    assert list(WAITS) == sorted(WAITS)
