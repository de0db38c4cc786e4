"""Signs that a promise is kept on paper only. None is a proof: each says where to look.

The thresholds are this project's own: a touch in the last two per cent of the allowed time, a pause in its last tenth,
several rejections by one person within minutes.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

LAST_MOMENT, LAST_TENTH = 0.02, 0.9
BURST, WITHIN = 5, timedelta(minutes=10)


def is_last_moment(*, elapsed: timedelta, allowed: timedelta) -> bool:
    """Done in time, with at most two per cent of it left."""
    return allowed * (1 - LAST_MOMENT) <= elapsed <= allowed


def is_late_pause(*, elapsed: timedelta, allowed: timedelta) -> bool:
    """Paused in the last tenth of the time."""
    return allowed * LAST_TENTH <= elapsed < allowed


def bursts(*, moments: Iterable[datetime]) -> list[Sequence[datetime]]:
    """Stretches of at least five within ten minutes, none of them in two stretches."""
    found: list[Sequence[datetime]] = []
    current: list[datetime] = []
    for moment in sorted(moments):
        if current and moment - current[0] > WITHIN:
            if len(current) >= BURST:
                found.append(current)
                current = []
            else:
                current = [one for one in current if moment - one <= WITHIN]
        current.append(moment)
    return [*found, current] if len(current) >= BURST else found
