"""How long things take when some are not done yet: the estimator of Kaplan and Meier (1958).

Leaving open clocks out would make the slowest look quick; taking their time so far as final would too. Each counts as
"not done yet" up to the time it has run.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds until half, and until nine in ten, are done; None while fewer than that are. ``done`` of ``of`` are done."""

    median: int | None
    p90: int | None
    done: int
    of: int


def times(*, spans: Iterable[tuple[int, bool]]) -> Times:
    """From (seconds, whether it was done then; else it is still open) of each."""
    done, ended = Counter[int](), Counter[int]()
    for seconds, is_done in spans:
        ended[seconds] += 1
        done[seconds] += is_done
    median = p90 = None
    left, open_share, total = ended.total(), 1.0, ended.total()
    for seconds in sorted(ended):
        open_share *= 1 - done[seconds] / left
        left -= ended[seconds]
        if median is None and open_share <= 0.5 + 1e-12:
            median = seconds
        if p90 is None and open_share <= 0.1 + 1e-12:
            p90 = seconds
    return Times(median=median, p90=p90, done=done.total(), of=total)
