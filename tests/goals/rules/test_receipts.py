"""The same terms give the same text and the same hash; other terms another."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals.rules import receipts
from teams.rules.signing import terms_hash, text_hash

TERMS = {
    "target": Decimal("300000.000000"),
    "metric": {"key": "won_revenue", "sentence": "The value of deals won in the period."},
    "starts_on": date(2026, 7, 1),
    "stretch": None,
    "owner": UUID(int=7),
}
TEXT = (
    '{"metric":{"key":"won_revenue","sentence":"The value of deals won in the period."},'
    '"owner":"00000000-0000-0000-0000-000000000007","starts_on":"2026-07-01","stretch":null,"target":"300000"}'
)


def test_the_text_is_canonical() -> None:
    assert receipts.canonical(terms=TERMS) == TEXT


def test_the_hash_is_that_of_any_other_tool() -> None:
    """printf '%s' '{"a":"é"}' | sha256sum"""
    text = receipts.canonical(terms={"a": "e\u0301"})
    assert text == '{"a":"é"}'
    assert text_hash(text) == "b3a092a6af48807fa9482b2ee140105575daa26d5b24b3c0e60a7e2dee6683b1"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("3E+5", "300000"),
        ("0.250000", "0.25"),
        ("-0.000", "0"),
        ("-3.10", "-3.1"),
        ("100", "100"),
        ("1E-6", "0.000001"),
    ],
)
def test_a_number_is_written_one_way(value: str, text: str) -> None:
    assert receipts.decimal(value=Decimal(value)) == text


def test_a_number_that_was_kept_as_json_is_text_like_any_other() -> None:
    assert receipts.canonical(terms={"share": 0.1}) == receipts.canonical(terms={"share": Decimal("0.10")})


def test_what_has_no_order_has_no_canonical_form() -> None:
    with pytest.raises(TypeError):
        receipts.canonical(terms={"target": {1, 2}})


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.decimals(allow_nan=False, allow_infinity=False, places=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=6), JSON, max_size=5))
def test_what_was_stored_gives_the_same_text_again(terms: dict[str, Any]) -> None:
    """A receipt is verified from its stored JSON: plain(terms) is a fixed point."""
    assert receipts.canonical(terms=receipts.plain(terms)) == receipts.canonical(terms=terms)
    turned = dict(reversed(list(terms.items())))
    assert terms_hash(receipts.plain(turned)) == text_hash(receipts.canonical(terms=terms))
