"""Numbers are written as Babel writes them."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from babel import numbers
from hypothesis import given
from hypothesis import strategies as st

from teams.rules import formats

LANGUAGES = st.sampled_from(sorted(formats.LOCALES))


@given(
    value=st.decimals(min_value=-(10**12), max_value=10**12, places=4),
    digits=st.integers(0, 3),
    language=LANGUAGES,
)
def test_numbers_are_written_as_cldr_says(value: Decimal, digits: int, language: str) -> None:
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    by_babel = numbers.format_decimal(value, pattern, locale=formats.locale_of(language), numbering_system="latn")
    is_zero = not any(digit in "123456789" for digit in by_babel)
    expected = by_babel.lstrip("-") if is_zero else by_babel
    # The minus of Arabic and Urdu carries a mark that keeps it on the left; Babel leaves it out of a given pattern.
    assert formats.number(value=value, language=language, digits=digits).replace("\u200e", "") == expected


@pytest.mark.parametrize(
    ("share", "language", "text"),
    [
        (Decimal("0.125"), "en", "12.5%"),
        (Decimal("12.3456"), "en", "1,234.6%"),
        (Decimal("-0.05"), "en", "-5.0%"),
        (Decimal("0.125"), "fil", "12.5%"),
        (None, "ar", "–"),
    ],
)
def test_shares_are_written_in_percent(share: Decimal | None, language: str, text: str) -> None:
    assert formats.percent(share=share, language=language) == text


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "West, East"),
        ("fil", "West, East"),
        ("ar", "West، East"),
        ("ur", "West، East"),
        ("zh-hans", "West、East"),
    ],
)
def test_names_in_a_row_have_the_readers_comma(language: str, expected: str) -> None:
    assert formats.joined(parts=["West", "East"], language=language) == expected


@pytest.mark.parametrize(("language", "mark"), [("en", ""), ("zh-hans", ""), ("ar", "\u200e"), ("ur", "\u200e")])
def test_a_percent_sign_stays_on_its_side_of_the_number(language: str, mark: str) -> None:
    """From right to left, a bare “51.1%” after Arabic letters is drawn as “%51.1” (UAX #9: W2, W5)."""
    assert formats.percent(share=0.511, language=language) == f"{mark}51.1%{mark}"


def test_the_same_moment_is_of_another_day_in_another_zone() -> None:
    moment = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
    there = moment.astimezone(ZoneInfo("Africa/Cairo"))
    assert [formats.day(value=one, language="en") for one in (moment, there)] == ["Mar 31, 2026", "Apr 1, 2026"]


@pytest.mark.parametrize(("language", "said"), [("en", "9:48\u202fPM"), ("ar", "9:48 م"), ("zh-hans", "21:48")])
def test_a_time_of_day_is_said_as_in_the_language(language: str, said: str) -> None:
    assert formats.time_of_day(value=datetime(2026, 8, 14, 21, 48, tzinfo=UTC), language=language) == said
