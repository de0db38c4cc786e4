"""Averages over what is known."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.rules.averages import average

VALUES = st.lists(st.integers(-(10**9), 10**9).map(Decimal), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("values", "mean"),
    [
        ([], None),
        ([None], None),
        (["0"], "0"),
        (["10", "20"], "15"),
        (["10", None, "20"], "15"),
        (["1", "2", "2"], "1.6667"),
        (["-5", "5"], "0"),
    ],
)
def test_unknown_values_are_no_zeros(values: list[str | None], mean: str | None) -> None:
    found = average(values=[None if value is None else Decimal(value) for value in values])
    assert (found if found is None else found.quantize(Decimal("0.0001"))) == (None if mean is None else Decimal(mean))


@given(values=VALUES, shift=st.integers(-1000, 1000))
def test_an_average_lies_within_and_moves_along(values: list[Decimal], shift: int) -> None:
    found = average(values=values)
    moved = average(values=[value + shift for value in values])
    assert min(values) <= found <= max(values)
    assert abs(moved - found - shift) < Decimal("1e-9")
