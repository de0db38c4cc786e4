"""The text of a closed result and what a manager signs: hashes of exact results, from rules/receipts.py.

A department's hash commits to the hashes of its results in the order of the objectives' ids; that of the closing to
the hashes of all departments' results alike. So a signature holds for these results and no others.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from goals.rules import receipts
from teams.rules.signing import text_hash


def result_text(*, terms: Mapping[str, Any], figures: Mapping[str, Any], inputs: Mapping[str, Any]) -> str:
    """What an objective asked, what came of it, and which records said so. What is not set is left out."""
    parts = {"terms": _known(terms), "figures": _known(figures), "inputs": _known(inputs)}
    return receipts.canonical(terms=parts)


def results_hash(*, hashes: Iterable[tuple[str, str]]) -> str:
    """Of (objective id, hash of its result)."""
    listed = [[objective, digest] for objective, digest in sorted(hashes)]
    return text_hash(receipts.canonical(terms={"results": listed}))


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [])}
