from datetime import timedelta

import pytest

from slas.rules.escalation import step_due

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("hours", "is_breached", "told", "expected"),
    [
        (1.9, False, set(), None),
        (2, False, set(), ("warning", 50)),
        (2, False, {("warning", 50)}, None),
        (3.5, False, {("warning", 50)}, ("warning", 80)),
        # A late sweep tells the last one reached, not a pile of them.
        (3.5, False, set(), ("warning", 80)),
        (4, True, {("warning", 80)}, ("owner", 0)),
        (5.9, True, {("owner", 0)}, None),
        (6, True, {("owner", 0)}, ("manager", 0)),
        (8, True, {("owner", 0), ("manager", 0)}, ("heads", 0)),
        (80, True, set(), ("heads", 0)),
        (80, True, {("heads", 0)}, None),
        # Reversed or handed back: what runs again is warned of, not escalated.
        (3.5, False, {("owner", 0), ("warning", 80)}, None),
    ],
)
def test_who_is_told_next(hours, is_breached, told, expected):
    found = step_due(used=hours * HOUR, allowed=4 * HOUR, is_breached=is_breached, warn_percents=[80, 50], told=told)
    assert found == expected


def test_a_promise_without_warnings_only_escalates():
    assert step_due(used=3 * HOUR, allowed=4 * HOUR, is_breached=False, warn_percents=[], told=set()) is None
