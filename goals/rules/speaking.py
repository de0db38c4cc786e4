"""How speaking time is shared between two departments. The aim is half each (DOMAIN §3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

# From half as much more than the other on, the balance is called uneven.
UNEVEN_FROM = 0.6


@dataclass(frozen=True, slots=True)
class Turn:
    """[started_at, ended_at); an open one is counted until now by whoever asks."""

    department: UUID
    started_at: datetime
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class Balance:
    """Seconds of each side and the first one's share 0–1; None before anybody spoke."""

    first: int
    second: int

    @property
    def share(self) -> float | None:
        spoken = self.first + self.second
        return self.first / spoken if spoken else None

    @property
    def is_uneven(self) -> bool:
        return self.share is not None and not 1 - UNEVEN_FROM <= self.share <= UNEVEN_FROM


def balance(*, turns: Iterable[Turn], first: UUID, second: UUID) -> Balance:
    """Turns of a third department count for neither."""
    spoken = {first: timedelta(0), second: timedelta(0)}
    for turn in turns:
        if turn.department in spoken:
            spoken[turn.department] += turn.ended_at - turn.started_at
    return Balance(int(spoken[first].total_seconds()), int(spoken[second].total_seconds()))
