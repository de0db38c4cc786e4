from decimal import Decimal

import pytest

from slas.rules.compliance import compliance
from slas.rules.feasibility import load
from slas.rules.two_sided import index


def side(kept, late=0, **states):
    return compliance(states={"met": kept, "met_late": late} | states)


@pytest.mark.parametrize(
    ("marketing", "sales", "share", "weaker"),
    [
        (side(9, 1), side(8, 2), "0.8", "sales"),
        (side(1, 3), side(4), "0.25", "marketing"),
        (side(5), side(5), "1", "marketing"),
        (side(0, 4), side(4), "0", "marketing"),
        (side(1, breached_open=1, waived=9, cancelled=9, running=9), side(3, 1), "0.5", "marketing"),
    ],
)
def test_the_index_is_the_weaker_side(marketing, sales, share, weaker):
    found = index(sides={"marketing": marketing, "sales": sales})
    assert (found.share, found.weaker, found.nothing_due) == (Decimal(share), weaker, ())


@pytest.mark.parametrize(
    ("marketing", "sales", "nothing_due"),
    [
        (side(0), side(4), ("marketing",)),
        (side(4), side(0, running=3), ("sales",)),
        (side(0), side(0), ("marketing", "sales")),
    ],
)
def test_one_side_alone_gives_no_index(marketing, sales, nothing_due):
    found = index(sides={"marketing": marketing, "sales": sales})
    assert (found.share, found.weaker, found.nothing_due) == (None, None, nothing_due)


@pytest.mark.parametrize(
    ("leads", "minutes", "working", "percent", "is_feasible", "spare"),
    [
        (50, 60, 10_000, 30, True, 0),
        (51, 60, 10_000, 30, False, -60),
        (0, 60, 0, 30, True, 0),
        (1, 1, 0, 30, False, -1),
    ],
)
def test_promised_leads_against_the_time_of_people(leads, minutes, working, percent, is_feasible, spare):
    found = load(leads=leads, minutes_each=minutes, working_minutes=working, percent=percent)
    assert (found.is_feasible, found.spare) == (is_feasible, spare)
    assert (found.share is None) == (working == 0)
