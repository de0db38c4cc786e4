from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from goals.rules.nights import latest_slot


@pytest.mark.parametrize(
    ("at", "slot"),
    [("2026-03-08T06:59", "2026-03-07"), ("2026-03-08T07:00", "2026-03-08"), ("2026-03-09T05:59", "2026-03-08")],
)
def test_latest_slot_is_the_last_night_that_has_fallen(at: str, slot: str) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert latest_slot(at=moment, zone=ZoneInfo("America/New_York")) == date.fromisoformat(slot)
