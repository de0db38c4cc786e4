import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.rules import numbers


@pytest.mark.parametrize(
    ("text", "decimal", "default", "minor", "currency"),
    [
        ("1054", ".", "USD", 105_400, "USD"),
        ("$22,700.00", ".", "USD", 2_270_000, "USD"),
        ("$342.09K", ".", "USD", 34_209_000, "USD"),
        ("$1,117.10K", ".", "USD", 111_710_000, "USD"),
        ("9,326.84", ".", "USD", 932_684, "USD"),
        ("7,982", ".", "USD", 798_200, "USD"),
        ("1.234,56", ",", "EUR", 123_456, "EUR"),
        ("1 234,56", ",", "EUR", 123_456, "EUR"),
        ("1\u202f234\u202f567,8 €", ",", "USD", 123_456_780, "EUR"),
        ("1'234'567.80", ".", "CHF", 123_456_780, "CHF"),
        ("12,34,567.00", ".", "INR", 123_456_700, "INR"),
        ("(1,200)", ".", "USD", -120_000, "USD"),
        ("-1,200.50", ".", "USD", -120_050, "USD"),
        ("$-5", ".", "USD", -500, "USD"),
        ("−5", ".", "USD", -500, "USD"),
        ("1200-", ".", "USD", -120_000, "USD"),
        ("SAR 1,500", ".", "USD", 150_000, "SAR"),
        ("1500 JPY", ".", "USD", 1500, "JPY"),
        ("1.2345 KWD", ".", "USD", 1235, "KWD"),
        ("١٬٢٣٤٫٥٦", ",", "SAR", 123_456, "SAR"),
        ("۱۲۳۴", ".", "IRR", 123_400, "IRR"),
        ("１，２３４", ".", "JPY", 1234, "JPY"),
        ("R$ 1.000,00", ",", "USD", 100_000, "BRL"),
        ("₱3.5m", ".", "USD", 350_000_000, "PHP"),
        ("0.005", ".", "USD", 1, "USD"),
        ("0.004", ".", "USD", 0, "USD"),
        ("92233720368547758.07", ".", "USD", 2**63 - 1, "USD"),
    ],
)
def test_an_amount_is_read_into_minor_units(text, decimal, default, minor, currency):
    assert numbers.amount(text, decimal=decimal, currency=default) == numbers.Amount(minor, currency)


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        ("abc", "."), ("", "."), ("12abc", "."), ("1,23", "."), ("1.234.5", "."), ("1,2345", "."), ("1.23", ","),
        ("1e5", "."), ("NaN", "."), ("=1+1", "."), ("1,234.56", ","), ("(5", "."), ("--5", "."), ("5 5", "."),
        ("0x10", "."), ("1,234 567", "."), (",5,", "."), ("1" + " " * 60_000 + "x", "."), ("²", "."),
    ],
)  # fmt: skip
def test_text_and_wrong_grouping_are_refused(text, decimal):
    with pytest.raises(numbers.NotANumber):
        numbers.amount(text, decimal=decimal, currency="USD")


@pytest.mark.parametrize("text", ["92233720368547758.08", "9" * 40, "99999999999999B"])
def test_more_than_the_database_holds_is_refused(text):
    with pytest.raises(numbers.TooBig):
        numbers.amount(text, decimal=".", currency="USD")


@pytest.mark.parametrize(
    ("samples", "mark"),
    [
        (["9,326.84", "7,982"], "."),
        (["1.234,56"], ","),
        (["1 234,5"], ","),
        (["$22,700.00"], "."),
        (["1.234.567"], ","),
        (["1,234,567"], "."),
        (["0.0", "50000.0"], "."),
        (["1,234", "7,982"], None),
        (["1054"], None),
        (["pet"], None),
    ],
)
def test_the_decimal_mark_is_guessed(samples, mark):
    assert numbers.guess_decimal(samples) == mark


@pytest.mark.parametrize(("text", "value"), [("420", 420), ("1,200", 1200), ("7.0", 7), ("00:07:00", 420)])
def test_a_whole_number_is_read(text, value):
    assert numbers.whole_number(text, decimal=".") == value


@given(st.integers(-(2**63) + 1, 2**63 - 1), st.sampled_from(["USD", "JPY", "KWD"]))
def test_every_amount_is_read_back(minor, currency):
    places = numbers.exponent(currency)
    digits = f"{abs(minor):0{places + 1}d}"
    whole, fraction = (digits[:-places], digits[-places:]) if places else (digits, "")
    text = ("-" if minor < 0 else "") + f"{int(whole):,}" + (f".{fraction}" if fraction else "")
    assert numbers.amount(text, decimal=".", currency=currency).minor == minor


@given(st.text(max_size=70), st.sampled_from([".", ","]))
def test_any_text_is_read_or_refused(text, decimal):
    try:
        numbers.amount(text, decimal=decimal, currency="USD")
    except (numbers.NotANumber, numbers.TooBig):
        pass
