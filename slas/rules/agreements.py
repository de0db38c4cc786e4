"""What an agreement says, as one thing that can be signed.

The hash is that of a canonical JSON text (sorted keys, no spaces, UTF-8), SHA-256: two people who signed the same hash
signed the same words.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

MINUTES = {"minutes": 1, "hours": 60}
LONGEST = 366 * 24 * 60


class BadPromise(ValueError):
    """No time at all, or more than a year of it: nobody can keep it, or nobody would notice."""


def allowed_minutes(*, amount: int, unit: str, usual_day: int) -> int:
    """Business minutes of an amount of minutes, hours or working days (of so many minutes). Raises BadPromise."""
    minutes = amount * MINUTES.get(unit, usual_day)
    if not 0 < minutes <= LONGEST:
        raise BadPromise(f"{amount} {unit} are {minutes} minutes")
    return minutes


def terms_hash(terms: Mapping[str, Any]) -> str:
    text = json.dumps(terms, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()
