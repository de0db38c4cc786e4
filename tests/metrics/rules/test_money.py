"""Currencies into one, each fact at the rate of its day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.rules import money
from metrics.rules.money import Amount, Rate, Rates

JANUARY, MARCH = date(2026, 1, 1), date(2026, 3, 1)
RATES = Rates(
    home="USD",
    dated={
        "EUR": [Rate(JANUARY, Decimal("1.10")), Rate(MARCH, Decimal("1.20"))],
        "JPY": [Rate(JANUARY, Decimal("0.0064"))],
        "KWD": [Rate(JANUARY, Decimal("3.25"))],
    },
)
FACTS = st.lists(
    st.builds(
        Amount,
        minor=st.integers(-(10**15), 10**15),
        currency=st.sampled_from(["USD", "EUR", "JPY", "KWD"]),
        on=st.dates(JANUARY, date(2026, 12, 31)),
    ),
    max_size=8,
)


@pytest.mark.parametrize(
    ("minor", "currency", "on", "to", "expected"),
    [
        pytest.param(10_000, "EUR", date(2026, 2, 28), "USD", 11_000, id="the rate before"),
        pytest.param(10_000, "EUR", MARCH, "USD", 12_000, id="the rate of the day itself"),
        pytest.param(10_000, "EUR", date(2029, 1, 1), "USD", 12_000, id="the last rate holds on"),
        pytest.param(12_345, "USD", date(2020, 1, 1), "USD", 12_345, id="home needs no rate"),
        pytest.param(12_345, "CHF", date(2020, 1, 1), "CHF", 12_345, id="nor does any currency to itself"),
        pytest.param(1_000, "JPY", JANUARY, "USD", 640, id="no decimals to two"),
        pytest.param(640, "USD", JANUARY, "JPY", 1_000, id="two decimals to none"),
        pytest.param(1_000, "KWD", JANUARY, "USD", 325, id="three decimals to two"),
        pytest.param(11_000, "EUR", JANUARY, "JPY", 18_906, id="across: 110 · 1.1 / 0.0064 = 18906.25"),
        pytest.param(5, "EUR", JANUARY, "USD", 6, id="5.5 to even, up"),
        pytest.param(-5, "EUR", JANUARY, "USD", -6, id="−5.5 likewise"),
        pytest.param(15, "EUR", JANUARY, "USD", 16, id="16.5 to even, down"),
    ],
)
def test_converted_by_the_day_and_rounded_once(minor: int, currency: str, on: date, to: str, expected: int) -> None:
    amount = Amount(minor=minor, currency=currency, on=on)
    assert money.converted(amount=amount, to=to, rates=RATES) == expected


@pytest.mark.parametrize(
    ("currency", "to", "on", "named"),
    [
        ("CHF", "USD", MARCH, "CHF"),
        ("USD", "CHF", MARCH, "CHF"),
        ("EUR", "USD", JANUARY - timedelta(days=1), "EUR"),
    ],
)
def test_a_missing_rate_refuses_and_says_which(currency: str, to: str, on: date, named: str) -> None:
    amounts = [Amount(minor=1, currency="USD", on=on), Amount(minor=0, currency=currency, on=on)]
    with pytest.raises(money.MissingRate, match=f"{named} on {on}") as refusal:
        money.total(amounts=amounts, to=to, rates=RATES)
    assert (refusal.value.currency, refusal.value.on) == (named, on)


def test_all_missing_rates_are_listed_once() -> None:
    early = date(2025, 12, 1)
    amounts = [Amount(1, "CHF", MARCH), Amount(2, "CHF", MARCH), Amount(3, "EUR", early), Amount(4, "USD", early)]
    assert money.missing(amounts=amounts, to="USD", rates=RATES) == [("CHF", MARCH), ("EUR", early)]


def test_unusable_rates_are_refused() -> None:
    with pytest.raises(ValueError, match="above 0"):
        Rate(JANUARY, Decimal(0))
    for days in ([MARCH, JANUARY], [MARCH, MARCH]):
        with pytest.raises(ValueError, match="in order"):
            Rates(home="USD", dated={"EUR": [Rate(day, Decimal(1)) for day in days]})


@given(amounts=FACTS, to=st.sampled_from(["USD", "EUR", "JPY", "KWD"]))
def test_a_total_is_the_sum_of_its_records(amounts: list[Amount], to: str) -> None:
    each = [money.converted(amount=amount, to=to, rates=RATES) for amount in amounts]
    assert money.total(amounts=amounts, to=to, rates=RATES) == sum(each)
    assert money.missing(amounts=amounts, to=to, rates=RATES) == []


@given(minor=st.integers(-(10**15), 10**15), on=st.dates(JANUARY, date(2026, 12, 31)))
def test_to_a_finer_currency_and_back_is_the_same(minor: int, on: date) -> None:
    there = money.converted(amount=Amount(minor, "JPY", on), to="USD", rates=RATES)
    back = money.converted(amount=Amount(there, "USD", on), to="JPY", rates=RATES)
    assert abs(back - minor) <= 1
