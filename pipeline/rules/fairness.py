"""How evenly something is spread over people of different capacity: the Gini coefficient, weighted by capacity.

G = ΣΣ c_i c_j |r_i − r_j| / (2 C² r̄), with r = x / c, C = Σ c and r̄ = Σ x / C (DOMAIN.md §5). 0: everybody has what their
capacity asks for; towards 1: one has all of it. Reckoned in one pass over the sorted ratios, exactly, in fractions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Share:
    """What somebody got, and how much of it they could take."""

    got: int
    capacity: Fraction


def gini(*, shares: Sequence[Share]) -> float | None:
    """Undefined while nobody got anything or nobody has capacity; who has none is left out."""
    counted = sorted(
        ((Fraction(one.got) / one.capacity, one.capacity) for one in shares if one.capacity > 0),
    )
    total, capacity = sum(ratio * weight for ratio, weight in counted), sum(weight for _, weight in counted)
    if not total or not capacity:
        return None
    below, spread = Fraction(0), Fraction(0)
    for ratio, weight in counted:
        spread += weight * ratio * (2 * below + weight - capacity)
        below += weight
    return float(spread / (capacity * total))
