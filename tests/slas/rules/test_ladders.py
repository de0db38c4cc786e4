import pytest

from slas.rules.ladders import (
    CircularLadder,
    Step,
    StepsOutOfOrder,
    WarningTooLate,
    checked_ladder,
    checked_warnings,
)


@pytest.mark.parametrize("percents", [[], [50], [50, 80], [1, 2, 3, 99]])
def test_warnings_rise_before_it_is_due(percents):
    assert checked_warnings(percents=percents) == percents


@pytest.mark.parametrize("percents", [[0], [100], [80, 50], [50, 50], [1, 2, 3, 4, 5], [-1]])
def test_other_warnings_are_refused(percents):
    with pytest.raises(WarningTooLate):
        checked_warnings(percents=percents)


@pytest.mark.parametrize(
    "steps",
    [[], [("owner", 80)], [("manager", 100), ("heads", 150)], [("owner", 1), ("manager", 2), ("heads", 1000)]],
)
def test_a_ladder_leads_up(steps):
    steps = [Step(*step) for step in steps]
    assert checked_ladder(steps=steps) == steps


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([("manager", 100), ("manager", 150)], CircularLadder),
        ([("manager", 100), ("owner", 150)], CircularLadder),
        ([("owner", 80), ("heads", 100), ("owner", 150)], CircularLadder),
        ([("manager", 150), ("heads", 100)], StepsOutOfOrder),
        ([("manager", 0)], StepsOutOfOrder),
        ([("heads", 1001)], StepsOutOfOrder),
    ],
)
def test_circles_and_steps_back_are_refused(steps, expected):
    with pytest.raises(expected):
        checked_ladder(steps=[Step(*step) for step in steps])
