"""What people type into a target, and what they read back."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.rules import amounts

USD = {"currency": "USD", "decimal": "."}


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("300,000", "money", "30000000"),
        ("300000.5", "money", "30000050"),
        ("USD 1.2m", "money", "120000000"),
        ("١٬٢٠٠٫٥٠", "money", "120050"),
        ("0", "money", "0"),
        ("1,200", "count", "1200"),
        ("٤٢", "count", "42"),
        ("12.5", "share", "0.125"),
        ("12.5 %", "share", "0.125"),
        ("٪٢٠", "share", "0.2"),
        ("0.004", "share", "0.00004"),
        ("4.25", "score", "4.25"),
        ("30", "duration", "30"),
        ("30 s", "duration", "30"),
        ("1.5 h", "duration", "5400"),
        ("1 h 30 min", "duration", "5400"),
        ("1h30m", "duration", "5400"),
        ("2 days", "duration", "172800"),
        ("24:00", "duration", "86400"),
        ("0:05:30", "duration", "330"),
        ("٢٤ ساعة", "duration", "86400"),
        ("30 分钟", "duration", "1800"),
        ("2 گھنٹے", "duration", "7200"),
        ("3 araw", "duration", "259200"),
    ],
)
def test_typed_values_are_read(text: str, unit: Any, value: str) -> None:
    assert amounts.read(text=text, unit=unit, **USD) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "unit", "error"),
    [
        ("many", "money", amounts.Unreadable),
        ("1,20", "money", amounts.Unreadable),
        ("", "count", amounts.Unreadable),
        ("USD 5", "share", amounts.Unreadable),
        ("<script>", "share", amounts.Unreadable),
        ("EUR 5", "money", amounts.OtherCurrency),
        ("-5", "money", amounts.OutOfRange),
        ("-5", "count", amounts.OutOfRange),
        ("99999999999999999999999", "money", amounts.OutOfRange),
        ("10000000000000000", "money", amounts.OutOfRange),
        ("99999999999999999999", "count", amounts.OutOfRange),
        ("12.5", "count", amounts.Unreadable),
        ("KWD 12", "count", amounts.Unreadable),
        ("1,001", "share", amounts.OutOfRange),
        ("high", "score", amounts.Unreadable),
        ("3 parsecs", "duration", amounts.Unreadable),
        ("1 h 30", "duration", amounts.Unreadable),
        ("soon", "duration", amounts.Unreadable),
        ("", "duration", amounts.Unreadable),
        ("-5", "duration", amounts.Unreadable),
        ("40,000 days", "duration", amounts.OutOfRange),
    ],
)
def test_other_texts_are_refused(text: str, unit: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        amounts.read(text=text, unit=unit, **USD)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (Decimal("120050"), "money", "USD\u00a01,200"),
        (Decimal("12050"), "money", "USD\u00a0120.50"),
        (Decimal("12.5"), "count", "12.5"),
        (Decimal("1234.56"), "count", "1,235"),
        (Decimal("0.125"), "share", "12.5%"),
        (Decimal("4.256"), "score", "4.26"),
        (Decimal("4.200000"), "score", "4.2"),
        (Decimal("28.44"), "duration", "28.4\u00a0sec"),
        (Decimal(330), "duration", "5\u00a0min 30\u00a0sec"),
        (Decimal("3599.7"), "duration", "60\u00a0min"),
        (Decimal(86400), "duration", "24\u00a0hr"),
        (Decimal(5400), "duration", "1\u00a0hr 30\u00a0min"),
        (Decimal(4 * 86400), "duration", "4\u00a0days"),
        (Decimal(-30), "duration", "-30\u00a0sec"),
        (None, "count", "–"),
    ],
)
def test_values_are_written(value: Decimal | None, unit: Any, text: str) -> None:
    assert amounts.write(value=value, unit=unit, currency="USD", language="en") == text


@given(
    value=st.integers(0, 10**15).map(Decimal),
    language=st.sampled_from(["en", "ar", "ur", "zh-hans", "fil"]),
    currency=st.sampled_from(["USD", "JPY", "KWD"]),
)
def test_an_entry_is_read_back(value: Decimal, language: str, currency: str) -> None:
    text = amounts.entry(value=value, unit="money", currency=currency, language=language)
    assert amounts.read(text=text, unit="money", currency=currency, decimal=".") == value


@given(thousandths=st.integers(0, 1_000_000), language=st.sampled_from(["en", "ar", "ur"]))
def test_a_share_is_read_back(thousandths: int, language: str) -> None:
    value = Decimal(thousandths) / 100_000
    text = amounts.entry(value=value, unit="share", currency="USD", language=language)
    assert amounts.read(text=text, unit="share", **USD) == value


@given(thousandths=st.integers(0, 10**9), language=st.sampled_from(["en", "ar", "zh-hans"]))
def test_a_duration_and_a_score_are_read_back(thousandths: int, language: str) -> None:
    value = Decimal(thousandths) / 1000
    for unit in ("duration", "score"):
        text = amounts.entry(value=value, unit=unit, currency="USD", language=language)
        assert amounts.read(text=text, unit=unit, **USD) == value
