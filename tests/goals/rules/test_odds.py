"""P(attain) by history and by pipeline."""

from decimal import Decimal

import pytest

from goals.rules import odds, open_pipeline
from goals.rules.odds import OpenDeal

PIPELINE = [(40, "0.6"), (60, "0.5"), (80, "0.3"), (50, "0.2"), (90, "0.25")]
DEALS = [OpenDeal(amount_minor=thousands * 100_000, win_chance=Decimal(chance)) for thousands, chance in PIPELINE]
GAP = 100 * 100_000


def test_a_gap_is_not_as_sure_as_its_weighted_sum_looks() -> None:
    found = odds.from_pipeline(gap_minor=GAP, deals=DEALS)
    assert found.probability == Decimal("0.5895")
    assert (found.sample, found.method, found.left_out, found.error) == (5, "exact", 0, 0)
    assert open_pipeline.weighted(deals=DEALS) == Decimal("110500.00") * 100


@pytest.mark.parametrize(
    ("gap", "deals", "probability"),
    [
        pytest.param(0, [], "1", id="no gap left"),
        pytest.param(-5, DEALS, "1", id="more than reached"),
        pytest.param(1, [], "0", id="nothing open"),
        pytest.param(32_000_001, DEALS, "0", id="all deals together are too little"),
        pytest.param(32_000_000, DEALS, "0.0045", id="all five must be won"),
    ],
)
def test_the_ends(gap: int, deals: list[OpenDeal], probability: str) -> None:
    assert odds.from_pipeline(gap_minor=gap, deals=deals).probability == Decimal(probability)


def test_a_deal_of_unknown_amount_is_left_out_and_counted() -> None:
    found = odds.from_pipeline(gap_minor=GAP, deals=[*DEALS, OpenDeal(amount_minor=None, win_chance=Decimal(1))])
    assert (found.probability, found.sample, found.left_out) == (Decimal("0.5895"), 5, 1)


@pytest.mark.parametrize(
    ("reached", "periods", "probability"), [(0, 0, "0.5"), (3, 4, "0.666667"), (0, 8, "0.1"), (8, 8, "0.9")]
)
def test_history_by_the_rule_of_succession(reached: int, periods: int, probability: str) -> None:
    found = odds.from_history(reached=reached, periods=periods)
    assert (found.probability, found.sample, found.method) == (Decimal(probability), periods, "history")


@pytest.mark.parametrize(("reached", "periods"), [(2, 1), (-1, 3)])
def test_an_impossible_history_is_refused(reached: int, periods: int) -> None:
    with pytest.raises(ValueError, match="cannot have reached"):
        odds.from_history(reached=reached, periods=periods)


@pytest.mark.parametrize(
    ("target", "booked", "coverage"), [(300, 100, "1.5"), (300, 300, None), (300, 400, None), (300, 0, "1")]
)
def test_coverage_of_what_is_missing(target: int, booked: int, coverage: str | None) -> None:
    found = open_pipeline.coverage(open_minor=Decimal(300), target=Decimal(target), booked=Decimal(booked))
    assert found == (None if coverage is None else Decimal(coverage))


@pytest.mark.parametrize(
    ("win_rate", "size", "cycle_days", "velocity"),
    [
        ("0.25", "10000", "50", "2000"),
        (None, "10000", "50", None),
        ("0.25", None, "50", None),
        ("0.25", "10000", None, None),
        ("0.25", "10000", "0", None),
    ],
)
def test_velocity_is_money_per_day(
    win_rate: str | None, size: str | None, cycle_days: str | None, velocity: str | None
) -> None:
    rate, amount, days, expected = (
        None if text is None else Decimal(text) for text in (win_rate, size, cycle_days, velocity)
    )
    assert open_pipeline.velocity(deals=40, win_rate=rate, size=amount, cycle_days=days) == expected
