"""How sure people are, over time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody's confidence (0–100) in something on a day."""

    about: str
    day: date
    confidence: int


def means(said: Iterable[Said]) -> list[tuple[date, float]]:
    """On each day on which anything was said: the mean of what was last said of each. `said` in the order of time."""
    last: dict[str, int] = {}
    course: dict[date, float] = {}
    for one in said:
        last[one.about] = one.confidence
        course[one.day] = sum(last.values()) / len(last)
    return list(course.items())
