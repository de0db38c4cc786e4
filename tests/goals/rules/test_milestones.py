"""The staircase of dated partial targets."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals.rules import milestones
from goals.rules.milestones import Milestone

STARTS_ON, ENDS_ON = date(2026, 7, 1), date(2026, 10, 1)
ZERO, TARGET = Decimal(0), Decimal(100)
AUGUST = Milestone(due_on=date(2026, 8, 1), value=Decimal(30))
SEPTEMBER = Milestone(due_on=date(2026, 9, 1), value=Decimal(70))


def checked(*found: Milestone, start: Decimal = ZERO, target: Decimal = TARGET) -> tuple[Milestone, ...]:
    return milestones.check(milestones=found, start=start, target=target, starts_on=STARTS_ON, ends_on=ENDS_ON)


@pytest.mark.parametrize(
    ("as_of", "share"),
    [
        pytest.param(date(2026, 6, 1), "0", id="before the period"),
        pytest.param(date(2026, 7, 31), "0", id="day before the first"),
        pytest.param(date(2026, 8, 1), "0.3", id="due by the end of its day"),
        pytest.param(date(2026, 8, 31), "0.3", id="flat in between"),
        pytest.param(date(2026, 9, 1), "0.7", id="second"),
        pytest.param(date(2026, 9, 29), "0.7", id="last day but one"),
        pytest.param(date(2026, 9, 30), "1", id="the target on the last day"),
        pytest.param(date(2027, 1, 1), "1", id="long after"),
    ],
)
def test_the_share_climbs_at_each_due_day(as_of: date, share: str) -> None:
    found = milestones.share(milestones=[SEPTEMBER, AUGUST], target=TARGET, as_of=as_of, ends_on=ENDS_ON)
    assert found == Decimal(share)


@pytest.mark.parametrize(
    ("as_of", "share"),
    [
        pytest.param(STARTS_ON, "0.3", id="from the first day on what the first allows"),
        pytest.param(date(2026, 8, 1), "0.3", id="on its own day still"),
        pytest.param(date(2026, 8, 2), "0.7", id="the next one from the day after"),
        pytest.param(date(2026, 9, 2), "1", id="after the last all of it"),
    ],
)
def test_of_a_limit_what_the_next_one_allows_may_be_used(as_of: date, share: str) -> None:
    on = {"milestones": [SEPTEMBER, AUGUST], "target": TARGET, "ends_on": ENDS_ON}
    assert milestones.share(**on, as_of=as_of, is_limit=True) == Decimal(share)


def test_a_falling_objective_runs_along_its_way() -> None:
    """Waiting time from 60 s to 30 s, 50 s by the first of August."""
    course = checked(Milestone(date(2026, 8, 1), Decimal(50)), start=Decimal(60), target=Decimal(30))
    on = {"milestones": course, "start": Decimal(60), "target": Decimal(30), "ends_on": ENDS_ON}
    assert milestones.share(**on, as_of=date(2026, 8, 10)) == Decimal(1) / 3


def test_no_way_has_no_share() -> None:
    assert milestones.share(milestones=[], target=ZERO, as_of=STARTS_ON, ends_on=ENDS_ON) is None


def test_milestones_come_back_by_day() -> None:
    assert checked(SEPTEMBER, AUGUST) == (AUGUST, SEPTEMBER)
    assert checked(Milestone(date(2026, 9, 30), TARGET))


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(Milestone(date(2026, 6, 30), Decimal(10)), id="before the period"),
        pytest.param(Milestone(date(2026, 10, 1), Decimal(90)), id="after it"),
        pytest.param(Milestone(date(2026, 8, 1), Decimal(50)), id="same day"),
        pytest.param(Milestone(date(2026, 8, 2), Decimal(30)), id="no step forward"),
        pytest.param(Milestone(date(2026, 8, 2), Decimal(100)), id="the target, but early"),
        pytest.param(Milestone(date(2026, 9, 30), Decimal(101)), id="beyond the target"),
    ],
)
def test_what_does_not_fit_is_named(wrong: Milestone) -> None:
    with pytest.raises(milestones.MilestoneOutOfOrder) as refusal:
        checked(AUGUST, wrong)
    assert refusal.value.milestone == wrong


def test_the_next_one() -> None:
    both = [AUGUST, SEPTEMBER]
    assert milestones.following(milestones=both, as_of=date(2026, 7, 31)) == AUGUST
    assert milestones.following(milestones=both, as_of=date(2026, 8, 1)) == SEPTEMBER
    assert milestones.following(milestones=both, as_of=date(2026, 9, 1)) is None


@given(
    days=st.lists(st.integers(0, 90), unique=True, max_size=6).map(sorted),
    steps=st.lists(st.integers(1, 50), min_size=6, max_size=6),
    start=st.integers(-100, 100),
    sign=st.sampled_from([1, -1]),
)
def test_the_staircase_never_falls_and_ends_at_one(days: list[int], steps: list[int], start: int, sign: int) -> None:
    values = [Decimal(start + sign * sum(steps[: n + 1])) for n in range(len(days))]
    target = Decimal(start + sign * (sum(steps) + 1))
    found = [Milestone(STARTS_ON + timedelta(days=day), value) for day, value in zip(days, values, strict=True)]
    course = checked(*found, start=Decimal(start), target=target)
    dates = [STARTS_ON + timedelta(days=n) for n in range(-1, 93)]
    shares = [
        milestones.share(milestones=course, start=Decimal(start), target=target, as_of=day, ends_on=ENDS_ON)
        for day in dates
    ]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)
