from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.rules import amounts, readings


@pytest.mark.parametrize(
    ("text", "word", "unit", "value"),
    [
        ("75", "percent", "share", "0.75"),
        ("75 %", "percent", "share", "0.75"),
        ("75,5 %", "percent", "share", "0.755"),
        ("0,75", "fraction", "share", "0.75"),
        ("75 %", "fraction", "share", "0.75"),
        ("30", "duration", "duration", "30"),
        ("1,5", "minutes", "duration", "90"),
        ("0:30", "minutes", "duration", "1800"),
        ("45 min", "hours", "duration", "2700"),
        ("2", "hours", "duration", "7200"),
        ("-12", "score", "score", "-12"),
        ("1.200", "count", "count", "1200"),
        ("1.200,50", "money", "money", "120050"),
    ],
)
def test_files_say_the_unit_in_many_ways(text, word, unit, value):
    found = readings.read_from_file(text, word=word, decimal=",", currency="EUR")
    assert (found[0], readings.value_of(found[1])) == (unit, Decimal(value))


@pytest.mark.parametrize(
    ("text", "word", "error"),
    [
        ("seven", "count", amounts.Unreadable),
        ("7.5", "count", amounts.Unreadable),
        ("-0.2", "fraction", amounts.OutOfRange),
        ("-5", "count", amounts.OutOfRange),
        ("USD 5", "money", amounts.OtherCurrency),
        ("999,999,999,999,999", "count", readings.TooBig),
    ],
)
def test_what_is_no_value_is_refused(text, word, error):
    with pytest.raises(error):
        readings.read_from_file(text, word=word, decimal=".", currency="EUR")


@pytest.mark.parametrize(
    ("word", "unit"),
    [("%", "percent"), ("Hours", "hours"), ("秒", "duration"), ("USD", "money"), ("pieces", "count"), ("", "count")],
)
def test_words_for_units(word, unit):
    assert readings.unit_word(word) == unit


@pytest.mark.parametrize(("text", "word"), [("75 %", "percent"), ("12", "count"), ("1,200", "count"), ("4.5", "score")])
def test_a_new_series_is_guessed_from_its_first_number(text, word):
    assert readings.guessed_word(text, decimal=".") == word


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=5))
def test_five_places_come_back_exactly(value):
    assert readings.value_of(readings.scaled(value)) == value


@pytest.mark.parametrize(("value", "stored"), [("0.000005", 1), ("-0.000005", -1), ("0.0000049", 0)])
def test_halves_go_away_from_zero(value, stored):
    assert readings.scaled(Decimal(value)) == stored
