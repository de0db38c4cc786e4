"""What is signed, by whom, and when it is in force: the one rule of agreements, lead definitions and targets."""

import hashlib

import pytest

from goals.rules import negotiation, receipts
from goals.rules.negotiation import Part, State
from teams.rules import signing

TERMS = {"target": "300000", "metric": {"key": "won_revenue"}, "note": "Größe – 大小", "stretch": None, "cap": 3}
TEXT = '{"cap":3,"metric":{"key":"won_revenue"},"note":"Größe – 大小","stretch":null,"target":"300000"}'


def test_the_hash_is_that_of_the_canonical_text() -> None:
    """What was signed before keeps its hash: neither text nor hash may ever change."""
    assert signing.canonical(TERMS) == TEXT
    assert signing.terms_hash(TERMS) == hashlib.sha256(TEXT.encode()).hexdigest()
    assert signing.terms_hash(TERMS) == "c5c1f942a2a7747610fb6ac8b4cbc4317d10f45d70b47b5a9333d0c7670133de"


def test_targets_are_hashed_by_the_same_rule() -> None:
    assert receipts.canonical(terms=TERMS) == signing.canonical(TERMS)


@pytest.mark.parametrize(
    ("signed", "missing"),
    [
        ({}, {"sales", "marketing"}),
        ({"sales": "these"}, {"marketing"}),
        ({"sales": "these", "marketing": "others"}, {"marketing"}),
        ({"sales": "these", "marketing": "these"}, set()),
        ({"sales": "these", "marketing": "these", "press": "these"}, set()),
    ],
)
def test_who_has_not_signed_just_these_terms(signed: dict[str, str], missing: set[str]) -> None:
    assert signing.unsigned(signed=signed, parts=("sales", "marketing"), terms="these") == missing


@pytest.mark.parametrize(
    ("is_signed", "is_superseded", "is_in_force"),
    [(False, False, False), (False, True, False), (True, True, False), (True, False, True)],
)
def test_in_force_is_signed_and_not_superseded(is_signed: bool, is_superseded: bool, is_in_force: bool) -> None:
    assert signing.is_in_force(is_signed=is_signed, is_superseded=is_superseded) is is_in_force


@pytest.mark.parametrize(
    ("state", "missing", "is_in_force"),
    [
        (State.OFFERED, {Part.MANAGER, Part.HOLDER}, False),
        (State.AGREED, {Part.HOLDER}, False),
        (State.SIGNED, set(), True),
        (State.ACTIVE, set(), True),
        (State.IMPOSED, {Part.MANAGER, Part.HOLDER}, False),
        (State.AMENDED, set(), False),
        (State.CLOSED, set(), False),
    ],
)
def test_of_a_target(state: State, missing: set[Part], is_in_force: bool) -> None:
    assert negotiation.is_in_force(state=state, missing=missing) is is_in_force
