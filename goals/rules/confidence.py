"""How sure people are, over time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

# From here on somebody is sure; below the second they are not.
SURE, UNSURE = 75, 40
Level = Literal["sure", "doubtful", "unsure"]


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody's confidence (0–100) in something on a day."""

    about: str
    day: date
    confidence: int


def level(*, confidence: int) -> Level:
    if confidence >= SURE:
        return "sure"
    return "doubtful" if confidence >= UNSURE else "unsure"


def means(said: Iterable[Said]) -> list[tuple[date, float]]:
    """On each day on which anything was said: the mean of what was last said of each. `said` in the order of time."""
    last: dict[str, int] = {}
    course: dict[date, float] = {}
    for one in said:
        last[one.about] = one.confidence
        course[one.day] = sum(last.values()) / len(last)
    return list(course.items())
