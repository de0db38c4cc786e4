"""Each test of SMART and FAST, with what passes and what does not."""

from datetime import date
from decimal import Decimal

import pytest

from goals.rules import fast, smart

TODAY = date(2026, 8, 14)
GOOD = {
    "is_measured": True,
    "has_misfits": False,
    "has_scope": True,
    "baseline": Decimal(100),
    "known": 8,
    "has_owner": True,
    "is_owner_here": True,
    "has_target": True,
    "probability": Decimal("0.5"),
    "reached": 3,
    "sample": 6,
    "easiest": Decimal(100),
    "hardest": Decimal(120),
    "has_period": True,
    "cadence_days": 14,
}
FAST = {
    "is_saved": True,
    "discussed_on": date(2026, 8, 1),
    "cadence_days": 14,
    "target": Decimal(110),
    "direction": "at_least",
    "ambitious": Decimal(110),
    "has_stretch": False,
    "milestones": 2,
    "value": Decimal(40),
    "as_of": TODAY,
}


def test_a_good_objective_passes_every_test():
    found = [*smart.findings(smart.Terms(**GOOD)), *fast.findings(fast.Terms(**FAST), today=TODAY)]
    assert [one.test for one in found] == [
        *("specific", "measurable", "accountable", "realistic", "timed"),
        *("frequent", "ambitious", "stepped", "transparent"),
    ]
    assert {one.verdict for one in found} == {"passed"}


@pytest.mark.parametrize(
    ("change", "test", "verdict", "code"),
    [
        ({"is_measured": False}, "specific", "failed", "no_metric"),
        ({"has_misfits": True}, "specific", "failed", "misfits"),
        ({"has_scope": False}, "specific", "failed", "no_scope"),
        ({"known": 0}, "measurable", "failed", "no_records"),
        ({"baseline": None}, "measurable", "failed", "no_baseline"),
        ({"has_owner": False}, "accountable", "failed", "no_owner"),
        ({"is_owner_here": False}, "accountable", "failed", "owner_left"),
        ({"has_target": False}, "realistic", "unknown", "no_target"),
        ({"probability": None, "sample": 0}, "realistic", "unknown", "too_short_a_past"),
        ({"sample": 2}, "realistic", "unknown", "too_short_a_past"),
        ({"probability": Decimal("0.34")}, "realistic", "failed", "fantasy"),
        ({"probability": Decimal("0.35")}, "realistic", "passed", "realistic"),
        ({"probability": Decimal("0.75")}, "realistic", "passed", "realistic"),
        ({"probability": Decimal("0.76")}, "realistic", "failed", "sandbag"),
        ({"has_period": False}, "timed", "failed", "no_period"),
    ],
)
def test_smart(change, test, verdict, code):
    found = {one.test: one for one in smart.findings(smart.Terms(**(GOOD | change)))}
    assert (found.pop(test).verdict, {one.verdict for one in found.values()}) == (verdict, {"passed"})
    assert code in {one.code for one in smart.findings(smart.Terms(**(GOOD | change)))}


@pytest.mark.parametrize(
    ("change", "test", "verdict", "code"),
    [
        ({"discussed_on": None}, "frequent", "failed", "never_discussed"),
        ({"discussed_on": date(2026, 7, 31)}, "frequent", "passed", "discussed"),
        ({"discussed_on": date(2026, 7, 30)}, "frequent", "failed", "silent"),
        ({"target": Decimal(109)}, "ambitious", "failed", "modest"),
        ({"target": Decimal(109), "has_stretch": True}, "ambitious", "passed", "has_stretch"),
        ({"target": Decimal(109), "direction": "at_most"}, "ambitious", "passed", "ambitious"),
        ({"target": Decimal(111), "direction": "at_most"}, "ambitious", "failed", "modest"),
        ({"ambitious": None}, "ambitious", "unknown", "no_past"),
        ({"target": None}, "ambitious", "unknown", "no_target"),
        ({"milestones": 1}, "stepped", "failed", "too_few_milestones"),
        ({"value": None}, "transparent", "failed", "no_value"),
    ],
)
def test_fast(change, test, verdict, code):
    found = {one.test: one for one in fast.findings(fast.Terms(**(FAST | change)), today=TODAY)}
    assert (found[test].verdict, found[test].code) == (verdict, code)
    assert {one.verdict for name, one in found.items() if name != test} == {"passed"}


def test_a_draft_has_not_been_talked_about_yet():
    found = {one.test: one for one in fast.findings(fast.Terms(**(FAST | {"is_saved": False})), today=TODAY)}
    assert (found["frequent"].code, found["transparent"].code) == ("not_yet_discussed", "unsaved")
    assert {found["frequent"].verdict, found["transparent"].verdict} == {"unknown"}
