"""Whose turn it is: smooth weighted round robin over those who are there.

Each candidate's credit grows by their capacity; the largest credit gets the lead and pays for it with what all of them
have earned. So everybody gets leads in proportion to capacity and never many in a row, and who was away does not find a
pile on return: only those who are there earn credit. (The method of nginx's upstream balancer, in whole numbers.)
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Missing(StrEnum):
    """Why a candidate could not have the lead."""

    ABSENT = "absent"
    LEFT = "left"
    NO_CAPACITY = "no_capacity"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of the pool; `capacity` in leads a week, `missing` why they are not there."""

    key: Hashable
    capacity: int
    credit: int
    missing: Missing | None = None

    @property
    def is_there(self) -> bool:
        return self.missing is None


@dataclass(frozen=True, slots=True)
class Turn:
    """Who is next (None if nobody is there), and everybody's credit afterwards."""

    chosen: Hashable | None
    owed: dict[Hashable, int]


def next_turn(*, candidates: Sequence[Candidate]) -> Turn:
    """Of equal credits the first candidate is next."""
    owed = {one.key: one.credit for one in candidates}
    there = [one for one in candidates if one.is_there and one.capacity > 0]
    if not there:
        return Turn(None, owed)
    for one in there:
        owed[one.key] += one.capacity
    chosen = max(there, key=lambda one: owed[one.key])
    owed[chosen.key] -= sum(one.capacity for one in there)
    return Turn(chosen.key, owed)
