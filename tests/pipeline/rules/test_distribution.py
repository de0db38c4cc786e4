from collections import Counter
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.rules.distribution import Candidate, Missing, next_turn
from pipeline.rules.fairness import Share, gini


def turns(number, capacities, away=lambda key, turn: False):
    """Who got the leads, one after the other."""
    owed, got = dict.fromkeys(capacities, 0), []
    for turn in range(number):
        candidates = [
            Candidate(key, capacity, owed[key], Missing.ABSENT if away(key, turn) else None)
            for key, capacity in capacities.items()
        ]
        found = next_turn(candidates=candidates)
        owed = found.owed
        got.append(found.chosen)
    return got


@pytest.mark.parametrize(
    ("capacities", "expected"),
    [
        ({"a": 1, "b": 1}, "abab"),
        ({"a": 5, "b": 1, "c": 1}, "aabacaa"),
        ({"a": 2, "b": 0}, "aa"),
        ({"a": 0}, [None]),
        ({}, [None]),
    ],
)
def test_turns(capacities, expected):
    assert turns(len(expected), capacities) == list(expected)


def test_who_comes_back_finds_no_pile():
    got = turns(40, {"a": 1, "b": 1}, away=lambda key, turn: key == "a" and turn < 20)
    assert set(got[:20]) == {"b"}
    assert Counter(got[20:]) == {"a": 10, "b": 10}


@given(st.lists(st.integers(1, 9), min_size=1, max_size=6))
def test_a_full_round_is_in_proportion_to_capacity(capacities):
    pool = dict(enumerate(capacities))
    assert Counter(turns(sum(capacities), pool)) == pool


@pytest.mark.parametrize(
    ("got", "capacities", "expected"),
    [
        ([10, 10, 10, 10], ["1", "1", "1", "1"], 0),
        ([40, 0, 0, 0], ["1", "1", "1", "1"], 0.75),
        ([5, 10, 15, 20], ["1", "1", "1", "1"], 0.25),
        ([5, 10, 15, 20], ["0.25", "0.5", "0.75", "1"], 0),
        ([0, 0], ["1", "1"], None),
        ([5, 5], ["0", "0"], None),
        ([], [], None),
        ([5, 7], ["1", "0"], 0),
    ],
)
def test_gini(got, capacities, expected):
    shares = [Share(one, Fraction(capacity)) for one, capacity in zip(got, capacities, strict=True)]
    assert gini(shares=shares) == expected


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), min_size=1, max_size=6))
def test_gini_is_the_formula(rows):
    shares = [Share(got, Fraction(capacity)) for got, capacity in rows]
    total, capacity = sum(one.got for one in shares), sum(one.capacity for one in shares)
    pairs = sum(
        one.capacity * other.capacity * abs(one.got / one.capacity - other.got / other.capacity)
        for one, other in product(shares, shares)
    )
    expected = float(pairs / (2 * capacity**2 * (total / capacity))) if total else None
    assert gini(shares=shares) == expected
