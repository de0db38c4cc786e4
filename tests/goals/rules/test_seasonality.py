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
AMOUNTS = st.lists(st.integers(-20, 100).map(Decimal), min_size=1, max_size=40)


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


def test_the_usual_course_is_the_median() -> None:
    flat, early, late = [Decimal(1)] * 4, [Decimal(4), *[Decimal(0)] * 3], [*[Decimal(0)] * 3, Decimal(8)]
    curve = seasonality.learned(past=[flat, early, late], points=4)
    assert curve.shares == tuple(map(Decimal, ("0", "0.25", "0.5", "0.75", "1")))
    assert curve.periods == 3
    assert seasonality.share_at(curve=curve, fraction=Decimal("0.375")) == Decimal("0.375")


def test_periods_of_different_length_are_laid_over_one_another() -> None:
    curve = seasonality.learned(past=[[Decimal(1)] * length for length in (90, 91, 92)])
    assert all(abs(share - Decimal(n) / 100) < Decimal("1e-20") for n, share in enumerate(curve.shares))


def test_too_few_usable_periods_are_refused() -> None:
    usable, empty, refunded = [Decimal(1)], [], [Decimal(5), Decimal(-5)]
    with pytest.raises(seasonality.TooFewPeriods) as refusal:
        seasonality.learned(past=[usable, usable, empty, refunded])
    assert refusal.value.usable == 2


@given(past=st.lists(AMOUNTS.filter(lambda amounts: sum(amounts) > 0), min_size=3, max_size=6))
def test_learned_curves_start_at_nothing_never_fall_and_end_at_one(past: list[list[Decimal]]) -> None:
    curve = seasonality.learned(past=past, points=20)
    fractions = [Decimal(n) / 50 for n in range(-5, 56)]
    shares = [seasonality.share_at(curve=curve, fraction=fraction) for fraction in fractions]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)


@pytest.mark.parametrize(
    ("as_of", "days"),
    [
        (date(2026, 7, 30), 0),
        (date(2026, 7, 31), 31),
        (AUG_14, 31),
        (date(2026, 8, 31), 62),
        (date(2026, 9, 29), 62),
        (date(2026, 9, 30), 92),
        (date(2026, 12, 1), 92),
    ],
)
def test_steps_wait_for_the_next_reading(as_of: date, days: int) -> None:
    readings = {date(2026, 8, 31), date(2026, 7, 31), date(2026, 6, 30)}
    assert seasonality.stepped(readings=readings, **Q3, as_of=as_of) == Decimal(days) / 92
