"""Teams, contributions, padding, and periods under periods."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals.rules import rollup
from goals.rules.rollup import Child, Member, PeriodTarget

CENT = Decimal("0.0001")
TARGETS = st.integers(1, 10**9).map(Decimal)


def member(actual: int | Decimal | None, target: int | Decimal) -> Member:
    known = None if actual is None else Decimal(actual)
    return Member(
        actual=known,
        target=Decimal(target),
        attainment=known / Decimal(target) if known is not None and target else None,
    )


MEMBERS = st.lists(st.builds(member, actual=TARGETS, target=TARGETS), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("members", "attainment", "reached_share", "left_out"),
    [
        pytest.param([member(100, 100), member(50, 100)], "0.75", "0.5", 0, id="both views"),
        pytest.param([member(300, 100), member(10, 100), member(10, 100)], "1.0667", "0.3333", 0, id="one star"),
        pytest.param([member(100, 100), member(None, 100)], "1", "1", 1, id="unknown is left out and counted"),
        pytest.param([member(100, 100), member(20, 0)], "1.2", "1", 0, id="away all period, yet sold"),
        pytest.param([member(20, 0)], None, None, 0, id="nobody has a target"),
        pytest.param([], None, None, 0, id="nobody"),
    ],
)
def test_a_team_in_two_views(
    members: list[Member], attainment: str | None, reached_share: str | None, left_out: int
) -> None:
    found = rollup.team(members=members)
    assert (found.attainment and found.attainment.quantize(CENT)) == (attainment and Decimal(attainment))
    assert (found.reached_share and found.reached_share.quantize(CENT)) == (reached_share and Decimal(reached_share))
    assert found.left_out == left_out


@pytest.mark.parametrize(
    ("direction", "actual", "attainment", "is_reached"),
    [
        ("at_least", "100", "1", True),
        ("at_least", "130", "0.9", False),
        ("at_least", "20", None, None),
        ("at_most", "50", "2", True),
        ("at_most", "0", None, True),
        ("at_most", "101", "0.99", False),
        ("between", "110", "1", True),
        ("between", "130", "0.9", False),
    ],
)
def test_who_has_reached_the_target(direction, actual, attainment, is_reached) -> None:  # type: ignore[no-untyped-def]
    one = Member(
        actual=Decimal(actual),
        target=Decimal(100),
        attainment=None if attainment is None else Decimal(attainment),
        upper=Decimal(120),
    )
    assert rollup.is_reached(member=one, direction=direction) is is_reached


@pytest.mark.parametrize(
    ("credited", "attainment", "credited_attainment", "counted"),
    [
        (None, None, None, 100),
        (None, Decimal(2), Decimal("1.6"), 100),
        (Decimal(80), Decimal(1), Decimal("0.8"), 80),
        (None, Decimal(1), None, None),
    ],
)
def test_what_counts_in_a_sum(credited, attainment, credited_attainment, counted) -> None:  # type: ignore[no-untyped-def]
    found = rollup.counted(
        actual=Decimal(100), credited=credited, attainment=attainment, credited_attainment=credited_attainment
    )
    assert found == counted


@given(members=MEMBERS)
def test_a_team_lies_between_its_members(members: list[Member]) -> None:
    found = rollup.team(members=[*members, member(None, 100), member(0, 0)])
    each = [one.actual / one.target for one in members if one.actual is not None]
    assert found.attainment is not None
    assert min(each) - CENT <= found.attainment <= max(each) + CENT
    assert (found.judged, found.left_out) == (len(members), 1)


def test_only_what_contributes_is_added() -> None:
    children = [
        Child(relation="contribute", actual=Decimal(80), target=Decimal(100)),
        Child(relation="contribute", actual=Decimal(50), target=Decimal(60), share=Decimal("0.5")),
        Child(relation="contribute", actual=None, target=Decimal(40)),
        Child(relation="support", actual=Decimal(999), target=Decimal(999)),
        Child(relation="guard", actual=Decimal(999), target=Decimal(999)),
    ]
    found = rollup.contributed(children=children)
    assert (found.actual, found.target, found.left_out) == (105, 170, 1)
    assert found.parts == (80, 25, None)


@pytest.mark.parametrize("share", ["-0.1", "1.1"])
def test_a_contribution_is_a_share(share: str) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        rollup.contributed(children=[Child("contribute", Decimal(1), Decimal(1), Decimal(share))])


@pytest.mark.parametrize(
    ("parent", "children", "amount", "over_assigned"),
    [
        (100, [50, 50], "0", "0"),
        (100, [55, 50], "-5", "0.05"),
        (100, [45, 50], "5", "-0.05"),
        (100, [], "100", "-1"),
        (0, [5], "-5", None),
    ],
)
def test_padding_makes_the_table_exact(
    parent: int, children: list[int], amount: str, over_assigned: str | None
) -> None:
    found = rollup.padding(parent=Decimal(parent), children=[Decimal(child) for child in children])
    assert found.amount == Decimal(amount)
    assert found.over_assigned == (None if over_assigned is None else Decimal(over_assigned))


def test_five_percent_on_three_levels() -> None:
    assert rollup.compounded(over_assigned=[Decimal("0.05")] * 3) == Decimal("0.157625")


@given(parent=st.integers(1, 10**6).map(Decimal), factors=st.lists(st.integers(50, 200), min_size=1, max_size=4))
def test_padding_of_all_levels_is_that_from_top_to_bottom(parent: Decimal, factors: list[int]) -> None:
    levels = [parent]
    for factor in factors:
        levels.append(levels[-1] * factor / 100)
    steps = [rollup.padding(parent=one, children=[two]).over_assigned for one, two in pairwise(levels)]
    whole = rollup.padding(parent=parent, children=[levels[-1]]).over_assigned
    assert abs(rollup.compounded(over_assigned=steps) - whole) < Decimal("1e-20")


QUARTER = PeriodTarget(date(2026, 7, 1), date(2026, 10, 1), Decimal(300))
JULY = PeriodTarget(date(2026, 7, 1), date(2026, 8, 1), Decimal(100))
AUGUST = PeriodTarget(date(2026, 8, 1), date(2026, 9, 1), Decimal(100))
SEPTEMBER = PeriodTarget(date(2026, 9, 1), date(2026, 10, 1), Decimal(100))
WIDE = PeriodTarget(date(2026, 8, 25), date(2026, 10, 5), Decimal(100))


def test_months_under_their_quarter_fit() -> None:
    found = rollup.period_fit(parent=QUARTER, children=[SEPTEMBER, JULY, AUGUST])
    assert (found.missing, found.excess, found.padding.amount) == ((), (), 0)


@pytest.mark.parametrize(
    ("children", "missing", "excess", "amount"),
    [
        pytest.param([JULY, SEPTEMBER], [(date(2026, 8, 1), date(2026, 9, 1))], [], 100, id="a month is missing"),
        pytest.param([], [(date(2026, 7, 1), date(2026, 10, 1))], [], 300, id="all are"),
        pytest.param(
            [JULY, AUGUST, WIDE],
            [],
            [(date(2026, 8, 25), date(2026, 9, 1)), (date(2026, 10, 1), date(2026, 10, 5))],
            0,
            id="covered twice, and outside",
        ),
        pytest.param(
            [JULY, JULY, AUGUST, SEPTEMBER], [], [(date(2026, 7, 1), date(2026, 8, 1))], -100, id="July twice"
        ),
    ],
)
def test_what_does_not_fit_is_named(
    children: list[PeriodTarget], missing: list[object], excess: list[object], amount: int
) -> None:
    found = rollup.period_fit(parent=QUARTER, children=children)
    assert (list(found.missing), list(found.excess), found.padding.amount) == (missing, excess, amount)


def test_months_that_sum_to_something_else_are_not_consistent() -> None:
    more = PeriodTarget(SEPTEMBER.starts_on, SEPTEMBER.ends_on, Decimal(130))
    found = rollup.period_fit(parent=QUARTER, children=[JULY, AUGUST, more])
    assert found.padding.over_assigned == Decimal("0.1")
