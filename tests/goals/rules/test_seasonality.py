"""Month weights of the third quarter of 2026, courses learned from the past, and steps."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals.rules import progress, seasonality
from goals.rules.spans import DayCount, calendar_days
from teams.rules import working_days

Q3 = {"starts_on": date(2026, 7, 1), "ends_on": date(2026, 10, 1)}
AUG_14 = date(2026, 8, 14)
BUSINESS: DayCount = partial(
    working_days.count,
    weekdays=working_days.MONDAY_TO_FRIDAY,
    holidays=frozenset({date(2026, 7, 3), date(2026, 9, 7)}),
)
WEIGHTS = [Decimal("0.25"), Decimal("0.30"), Decimal("0.45")]
AMOUNTS = st.lists(st.integers(0, 100).map(Decimal), min_size=1, max_size=40)


def test_weights_of_the_third_quarter() -> None:
    share = seasonality.typed(weights=WEIGHTS, **Q3, as_of=AUG_14, days=BUSINESS)
    actual = Decimal(120_000)
    expected = progress.expected(target=Decimal(300_000), share=share, accumulates=True)
    pace = progress.pace(actual=actual, expected=expected, direction="at_least")
    forecast = progress.forecast(actual=actual, share=share, accumulates=True)
    assert share.quantize(Decimal("0.000001")) == Decimal("0.392857")
    assert round(expected) == 117_857
    assert pace.quantize(Decimal("0.001")) == Decimal("1.018")
    assert round(forecast) == 305_455


@pytest.mark.parametrize(
    ("days", "share"),
    [
        pytest.param(calendar_days, Decimal(45) / 92, id="calendar"),
        pytest.param(BUSINESS, Decimal("0.5"), id="business"),
    ],
)
def test_the_plain_curve(days: DayCount, share: Decimal) -> None:
    assert seasonality.elapsed_share(**Q3, as_of=AUG_14, days=days) == share


@pytest.mark.parametrize(
    ("as_of", "share"),
    [(date(2026, 6, 30), "0"), (date(2026, 7, 31), "0.25"), (date(2026, 8, 31), "0.55"), (date(2026, 9, 30), "1")],
)
def test_weights_hold_at_the_ends_of_months(as_of: date, share: str) -> None:
    assert seasonality.typed(weights=WEIGHTS, **Q3, as_of=as_of) == Decimal(share)


@pytest.mark.parametrize("weights", [["1", "1"], ["1", "1", "-1"], ["0", "0", "0"], []])
def test_unusable_weights_are_refused(weights: list[str]) -> None:
    with pytest.raises(seasonality.UnusableWeights):
        seasonality.typed(weights=[Decimal(weight) for weight in weights], **Q3, as_of=AUG_14)


@given(
    weights=st.lists(st.integers(0, 9).map(Decimal), min_size=3, max_size=3).filter(any),
    scale=st.integers(1, 1000),
    days=st.sampled_from([calendar_days, BUSINESS]),
)
def test_typed_curves_never_fall_and_do_not_mind_the_scale(weights: list[Decimal], scale: int, days: DayCount) -> None:
    dates = [Q3["starts_on"] + timedelta(days=n) for n in range(-1, 94, 3)]
    shares = [seasonality.typed(weights=weights, **Q3, as_of=day, days=days) for day in dates]
    bigger = [weight * scale for weight in weights]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)
    scaled = [seasonality.typed(weights=bigger, **Q3, as_of=day, days=days) for day in dates]
    assert all(abs(one - two) < Decimal("1e-20") for one, two in zip(shares, scaled, strict=True))


@pytest.mark.parametrize(
    ("elapsed", "total", "days", "whole", "rest"),
    [
        pytest.param(45, 92, 92, 45, "0", id="as long as now"),
        pytest.param(46, 92, 91, 45, "0.5", id="a day shorter"),
        pytest.param(0, 92, 90, 0, "0", id="not begun"),
        pytest.param(92, 92, 90, 90, "0", id="over"),
    ],
)
def test_periods_of_different_length_are_laid_over_one_another(
    elapsed: int, total: int, days: int, whole: int, rest: str
) -> None:
    assert seasonality.cut(elapsed=elapsed, total=total, days=days) == (whole, Decimal(rest))


def test_a_past_period_is_read_straight_between_two_days() -> None:
    share = seasonality.reached(before=Decimal(20), after=Decimal(40), rest=Decimal("0.25"), total=Decimal(100))
    assert share == Decimal("0.25")


@pytest.mark.parametrize("total", [0, -5])
def test_a_past_period_without_a_result_has_no_shares(total: int) -> None:
    assert seasonality.reached(before=Decimal(1), after=Decimal(1), rest=Decimal(0), total=Decimal(total)) is None


@pytest.mark.parametrize(
    ("past", "share"),
    [("0.2 0.5 0.4", "0.4"), ("0.2 0.3 0.5 0.9", "0.4"), ("-0.2 -0.1 0.3", "0"), ("1.2 1.1 0.3", "1")],
)
def test_the_usual_course_is_the_median(past: str, share: str) -> None:
    assert seasonality.usual(past=[Decimal(one) for one in past.split()]) == Decimal(share)


def test_too_few_usable_periods_are_refused() -> None:
    with pytest.raises(seasonality.TooFewPeriods) as refusal:
        seasonality.usual(past=[Decimal("0.5"), Decimal("0.6")])
    assert refusal.value.usable == 2


@given(past=st.lists(AMOUNTS.filter(lambda amounts: sum(amounts) > 0), min_size=3, max_size=6))
def test_learned_curves_start_at_nothing_never_fall_and_end_at_one(past: list[list[Decimal]]) -> None:
    shares = [usual_of(past, elapsed=elapsed, total=20) for elapsed in range(21)]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)


def usual_of(past: list[list[Decimal]], *, elapsed: int, total: int) -> Decimal:
    found = []
    for amounts in past:
        whole, rest = seasonality.cut(elapsed=elapsed, total=total, days=len(amounts))
        before, after = sum(amounts[:whole], Decimal(0)), sum(amounts[: whole + 1], Decimal(0))
        found.append(seasonality.reached(before=before, after=after, rest=rest, total=sum(amounts, Decimal(0))))
    return seasonality.usual(past=[one for one in found if one is not None])


@pytest.mark.parametrize(
    ("as_of", "days"),
    [
        (date(2026, 6, 30), 0),
        (date(2026, 7, 30), 0),
        (date(2026, 7, 31), 31),
        (AUG_14, 31),
        (date(2026, 8, 31), 62),
        (date(2026, 9, 29), 62),
        (date(2026, 9, 30), 92),
        (date(2026, 12, 1), 92),
    ],
)
def test_steps_wait_for_the_end_of_the_month(as_of: date, days: int) -> None:
    assert seasonality.stepped(**Q3, as_of=as_of) == Decimal(days) / 92
