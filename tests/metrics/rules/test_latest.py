"""The last known reading."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from metrics.rules.latest import Reading, latest

NOON = datetime(2026, 8, 14, 12, tzinfo=UTC)


def reading(day: int, value: int | None, *, hours: int = 0, number: int = 0) -> Reading:
    known = None if value is None else Decimal(value)
    return Reading(date(2026, 8, day), NOON + timedelta(hours=hours), UUID(int=number), known)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param([], None, id="none"),
        pytest.param([reading(1, None)], None, id="none that is known"),
        pytest.param([reading(3, 7), reading(1, 9)], 7, id="the last day"),
        pytest.param([reading(3, 7), reading(9, None)], 7, id="the last known one"),
        pytest.param([reading(3, 7, hours=1), reading(3, 8)], 7, id="recorded later"),
        pytest.param([reading(3, 7), reading(3, 8, number=1)], 8, id="recorded together"),
        pytest.param([reading(3, 0), reading(1, 9)], 0, id="nothing is a reading too"),
    ],
)
def test_the_last_known_one_counts(found: list[Reading], expected: int | None) -> None:
    assert latest(readings=found) == expected
