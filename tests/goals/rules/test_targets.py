"""Relative targets, committed and stretch, and bands."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals.rules import targets

AMOUNTS = st.decimals(-(10**9), 10**9, places=2)
SHARES = st.decimals("-0.99", 10, places=4)


@pytest.mark.parametrize(
    ("mode", "value", "baseline", "target"),
    [
        pytest.param("absolute", "300", None, "300", id="a number"),
        pytest.param("relative", "0.10", "200", "220", id="+10 %"),
        pytest.param("relative", "-0.05", "200", "190", id="−5 %"),
        pytest.param("relative", "0.05", "0.20", "0.21", id="+5 % of a share"),
        pytest.param("points", "0.05", "0.20", "0.25", id="+5 points on a share"),
        pytest.param("points", "-0.05", "0", "-0.05", id="points need no size"),
        pytest.param("relative", "0.10", "-100", "-90", id="+10 % of a loss is up"),
    ],
)
def test_targets_resolve_to_a_number(mode: Any, value: str, baseline: str | None, target: str) -> None:
    base = None if baseline is None else Decimal(baseline)
    assert targets.resolve(mode=mode, value=Decimal(value), baseline=base) == Decimal(target)


@pytest.mark.parametrize(
    ("mode", "baseline", "error"),
    [
        ("relative", None, targets.NoBaseline),
        ("points", None, targets.NoBaseline),
        ("relative", Decimal(0), targets.NothingToChange),
    ],
)
def test_a_change_of_nothing_is_refused(mode: Any, baseline: Decimal | None, error: type[Exception]) -> None:
    with pytest.raises(error):
        targets.resolve(mode=mode, value=Decimal("0.1"), baseline=baseline)


@pytest.mark.parametrize(("share", "target"), [("0.10", 48), ("-0.10", 38), ("0", 43)])
def test_whole_units_are_rounded_away_from_the_baseline(share: str, target: int) -> None:
    assert targets.resolve(mode="relative", value=Decimal(share), baseline=Decimal(43), is_whole=True) == target


@given(share=SHARES, baseline=AMOUNTS.filter(bool))
def test_a_change_moves_by_its_share_of_the_baselines_size(share: Decimal, baseline: Decimal) -> None:
    target = targets.resolve(mode="relative", value=share, baseline=baseline)
    assert abs((target - baseline) - share * abs(baseline)) <= Decimal("0.000001")


@pytest.mark.parametrize(
    ("direction", "stretch", "actual", "level"),
    [
        ("at_least", "120", "99.99", "below"),
        ("at_least", "120", "100", "committed"),
        ("at_least", "120", "120", "stretch"),
        ("at_least", None, "500", "committed"),
        ("at_most", "80", "100.01", "below"),
        ("at_most", "80", "100", "committed"),
        ("at_most", "80", "80", "stretch"),
    ],
)
def test_the_level_that_is_met(direction: Any, stretch: str | None, actual: str, level: str) -> None:
    further = None if stretch is None else Decimal(stretch)
    asked: dict[str, Any] = {"target": Decimal(100), "upper": None, "stretch": further, "direction": direction}
    assert targets.level(actual=Decimal(actual), **asked) == level
    assert targets.level(actual=None, **asked) is None


@pytest.mark.parametrize(
    ("direction", "upper", "stretch"),
    [
        ("at_least", None, 100),
        ("at_least", None, 90),
        ("at_most", None, 100),
        ("at_most", None, 110),
        ("between", 120, 130),
    ],
)
def test_a_stretch_must_lie_beyond(direction: Any, upper: int | None, stretch: int) -> None:
    with pytest.raises(targets.StretchFallsShort):
        targets.check(
            target=Decimal(100),
            upper=None if upper is None else Decimal(upper),
            stretch=Decimal(stretch),
            direction=direction,
        )


@pytest.mark.parametrize(
    ("direction", "stretch", "target", "kept"),
    [
        ("at_least", 120, 110, 120),
        ("at_least", 120, 120, None),
        ("at_least", None, 110, None),
        ("at_most", 80, 90, 80),
        ("at_most", 80, 70, None),
        ("between", 120, 110, None),
    ],
)
def test_a_stretch_that_is_reached_by_the_target_is_none(
    direction: Any, stretch: int | None, target: int, kept: int | None
) -> None:
    further = None if stretch is None else Decimal(stretch)
    assert targets.kept_stretch(stretch=further, target=Decimal(target), direction=direction) == kept


@pytest.mark.parametrize("upper", [Decimal(80), Decimal(79), None])
def test_a_band_has_a_width(upper: Decimal | None) -> None:
    with pytest.raises(targets.EmptyBand):
        targets.check(target=Decimal(80), upper=upper, stretch=None, direction="between")


def test_targets_that_fit_are_taken() -> None:
    targets.check(target=Decimal(80), upper=Decimal(100), stretch=None, direction="between")
    targets.check(target=Decimal(80), upper=None, stretch=Decimal(100), direction="at_least")
