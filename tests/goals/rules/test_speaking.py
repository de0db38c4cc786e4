from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from goals.rules.speaking import Turn, balance

A, B, C = (UUID(int=number) for number in (1, 2, 3))
START = datetime(2026, 8, 14, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "seconds", "share", "is_uneven"),
    [
        ([], (0, 0), None, False),
        ([(A, 5), (B, 5)], (300, 300), 0.5, False),
        ([(A, 6), (B, 4)], (360, 240), 0.6, False),
        ([(A, 7), (B, 3)], (420, 180), 0.7, True),
        ([(B, 3)], (0, 180), 0.0, True),
        ([(A, 1), (C, 60), (B, 1)], (60, 60), 0.5, False),
    ],
)
def test_speaking_time_of_two_sides(minutes, seconds, share, is_uneven):
    turns = [Turn(side, START, START + timedelta(minutes=length)) for side, length in minutes]
    found = balance(turns=turns, first=A, second=B)
    assert ((found.first, found.second), found.share, found.is_uneven) == (seconds, share, is_uneven)
