"""Percentiles by continuous interpolation, against tables and the standard library's inclusive method (the same type 7)."""

from decimal import Decimal
from statistics import quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.rules.percentiles import median, percentile

VALUES = st.lists(st.integers(-(10**6), 10**6).map(Decimal), min_size=2, max_size=40)
QS = st.integers(0, 100).map(lambda n: Decimal(n) / 100)
TEN = [Decimal(n) for n in range(1, 11)]


@pytest.mark.parametrize(
    ("q", "expected"), [("0", "1"), ("0.25", "3.25"), ("0.5", "5.5"), ("0.9", "9.1"), ("0.95", "9.55"), ("1", "10")]
)
def test_percentiles_of_one_to_ten(q: str, expected: str) -> None:
    assert percentile(values=TEN[::-1], q=Decimal(q)) == Decimal(expected)


@pytest.mark.parametrize(
    ("values", "middle"),
    [([], None), ([None, None], None), (["7"], "7"), (["1", "9"], "5"), (["9", None, "1", "2"], "2")],
)
def test_the_median_of_what_is_known(values: list[str | None], middle: str | None) -> None:
    found = median(values=[None if value is None else Decimal(value) for value in values])
    assert found == (None if middle is None else Decimal(middle))


@pytest.mark.parametrize("q", ["-0.01", "1.01", "90"])
def test_a_percentile_lies_between_nought_and_one(q: str) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        percentile(values=TEN, q=Decimal(q))


@given(values=VALUES)
def test_the_same_as_the_inclusive_method(values: list[Decimal]) -> None:
    found = [percentile(values=values, q=Decimal(n) / 100) for n in range(1, 100)]
    assert found == quantiles(values, n=100, method="inclusive")


@given(values=VALUES, one=QS, other=QS)
def test_percentiles_rise_with_q_and_stay_within(values: list[Decimal], one: Decimal, other: Decimal) -> None:
    low, high = (percentile(values=values, q=q) for q in sorted([one, other]))
    assert min(values) <= low <= high <= max(values)
