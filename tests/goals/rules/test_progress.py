"""The progress vectors of the domain's table, a table of cases per rule, and laws."""

from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals.rules import progress, seasonality, spans
from goals.rules.spans import DayCount
from teams.rules import working_days

Q3 = {"starts_on": date(2026, 7, 1), "ends_on": date(2026, 10, 1)}
AUG_14 = date(2026, 8, 14)
TARGET, ACTUAL = Decimal(300_000), Decimal(120_000)
BUSINESS: DayCount = partial(
    working_days.count,
    weekdays=working_days.MONDAY_TO_FRIDAY,
    holidays={date(2026, 7, 3), date(2026, 9, 7)},
)
WEIGHTS = [Decimal("0.25"), Decimal("0.30"), Decimal("0.45")]
LINEAR = progress.calendar_share(**Q3, as_of=AUG_14)
WORKING = seasonality.elapsed_share(**Q3, as_of=AUG_14, days=BUSINESS)
SEASONAL = seasonality.typed(weights=WEIGHTS, **Q3, as_of=AUG_14, days=BUSINESS)


def test_third_quarter_counts_days_through_the_end_of_the_day() -> None:
    assert progress.elapsed_days(**Q3, as_of=AUG_14) == 45
    assert spans.elapsed_of_total(**Q3, as_of=AUG_14, days=BUSINESS) == (32, 64)


@pytest.mark.parametrize(("as_of", "is_over"), [(date(2026, 9, 30), False), (date(2026, 10, 1), True)])
def test_a_period_is_open_on_its_last_day(as_of: date, is_over: bool) -> None:
    assert progress.is_over(ends_on=Q3["ends_on"], as_of=as_of) == is_over


@pytest.mark.parametrize(
    ("share", "expected", "forecast"),
    [
        pytest.param(LINEAR, "146739.13", "245333.33", id="linear"),
        pytest.param(WORKING, "150000.00", "240000.00", id="working days"),
        pytest.param(SEASONAL, "117857.14", "305454.55", id="month weights"),
    ],
)
def test_third_quarter_expected_and_run_rate(share: Decimal, expected: str, forecast: str) -> None:
    cents = Decimal("0.01")
    assert progress.expected(target=TARGET, share=share, accumulates=True).quantize(cents) == Decimal(expected)
    assert progress.forecast(actual=ACTUAL, share=share, accumulates=True).quantize(cents) == Decimal(forecast)


def test_season_turns_behind_linear_into_on_track() -> None:
    expected = progress.expected(target=TARGET, share=SEASONAL, accumulates=True)
    pace = progress.pace(actual=ACTUAL, expected=expected, direction="at_least")
    assert SEASONAL.quantize(Decimal("0.000001")) == Decimal("0.392857")
    assert pace.quantize(Decimal("0.001")) == Decimal("1.018")
    assert Decimal("0.82") > ACTUAL / (TARGET * LINEAR)


def test_required_rate_of_the_third_quarter() -> None:
    rate = progress.required_rate(actual=ACTUAL, target=TARGET, units_left=32)
    assert rate == 5625
    assert progress.required_ratio(required_rate=rate, actual=ACTUAL, units_elapsed=32) == Decimal("1.5")


@pytest.mark.parametrize(
    ("actual", "target", "baseline", "direction", "accumulates", "attainment"),
    [
        pytest.param(50, 100, None, "at_least", True, "0.5", id="at least"),
        pytest.param(150, 100, None, "at_least", True, "1.5", id="beyond the target"),
        pytest.param(-50, 100, None, "at_least", True, "-0.5", id="refunds are not clipped"),
        pytest.param(50, 100, 80, "at_least", True, "0.5", id="a sum does not start at its baseline"),
        pytest.param("0.65", "0.70", "0.60", "at_least", False, "0.5", id="a ratio goes from its baseline"),
        pytest.param("0.55", "0.70", "0.60", "at_least", False, "-0.5", id="a ratio below its baseline"),
        pytest.param(20, 30, None, "at_most", True, "1.5", id="at most"),
        pytest.param(60, 30, None, "at_most", True, "0.5", id="more than at most"),
        pytest.param(40, 30, 50, "at_most", True, "0.5", id="at most from a baseline"),
        pytest.param(60, 30, 50, "at_most", False, "-0.5", id="at most, worse than the baseline"),
        pytest.param(0, 30, None, "at_most", True, None, id="at most, nothing yet"),
        pytest.param(5, 0, None, "at_least", True, None, id="no target to divide by"),
        pytest.param(5, 50, 50, "at_most", True, None, id="baseline equals target"),
        pytest.param(None, 100, None, "at_least", True, None, id="undefined"),
        pytest.param(
            "0.30", "0.20", "0.25", "at_least", False, "1.5", id="a target short of the baseline has no way to go"
        ),
        pytest.param(50, 60, 50, "at_most", True, "1.2", id="so has a ceiling above it"),
    ],
)
def test_attainment(actual, target, baseline, direction, accumulates, attainment) -> None:  # type: ignore[no-untyped-def]
    result = progress.attainment(
        actual=None if actual is None else Decimal(actual),
        target=Decimal(target),
        baseline=None if baseline is None else Decimal(baseline),
        direction=direction,
        accumulates=accumulates,
    )
    assert result == (None if attainment is None else Decimal(attainment))


def test_forecast_is_hidden_in_the_first_tenth() -> None:
    assert progress.forecast(actual=ACTUAL, share=Decimal("0.0999"), accumulates=True) is None
    assert progress.forecast(actual=ACTUAL, share=Decimal("0.1"), accumulates=True) == 1_200_000
    assert progress.forecast(actual=Decimal("0.6"), share=Decimal("0.5"), accumulates=False) == Decimal("0.6")


def test_required_rate_ends_with_the_period_and_at_the_target() -> None:
    assert progress.required_rate(actual=ACTUAL, target=TARGET, units_left=0) is None
    assert progress.required_rate(actual=TARGET, target=TARGET, units_left=10) == 0
    assert progress.required_ratio(required_rate=Decimal(1), actual=Decimal(0), units_elapsed=3) is None


DAYS = st.dates(min_value=date(2026, 5, 1), max_value=date(2026, 12, 1))


@given(DAYS, DAYS)
def test_the_share_never_falls_and_stays_within_the_period(one: date, other: date) -> None:
    earlier, later = sorted([one, other])
    shares = [progress.calendar_share(**Q3, as_of=day) for day in (earlier, later)]
    assert 0 <= shares[0] <= shares[1] <= 1


BAND = {"direction": "between", "target": Decimal(80), "upper": Decimal(100)}


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
    found = progress.attainment(actual=Decimal(actual), baseline=None, accumulates=True, **BAND)
    assert progress.is_met(actual=Decimal(actual), **BAND) is is_met
    assert found == (None if attainment is None else Decimal(attainment))


@given(
    lower=st.decimals(-(10**9), 10**9, places=2),
    width=st.decimals("0.01", 1000, places=2),
    actual=st.decimals(-(10**9), 10**9, places=2),
)
def test_a_band_attains_one_exactly_where_it_is_met(lower: Decimal, width: Decimal, actual: Decimal) -> None:
    found = progress.within_band(actual=actual, lower=lower, upper=lower + width)
    assert (found == 1) is progress.is_met(actual=actual, target=lower, upper=lower + width, direction="between")
    assert found is None or 0 <= found <= 1
