"""Distinct counts."""

from hypothesis import given
from hypothesis import strategies as st

from metrics.rules.counts import distinct

VALUES = st.lists(st.none() | st.integers(0, 9), max_size=30)


def test_each_known_thing_once() -> None:
    assert distinct(values=["acme", "acme", None, "zenith"]) == 2
    assert distinct(values=[None]) == 0
    assert distinct(values=[]) == 0


@given(one=VALUES, other=VALUES)
def test_two_months_are_at_most_the_sum_and_at_least_the_larger(one: list[int | None], other: list[int | None]) -> None:
    both = distinct(values=[*one, *other])
    assert max(distinct(values=one), distinct(values=other)) <= both <= distinct(values=one) + distinct(values=other)
