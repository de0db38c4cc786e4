from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from teams.rules.instants import first_instant


@pytest.mark.parametrize(
    ("zone", "day", "clock", "instant"),
    [
        pytest.param("UTC", "2026-08-14", "02:00", "2026-08-14T02:00", id="no jumps"),
        pytest.param("America/New_York", "2026-03-08", "02:00", "2026-03-08T07:00", id="gap: 02:00 is 03:00"),
        pytest.param("America/New_York", "2026-03-08", "02:30", "2026-03-08T07:00", id="inside the gap: its end"),
        pytest.param("America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30", id="fold: the first"),
        pytest.param("Europe/Berlin", "2026-10-25", "02:00", "2026-10-25T00:00", id="fold in Berlin"),
        pytest.param("Australia/Lord_Howe", "2026-10-04", "02:10", "2026-10-03T15:30", id="a jump of half an hour"),
        pytest.param("Asia/Kolkata", "2026-08-14", "02:00", "2026-08-13T20:30", id="half-hour zone"),
    ],
)
def test_first_instant(zone: str, day: str, clock: str, instant: str) -> None:
    result = first_instant(day=date.fromisoformat(day), clock=time.fromisoformat(clock), zone=ZoneInfo(zone))
    assert result == datetime.fromisoformat(instant).replace(tzinfo=UTC)
