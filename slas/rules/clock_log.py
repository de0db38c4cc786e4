"""The log of a clock: what happened, what people decided, and by which terms."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from teams.rules.business_time import WorkingTime


class Kind(StrEnum):
    """What an event says. Of two at one instant the one named first here goes first."""

    STARTED = "started"
    STOPPED = "stopped"
    CANCELLED = "cancelled"
    RESUMED = "resumed"
    REASSIGNED = "reassigned"
    REBASED = "rebased"
    PAUSED = "paused"
    WAIVED = "waived"
    REVERSED = "reversed"


class Reassignment(StrEnum):
    """What a new owner does to the clock: nothing (it is the buyer's), or it starts again (it is the owner's)."""

    KEEP = "keep"
    RESTART = "restart"


RANK = {kind: number for number, kind in enumerate(Kind)}
GENEROUS = {Kind.STOPPED, Kind.CANCELLED}  # in time at the due instant itself
# What people decide about a clock, as against what happened to its lead.
DECISIONS = {Kind.PAUSED, Kind.REASSIGNED, Kind.REBASED, Kind.CANCELLED}


@dataclass(frozen=True, slots=True)
class Terms:
    """A promise as signed: so much business time by this calendar, for so many acts (attempts)."""

    allowed: timedelta
    time: WorkingTime
    needed: int = 1
    reassignment: Reassignment = Reassignment.KEEP


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the log. `number` is the order of recording; `terms` come with a start and with a re-basing."""

    kind: Kind
    occurred_at: datetime
    recorded_at: datetime
    number: int = 0
    is_by_hand: bool = False
    terms: Terms | None = None
    owner: Hashable | None = None
    reason: str = ""
    until: datetime | None = None
    cycle: int | None = None


def ordered(events: Iterable[Event]) -> list[Event]:
    """As they happened; at one instant in the order of `Kind`, then as recorded."""
    return sorted(events, key=lambda event: (event.occurred_at, RANK[event.kind], event.number))
