from decimal import Decimal

import pytest

from pipeline.rules.intervals import wilson
from slas.rules.clock import State
from slas.rules.compliance import compliance


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(18, 20, 0.699, 0.972), (180, 200, 0.851, 0.934), (0, 10, 0.0, 0.278), (10, 10, 0.722, 1.0)],
)
def test_wilson_at_95_percent(successes, trials, low, high):
    found = wilson(successes=successes, trials=trials)
    assert (round(found.low, 3), round(found.high, 3)) == (low, high)


def test_of_nothing_there_is_no_interval():
    assert wilson(successes=0, trials=0) is None
    assert compliance(states={}).share is None


def test_each_state_counts_once_and_only_as_what_it_is():
    found = compliance(states={state.value: 1 for state in State})
    assert (found.kept, found.late, found.overdue) == (1, 1, 1)
    assert (found.waived, found.not_due, found.cancelled) == (1, 3, 1)
    assert (found.breached, found.judged, found.clocks) == (2, 3, 8)
    assert found.share == Decimal(1) / 3


def test_what_is_not_due_waived_or_cancelled_does_not_move_the_share():
    judged = {"met": 9, "met_late": 1}
    more = {"running": 50, "waived": 7, "cancelled": 3, "paused": 2, "pending": 1}
    assert compliance(states=judged | more).share == compliance(states=judged).share == Decimal("0.9")
