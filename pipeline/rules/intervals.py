"""How certain a share is: the score interval of Wilson (1927), which stays within 0–1 and holds for small n."""

from dataclasses import dataclass
from math import sqrt

Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % interval of a share, 0–1."""

    low: float
    high: float


def wilson(*, successes: int, trials: int) -> Interval | None:
    """Undefined without a trial."""
    if not trials:
        return None
    share, square = successes / trials, Z95**2
    scale = 1 + square / trials
    middle = (share + square / (2 * trials)) / scale
    half = Z95 * sqrt(share * (1 - share) / trials + square / (4 * trials**2)) / scale
    return Interval(max(0.0, middle - half), min(1.0, middle + half))
