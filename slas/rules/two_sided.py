"""The two-sided index: an agreement is kept as well as its weaker side keeps it. Source: DOMAIN.md §7.

Each side's share is that of its clocks (compliance.py). Undefined while one side has nothing that came due: the other
one's share alone would say that both keep their word.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from slas.rules.compliance import Compliance


@dataclass(frozen=True, slots=True)
class Index:
    """`share` 0–1; `weaker` names the side it is of; `nothing_due` the sides for which it is undefined."""

    share: Decimal | None
    weaker: str | None
    nothing_due: tuple[str, ...]


def index(*, sides: Mapping[str, Compliance]) -> Index:
    shares = {side: counts.share for side, counts in sides.items()}
    nothing_due = tuple(side for side, share in shares.items() if share is None)
    known = {side: share for side, share in shares.items() if share is not None}
    if nothing_due or not known:
        return Index(None, None, nothing_due)
    weaker = min(known, key=lambda side: known[side])
    return Index(known[weaker], weaker, ())
