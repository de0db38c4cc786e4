"""What two sides sign as one thing, and when it is in force: one rule for agreements, lead definitions and whatever else
two departments give their word on.

The hash is that of a canonical JSON text (sorted keys, no spaces, UTF-8), SHA-256: two people who signed the same hash
signed the same words.
"""

import json
from collections.abc import Collection, Mapping
from hashlib import sha256
from typing import Any


def terms_hash(terms: Mapping[str, Any]) -> str:
    text = json.dumps(terms, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def is_signed(*, by_side: Mapping[str, str], sides: Collection[str], terms: str) -> bool:
    """Whether each side has said yes to just these terms; `by_side` is the hash that a side signed."""
    return all(by_side.get(side) == terms for side in sides)


def is_in_force(*, signed_at: Any | None, superseded_at: Any | None) -> bool:
    """Signed by all of its sides, and not superseded by a later version."""
    return signed_at is not None and superseded_at is None
