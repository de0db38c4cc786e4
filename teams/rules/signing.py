"""What is signed as one thing, and when it is in force: one rule for agreements, lead definitions and targets.

The canonical text is JSON with sorted keys and no spaces, in UTF-8; the hash of it is SHA-256 in hexadecimal: two people
who signed the same hash signed the same words, anywhere and for ever.
"""

import json
from collections.abc import Collection, Mapping
from hashlib import sha256
from typing import Any


def canonical(terms: Mapping[str, Any]) -> str:
    """The text that is hashed. Raises TypeError on what JSON does not have: numbers with a fraction come as text."""
    return json.dumps(terms, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def text_hash(text: str) -> str:
    """Of a canonical text."""
    return sha256(text.encode()).hexdigest()


def terms_hash(terms: Mapping[str, Any]) -> str:
    return text_hash(canonical(terms))


def unsigned[Part: str](*, signed: Mapping[Part, str], parts: Collection[Part], terms: str) -> frozenset[Part]:
    """The parts that have not said yes to just these terms; `signed` is the hash that each signed."""
    return frozenset(part for part in parts if signed.get(part) != terms)


def is_in_force(*, is_signed: bool, is_superseded: bool) -> bool:
    """Signed by all of its parts, and not superseded by a later version."""
    return is_signed and not is_superseded
