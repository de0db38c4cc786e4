"""What a manager and a rep should talk about this week: points with their evidence, the most urgent first."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from goals.rules.confidence import level

FALL = 15


class Point(StrEnum):
    BEHIND_BUT_SURE = "behind_but_sure"
    AHEAD_BUT_UNSURE = "ahead_but_unsure"
    BEHIND = "behind"
    FALLING = "falling"
    SILENT = "silent"
    ASKS = "asks"
    GUARD_BROKEN = "guard_broken"
    WELL = "well"


@dataclass(frozen=True, slots=True)
class Seen:
    """One objective of a rep: its status, whether a guard is broken, the confidences that were said, the oldest first."""

    status: str | None
    is_guard_broken: bool
    confidences: Sequence[int]
    is_overdue: bool
    open_asks: int


def points(seen: Seen) -> list[Point]:
    """None of them is a judgement of a person; each is a question to ask."""
    sureness = level(confidence=seen.confidences[-1]) if seen.confidences else None
    is_behind = seen.status in ("off_track", "watch")
    checks = (
        (Point.BEHIND_BUT_SURE, is_behind and sureness == "sure"),
        (Point.BEHIND, is_behind and sureness != "sure"),
        (Point.GUARD_BROKEN, seen.is_guard_broken),
        (Point.FALLING, is_falling(seen.confidences)),
        (Point.AHEAD_BUT_UNSURE, seen.status == "on_track" and sureness == "unsure"),
        (Point.SILENT, seen.is_overdue),
        (Point.ASKS, seen.open_asks > 0),
    )
    found = [point for point, holds in checks if holds]
    return found or ([Point.WELL] if seen.status in ("on_track", "reached") else [])


def is_falling(confidences: Sequence[int]) -> bool:
    """By at least `FALL` points from the best of the last three before to the last one."""
    return len(confidences) > 1 and max(confidences[-4:-1]) - confidences[-1] >= FALL
