"""Relative targets, committed and stretch, and bands."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals.rules import targets
from goals.rules.targets import Band, Promise

AMOUNTS = st.decimals(-(10**9), 10**9, places=2)
SHARES = st.decimals("-0.99", 10, places=4)
BAND = Band(lower=Decimal(80), upper=Decimal(100))


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


@given(share=SHARES, baseline=AMOUNTS.filter(bool))
def test_the_change_gives_back_the_share(share: Decimal, baseline: Decimal) -> None:
    target = targets.resolve(mode="relative", value=share, baseline=baseline)
    found = targets.change(target=target, baseline=baseline)
    assert found is not None
    assert abs(found - share) < Decimal("1e-15")


def test_a_change_without_a_baseline_is_undefined() -> None:
    assert targets.change(target=Decimal(5), baseline=None) is None
    assert targets.change(target=Decimal(5), baseline=Decimal(0)) is None


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
    promise = Promise(committed=Decimal(100), stretch=further, direction=direction)
    assert targets.level(actual=Decimal(actual), promise=promise) == level
    assert targets.level(actual=None, promise=promise) is None


@pytest.mark.parametrize(
    ("direction", "stretch"), [("at_least", 100), ("at_least", 90), ("at_most", 100), ("at_most", 110)]
)
def test_a_stretch_must_lie_beyond(direction: Any, stretch: int) -> None:
    with pytest.raises(targets.StretchFallsShort):
        Promise(committed=Decimal(100), stretch=Decimal(stretch), direction=direction)


@pytest.mark.parametrize(
    ("actual", "is_met", "attainment"),
    [
        ("80", True, "1"),
        ("90", True, "1"),
        ("100", True, "1"),
        ("40", False, "0.5"),
        ("0", False, "0"),
        ("125", False, "0.8"),
        ("200", False, "0.5"),
        ("-1", False, None),
    ],
)
def test_a_band_is_met_inside_with_both_ends(actual: str, is_met: bool, attainment: str | None) -> None:
    assert BAND.is_met(actual=Decimal(actual)) is is_met
    assert BAND.attainment(actual=Decimal(actual)) == (None if attainment is None else Decimal(attainment))


@pytest.mark.parametrize("upper", [80, 79])
def test_a_band_has_a_width(upper: int) -> None:
    with pytest.raises(targets.EmptyBand):
        Band(lower=Decimal(80), upper=Decimal(upper))


def test_an_accumulating_band_is_expected_in_part() -> None:
    half = BAND.expected(share=Decimal("0.5"))
    assert half == Band(lower=Decimal(40), upper=Decimal(50))
    assert half.attainment(actual=Decimal(60)) == Decimal(50) / 60
    assert BAND.expected(share=Decimal(0)) is None
    assert BAND.attainment(actual=None) is None


@given(lower=AMOUNTS, width=st.decimals("0.01", 1000, places=2), actual=AMOUNTS)
def test_a_band_attains_one_exactly_where_it_is_met(lower: Decimal, width: Decimal, actual: Decimal) -> None:
    band = Band(lower=lower, upper=lower + width)
    found = band.attainment(actual=actual)
    assert (found == 1) is band.is_met(actual=actual)
    assert found is None or 0 <= found <= 1
