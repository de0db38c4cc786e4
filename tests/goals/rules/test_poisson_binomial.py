"""The exact tail against all outcomes, the grid and the normal law within the error that they state."""

import time
from itertools import product
from math import comb
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals.rules import poisson_binomial
from goals.rules.poisson_binomial import Bet

CHANCES = st.sampled_from([0.0, 0.05, 0.2, 0.5, 0.75, 1.0])
BETS = st.lists(st.tuples(st.integers(0, 60), CHANCES), max_size=8)


def by_all_outcomes(bets: list[Bet], threshold: int) -> float:
    found = 0.0
    for outcome in product([False, True], repeat=len(bets)):
        mass, won = 1.0, 0
        for is_won, (amount, chance) in zip(outcome, bets, strict=True):
            mass *= chance if is_won else 1 - chance
            won += amount if is_won else 0
        found += mass if won >= threshold else 0
    return found


def deals(n: int, *, seed: int) -> list[Bet]:
    random = Random(seed)
    return [(int(random.lognormvariate(14, 0.8)), random.uniform(0.05, 0.9)) for _ in range(n)]


def simulated(bets: list[Bet], threshold: int, *, tries: int) -> float:
    random = Random(7)
    sums = (sum(amount for amount, chance in bets if random.random() < chance) for _ in range(tries))
    return sum(won >= threshold for won in sums) / tries


def around_the_mean(bets: list[Bet]) -> int:
    return int(sum(amount * chance for amount, chance in bets) * 1.03)


@given(bets=BETS, threshold=st.integers(-10, 300))
def test_the_exact_tail_is_that_of_all_outcomes(bets: list[Bet], threshold: int) -> None:
    found = poisson_binomial.tail(bets=bets, threshold=threshold)
    assert found.method == "exact"
    assert found.probability == pytest.approx(by_all_outcomes(bets, threshold), abs=1e-12)


@given(bets=BETS, threshold=st.integers(1, 300), more=st.integers(0, 50))
def test_more_asked_is_never_likelier(bets: list[Bet], threshold: int, more: int) -> None:
    easy = poisson_binomial.tail(bets=bets, threshold=threshold).probability
    assert poisson_binomial.tail(bets=bets, threshold=threshold + more).probability <= easy + 1e-12


@pytest.mark.parametrize(("n", "wins"), [(20, 12), (200, 90), (400, 190)])
def test_equal_deals_are_binomial(n: int, wins: int) -> None:
    exact = sum(comb(n, k) for k in range(wins, n + 1)) / 2**n
    found = poisson_binomial.tail(bets=[(50_000, 0.5)] * n, threshold=50_000 * wins)
    assert found.method == "exact"
    assert found.probability == pytest.approx(exact, abs=1e-9)


def test_very_many_equal_deals_are_nearly_binomial() -> None:
    n, wins = 1000, 510
    exact = sum(comb(n, k) for k in range(wins, n + 1)) / 2**n
    found = poisson_binomial.tail(bets=[(50_000, 0.5)] * n, threshold=50_000 * wins)
    assert found.method == "normal"
    assert found.probability == pytest.approx(exact, abs=2e-4)


@pytest.mark.parametrize("n", [30, 100, 400])
def test_the_grid_agrees_with_itself_on_a_finer_one(n: int, monkeypatch: pytest.MonkeyPatch) -> None:
    bets = deals(n, seed=n)
    threshold = around_the_mean(bets)
    coarse = poisson_binomial.tail(bets=bets, threshold=threshold)
    monkeypatch.setattr(poisson_binomial, "GRID_STEPS", 2 * poisson_binomial.GRID_STEPS)
    fine = poisson_binomial.tail(bets=bets, threshold=threshold)
    assert coarse.method == fine.method == "grid"
    assert fine.error <= coarse.error < 0.06
    assert abs(fine.probability - coarse.probability) <= coarse.error + fine.error


@pytest.mark.parametrize(("n", "method", "error"), [(60, "grid", 0.002), (900, "normal", 0.15)])
def test_simulation_lies_within_the_stated_error(n: int, method: str, error: float) -> None:
    bets = deals(n, seed=n)
    threshold = around_the_mean(bets)
    found = poisson_binomial.tail(bets=bets, threshold=threshold)
    tries = 1_500_000 // n // 3
    assert found.method == method
    assert found.error <= error
    assert abs(found.probability - simulated(bets, threshold, tries=tries)) <= found.error + 2 / tries**0.5


def test_the_normal_law_agrees_with_the_grid_where_both_can(monkeypatch: pytest.MonkeyPatch) -> None:
    bets = deals(450, seed=3)
    threshold = around_the_mean(bets)
    grid = poisson_binomial.tail(bets=bets, threshold=threshold)
    monkeypatch.setattr(poisson_binomial, "GRID_BETS", 0)
    normal = poisson_binomial.tail(bets=bets, threshold=threshold)
    assert (grid.method, normal.method) == ("grid", "normal")
    assert abs(grid.probability - normal.probability) < 0.01
    assert abs(grid.probability - normal.probability) <= normal.error


@pytest.mark.parametrize("n", [500, 20_000])
def test_many_deals_are_quick(n: int) -> None:
    bets = deals(n, seed=n)
    before = time.process_time()
    poisson_binomial.tail(bets=bets, threshold=around_the_mean(bets))
    assert time.process_time() - before < 2


@pytest.mark.parametrize("bet", [(-1, 0.5), (1, 1.1), (1, -0.1)])
def test_impossible_bets_are_refused(bet: Bet) -> None:
    with pytest.raises(ValueError, match="A bet has"):
        poisson_binomial.tail(bets=[bet], threshold=1)
