"""Month weights as people type them."""

from decimal import Decimal

import pytest

from goals.rules import weights


@pytest.mark.parametrize(
    ("text", "decimal", "found"),
    [
        ("25 30 45", ".", "25 30 45"),
        (".25/.30/.45", ".", "0.25 0.3 0.45"),
        ("0.25, 0.30, 0.45", ".", "0.25 0.3 0.45"),
        ("0,25 0,30 0,45", ",", "0.25 0.3 0.45"),
        ("0,25; 0,30; 0,45", ",", "0.25 0.3 0.45"),
        ("٢٥ ٣٠ ٤٥", ".", "25 30 45"),
        ("0 0 7", ".", "0 0 7"),
        ("  ", ".", ""),
    ],
)
def test_numbers_apart(text: str, decimal: str, found: str) -> None:
    assert weights.read(text=text, decimal=decimal) == [Decimal(one) for one in found.split()]


@pytest.mark.parametrize("text", ["a lot", "25 -30 45", "25 30 99999999"])
def test_what_is_no_weight_is_refused(text: str) -> None:
    with pytest.raises(weights.Unreadable):
        weights.read(text=text, decimal=".")


@pytest.mark.parametrize("decimal", [".", ","])
def test_an_entry_reads_back(decimal: str) -> None:
    given = [Decimal("0.25"), Decimal("0.3"), Decimal(1200)]
    assert weights.read(text=weights.entry(weights=given, decimal=decimal), decimal=decimal) == given
