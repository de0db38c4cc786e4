"""The peers of the clocks' bench answer the same questions right, or they would be no peers."""

from datetime import UTC, datetime

import pytest

from bench.calendar_walk import general
from teams.rules.business_time import instant, working_time
from tests.teams.rules.test_business_time import CALENDARS
from tests.teams.rules.test_business_time_laws import MINUTE

ALIKE = {name: calendar for name, calendar in CALENDARS.items() if "night" not in name and "24×7" not in name}


@pytest.mark.parametrize("name", ALIKE)
def test_the_calendar_walk_comes_to_what_the_rule_says(name):
    """Calendars that close at night: where a window holds a change of the clock, such libraries differ from each other."""
    walk, table = general(ALIKE[name]), working_time(ALIKE[name])
    first = (datetime(2026, 2, 1, tzinfo=UTC) - instant(0)) // MINUTE
    for number in range(0, 100 * 1440, 3571):
        start, end = instant(0) + (first + number) * MINUTE, instant(0) + (first + number + number % 9000) * MINUTE
        allowed = (1 + number % 2400) * MINUTE
        assert walk.elapsed(start, end) == table.elapsed(start=start, end=end)
        assert walk.due(start, allowed) == table.due(start=start, allowed=allowed)
