"""Soft and hard guards, floors and ceilings, several at once, and companions nobody knows."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals.rules import guardrails
from goals.rules.guardrails import Guard

RAW = Decimal(200_000)
VALUES = st.decimals(-1000, 1000, places=2)
GUARDS = st.lists(
    st.builds(
        Guard,
        name=st.just("any"),
        metric=st.just("any"),
        kind=st.sampled_from(["floor", "ceiling"]),
        limit=VALUES,
        is_hard=st.booleans(),
        companion=st.none() | VALUES,
    ),
    max_size=4,
)


def guard(kind: Any, limit: str, companion: str | None, *, is_hard: bool = False, name: str = "margin") -> Guard:
    known = None if companion is None else Decimal(companion)
    return Guard(name=name, metric=name, kind=kind, limit=Decimal(limit), is_hard=is_hard, companion=known)


@pytest.mark.parametrize(
    ("one", "state", "factor"),
    [
        pytest.param(guard("floor", "0.30", "0.30"), "kept", "1", id="on the floor"),
        pytest.param(guard("floor", "0.30", "0.45"), "kept", "1", id="above it earns nothing extra"),
        pytest.param(guard("floor", "0.30", "0.24"), "broken", "0.8", id="soft floor"),
        pytest.param(guard("floor", "0.30", "0.24", is_hard=True), "broken", "0", id="hard floor"),
        pytest.param(guard("floor", "0.30", "0.30", is_hard=True), "kept", "1", id="on the hard floor"),
        pytest.param(guard("floor", "0.30", "-0.10"), "broken", "0", id="a negative margin credits nothing"),
        pytest.param(guard("floor", "0", "-5"), "broken", "0", id="a floor of 0 has no quotient"),
        pytest.param(guard("floor", "-10", "-20"), "broken", "0", id="nor has a negative one"),
        pytest.param(guard("ceiling", "30", "30"), "kept", "1", id="on the ceiling"),
        pytest.param(guard("ceiling", "30", "40"), "broken", "0.75", id="soft ceiling"),
        pytest.param(guard("ceiling", "30", "40", is_hard=True), "broken", "0", id="hard ceiling"),
        pytest.param(guard("ceiling", "0", "1"), "broken", "0", id="a ceiling of 0"),
        pytest.param(guard("floor", "0.30", None), "undefined", None, id="undefined companion"),
    ],
)
def test_one_guard(one: Guard, state: str, factor: str | None) -> None:
    verdict = guardrails.judge(guard=one)
    assert verdict.state == state
    assert verdict.factor == (None if factor is None else Decimal(factor))


@pytest.mark.parametrize(
    ("kind", "accumulates", "due"),
    [("floor", True, "50"), ("floor", False, "100"), ("ceiling", True, "100"), ("ceiling", False, "100")],
)
def test_a_floor_under_a_sum_rises_with_the_period(kind: Any, accumulates: bool, due: str) -> None:
    found = guardrails.due(kind=kind, limit=Decimal(100), accumulates=accumulates, share=Decimal("0.5"))
    assert found == Decimal(due)


SOFT = guard("floor", "0.30", "0.24")
STRICTER = guard("floor", "100", "50", name="revenue")
HARD = guard("floor", "100", "50", is_hard=True, name="reviews")
KEPT = guard("ceiling", "30", "20", name="waiting time")
UNKNOWN = guard("floor", "0.30", None, name="survey")


@pytest.mark.parametrize(
    ("guards", "credited", "binding"),
    [
        pytest.param([], "200000", None, id="none"),
        pytest.param([KEPT], "200000", None, id="kept"),
        pytest.param([SOFT, KEPT], "160000", SOFT, id="soft"),
        pytest.param([SOFT, STRICTER], "100000", STRICTER, id="the strictest, not the product"),
        pytest.param([SOFT, HARD], "0", HARD, id="hard"),
        pytest.param([SOFT, UNKNOWN], None, UNKNOWN, id="withheld while one is undefined"),
        pytest.param([UNKNOWN, HARD], "0", HARD, id="nothing is left to be unsure of"),
    ],
)
def test_raw_and_credited_side_by_side(guards: list[Guard], credited: str | None, binding: Guard | None) -> None:
    found = guardrails.guarded(raw=RAW, guards=guards)
    assert found.raw == RAW
    assert found.credited == (None if credited is None else Decimal(credited))
    assert found.withheld == (None if found.credited is None else RAW - found.credited)
    assert (found.binding and found.binding.guard) is binding
    assert [verdict.guard for verdict in found.verdicts] == guards


def test_without_a_raw_value_nothing_is_credited() -> None:
    found = guardrails.guarded(raw=None, guards=[SOFT])
    assert (found.credited, found.withheld) == (None, None)
    assert found.factor == Decimal("0.8")


@given(raw=VALUES, guards=GUARDS)
def test_a_guard_never_adds(raw: Decimal, guards: list[Guard]) -> None:
    found = guardrails.guarded(raw=raw, guards=guards)
    assert found.credited is None or found.credited <= raw
    assert found.factor is None or 0 <= found.factor <= 1
    assert (found.factor == 1) is (found.binding is None)


@given(raw=VALUES, guards=GUARDS)
def test_the_order_of_guards_does_not_matter(raw: Decimal, guards: list[Guard]) -> None:
    turned = guardrails.guarded(raw=raw, guards=guards[::-1])
    assert turned.credited == guardrails.guarded(raw=raw, guards=guards).credited


@given(raw=VALUES, guards=GUARDS.filter(bool))
def test_one_guard_more_never_credits_more(raw: Decimal, guards: list[Guard]) -> None:
    fewer = guardrails.guarded(raw=raw, guards=guards[1:]).credited
    more = guardrails.guarded(raw=raw, guards=guards).credited
    assert fewer is None or more is None or more <= fewer
