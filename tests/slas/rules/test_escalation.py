from datetime import timedelta

import pytest

from slas.rules.escalation import step_due, until_next

HOUR = timedelta(hours=1)
LADDER = [("owner", 100), ("manager", 150), ("heads", 200)]
OWNER, MANAGER, HEADS = LADDER


@pytest.mark.parametrize(
    ("hours", "is_breached", "told", "expected"),
    [
        (1.9, False, set(), None),
        (2, False, set(), ("warning", 50)),
        (2, False, {("warning", 50)}, None),
        (3.5, False, {("warning", 50)}, ("warning", 80)),
        # A late sweep tells the last one reached, not a pile of them.
        (3.5, False, set(), ("warning", 80)),
        # At the due instant it can still be kept.
        (4, False, {("warning", 80)}, None),
        (4, True, {("warning", 80)}, OWNER),
        (5.9, True, {OWNER}, None),
        (6, True, {OWNER}, MANAGER),
        (8, True, {OWNER, MANAGER}, HEADS),
        (80, True, set(), HEADS),
        (80, True, {HEADS}, None),
        # Reversed or handed back: what runs again is warned of, not escalated.
        (3.5, False, {OWNER, ("warning", 80)}, None),
    ],
)
def test_who_is_told_next(hours, is_breached, told, expected):
    found = step_due(
        used=hours * HOUR,
        allowed=4 * HOUR,
        is_breached=is_breached,
        warn_percents=[50, 80],
        ladder=LADDER,
        told=told,
    )
    assert found == expected


@pytest.mark.parametrize(
    ("hours", "is_breached", "ladder", "expected"),
    [
        (3, False, [], None),
        (5, True, [], ("owner", 100)),
        # A ladder may begin before it is due.
        (3.7, False, [("manager", 90)], ("manager", 90)),
    ],
)
def test_by_what_the_promise_says(hours, is_breached, ladder, expected):
    given = {"used": hours * HOUR, "allowed": 4 * HOUR, "is_breached": is_breached, "ladder": ladder}
    assert step_due(**given, warn_percents=[], told=set()) == expected


@pytest.mark.parametrize(
    ("hours", "is_breached", "left"),
    [
        (0, False, 2),
        (1.5, False, 0.5),
        (2, False, 1.2),
        # Before it is a breach there is nothing more to tell; then the ladder's steps.
        (3.2, False, None),
        (4, True, 2),
        (6.5, True, 1.5),
        (8, True, None),
    ],
)
def test_how_long_until_somebody_may_be_told(hours, is_breached, left):
    found = until_next(
        used=hours * HOUR, allowed=4 * HOUR, is_breached=is_breached, warn_percents=[50, 80], ladder=LADDER
    )
    assert found == (None if left is None else left * HOUR)
