"""What an agreement says, as one thing that can be signed and compared.

The hash is that of a canonical JSON text (sorted keys, no spaces, UTF-8), SHA-256: two people who signed the same hash
signed the same words.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

MINUTES = {"minutes": 1, "hours": 60}
LONGEST = 366 * 24 * 60


class BadPromise(ValueError):
    """No time at all, or more than a year of it: nobody can keep it, or nobody would notice."""


@dataclass(frozen=True, slots=True)
class Change:
    """A promise in two versions of an agreement: None where it is not in one of them. `fields` are those that differ."""

    line: Any
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    fields: tuple[str, ...]


def allowed_minutes(*, amount: int, unit: str, usual_day: int) -> int:
    """Business minutes of an amount of minutes, hours or working days (of so many minutes). Raises BadPromise."""
    minutes = amount * MINUTES.get(unit, usual_day)
    if not 0 < minutes <= LONGEST:
        raise BadPromise(f"{amount} {unit} are {minutes} minutes")
    return minutes


def terms_hash(terms: Mapping[str, Any]) -> str:
    text = json.dumps(terms, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def changes(*, before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[Change]:
    """The promises (by their "line") that were added, changed or dropped from one version to the next, in the new order."""
    old, new = ({promise["line"]: promise for promise in promises} for promises in (before, after))
    lines = [*new, *(line for line in old if line not in new)]
    compared = (Change(line, old.get(line), new.get(line), _differing(old.get(line), new.get(line))) for line in lines)
    return [change for change in compared if change.fields]


def _differing(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> tuple[str, ...]:
    names = dict.fromkeys([*(before or {}), *(after or {})])
    return tuple(name for name in names if (before or {}).get(name) != (after or {}).get(name))
