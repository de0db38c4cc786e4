"""The clock of a promise: a pure function of its event log, the terms and calendar that the log names, and now.

Nothing counts down and nothing is remembered between two looks, so a late sweep or a replay gives the same answer.
Rules (DOMAIN.md §7): half-open business time without pauses · kept when it is stopped at the due instant or before ·
a breach is a fact at the due instant, whenever it is noticed, and only a reversal takes it back · a pause, a
re-assignment or new terms after it is due never un-breach · what people enter afterwards about pauses and the like counts
from when it was entered once it was due by then; what happened to a lead counts from when it happened.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from heapq import heapify, heappop, heappush

from slas.rules.clock_log import DECISIONS, GENEROUS, RANK, Event, Kind, Reassignment, ordered

NOTHING = timedelta()


class NoStart(ValueError):
    """The log of a clock begins with a start and its terms."""


class State(StrEnum):
    PENDING = "pending"
    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    MET_LATE = "met_late"
    BREACHED_OPEN = "breached_open"
    CANCELLED = "cancelled"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the arithmetic: the stretch [since, until), the business time it counted, and the total after it."""

    since: datetime
    until: datetime
    is_running: bool
    counted: timedelta
    total: timedelta
    ended_by: Kind | None
    reason: str


@dataclass(frozen=True, slots=True)
class Clock:
    """What the log comes to. `due_at` is None while a pause holds it up; `remaining` is what was left then."""

    state: State
    started_at: datetime
    due_at: datetime | None
    allowed: timedelta
    elapsed: timedelta
    stopped_at: datetime | None
    breached_at: datetime | None
    closed_at: datetime | None
    paused_at: datetime | None
    waived_at: datetime | None
    waived_until: datetime | None
    is_reversed: bool
    acts: int
    owner: Hashable | None
    lines: tuple[Line, ...]

    @property
    def remaining(self) -> timedelta:
        return max(self.allowed - self.elapsed, NOTHING)


def derive(*, events: Iterable[Event], now: datetime) -> Clock:
    """The clock of one cycle at `now`; its log begins with a start. Raises OutsideCalendar."""
    first, *later = ordered(events)
    run = _Run(first)
    queue = [(event.occurred_at, RANK[event.kind], event.number, event) for event in later]
    heapify(queue)
    while queue:
        at, rank, number, event = heappop(queue)
        if at > now:
            break
        if at < event.recorded_at and run.is_too_late(event):
            heappush(queue, (event.recorded_at, rank, number, event))
        else:
            run.take(event, at)
    return run.seen_at(now)


def cycles(*, events: Sequence[Event]) -> list[list[Event]]:
    """The log of a lead under one promise, parted at each start that found the cycle before it closed.

    A start while the clock runs says nothing new. An event with a `cycle` belongs to that one, whenever it was entered.
    """
    parts: list[list[Event]] = []
    for event in ordered(event for event in events if event.cycle is None):
        if event.kind is not Kind.STARTED:
            parts[-1:] = [[*part, event] for part in parts[-1:]]
        elif not parts or derive(events=parts[-1], now=event.occurred_at).closed_at is not None:
            number = len(parts) + 1
            parts.append([event, *(decided for decided in events if decided.cycle == number)])
    return parts


class _Run:
    """A clock while its log is read. `since`: where the running stretch began; `spent`: what was counted before it."""

    def __init__(self, first: Event) -> None:
        if first.kind is not Kind.STARTED or first.terms is None:
            raise NoStart(first)
        self.terms, self.owner, self.started_at = first.terms, first.owner, first.occurred_at
        self.at, self.spent, self.acts = first.occurred_at, NOTHING, 0
        self.since: datetime | None = first.occurred_at
        self.paused_at: datetime | None = None
        self.due_at: datetime | None = None
        self.breached_at: datetime | None = None
        self.stopped_at: datetime | None = None
        self.closed_at: datetime | None = None
        self.waiver: Event | None = None
        self.is_reversed = False
        self.reason = ""
        self.lines: list[Line] = []
        self._aim()

    def is_too_late(self, event: Event) -> bool:
        """Whether a decision that is dated before the due instant was entered after it."""
        due = self.breached_at or self.due_at
        is_decision = event.is_by_hand and event.kind in DECISIONS
        return is_decision and due is not None and event.occurred_at <= due < event.recorded_at

    def take(self, event: Event, at: datetime) -> None:
        if event.kind is Kind.WAIVED:
            self.waiver = event
        elif event.kind is Kind.REVERSED:
            self.is_reversed = True
        elif self.closed_at is None and event.kind is not Kind.STARTED:
            self._notice_breach(at, is_generous=event.kind in GENEROUS)
            ACTS[event.kind](self, event, at)

    def seen_at(self, now: datetime) -> Clock:
        if self.closed_at is None:
            self._notice_breach(now, is_generous=True)
            self._count(now, None)
        return Clock(
            state=self._state(now),
            started_at=self.started_at,
            due_at=self.due_at,
            allowed=self.terms.allowed,
            elapsed=self.spent,
            stopped_at=self.stopped_at,
            breached_at=self.breached_at,
            closed_at=self.closed_at,
            paused_at=self.paused_at if self.closed_at is None else None,
            waived_at=self.waiver.occurred_at if self.waiver else None,
            waived_until=self.waiver.until if self.waiver else None,
            is_reversed=self.is_reversed and self.breached_at is not None,
            acts=self.acts,
            owner=self.owner,
            lines=tuple(self.lines),
        )

    def _state(self, now: datetime) -> State:
        if self.breached_at is not None:
            return self._breached_state(now)
        if self.closed_at is not None:
            return State.MET if self.stopped_at else State.CANCELLED
        if now < self.started_at:
            return State.PENDING
        return State.RUNNING if self.since else State.PAUSED

    def _breached_state(self, now: datetime) -> State:
        if self.is_reversed:
            return State.MET if self.stopped_at else State.CANCELLED
        if self.waiver and (self.waiver.until is None or (self.stopped_at or now) <= self.waiver.until):
            return State.WAIVED
        return State.MET_LATE if self.stopped_at else State.BREACHED_OPEN

    def _notice_breach(self, at: datetime, *, is_generous: bool) -> None:
        if self.breached_at is not None or self.due_at is None:
            return
        if at > self.due_at or (at == self.due_at and not is_generous):
            self.breached_at = self.due_at

    def _aim(self) -> None:
        """Where it is due, now that it runs; what is due already stays where it is."""
        if self.breached_at is None and self.since is not None:
            left = max(self.terms.allowed - self.spent, NOTHING)
            self.due_at = self.terms.time.due(start=self.since, allowed=left)

    def _count(self, until: datetime, ended_by: Event | None) -> None:
        """Write the stretch that ends now as a line, or as two if it was due within it."""
        is_running = self.since is not None
        bounds = [self.breached_at] if is_running and self.breached_at and self.at < self.breached_at < until else []
        for bound in [*bounds, until]:
            counted = self.terms.time.elapsed(start=self.at, end=bound) if is_running else NOTHING
            self.spent += counted
            is_last = bound == until
            kind = ended_by.kind if ended_by and is_last else None
            if bound > self.at or kind:
                reason = self.reason if not is_running else ""
                self.lines.append(Line(self.at, bound, is_running, counted, self.spent, kind, reason))
            self.at = max(self.at, bound)
        if is_running:
            self.since = self.at

    def _stop(self, event: Event, at: datetime) -> None:
        self.acts += 1
        self._count(at, event)
        if self.acts >= self.terms.needed:
            self.stopped_at = self.closed_at = at

    def _cancel(self, event: Event, at: datetime) -> None:
        self._count(at, event)
        self.closed_at = at

    def _pause(self, event: Event, at: datetime) -> None:
        if self.since is None:
            return
        self._count(at, event)
        self.since, self.paused_at, self.reason = None, at, event.reason
        if self.breached_at is None:
            self.due_at = None

    def _resume(self, event: Event, at: datetime) -> None:
        if self.since is None:
            self._count(at, event)
            self.since, self.paused_at = at, None
            self._aim()

    def _reassign(self, event: Event, at: datetime) -> None:
        self._count(at, event)
        self.owner = event.owner
        if self.terms.reassignment is Reassignment.RESTART and self.breached_at is None:
            self.spent = NOTHING
            self._aim()

    def _rebase(self, event: Event, at: datetime) -> None:
        """What was counted stays; from here the new terms and the new calendar count."""
        self._count(at, event)
        self.terms = event.terms or self.terms
        self._aim()


ACTS = {
    Kind.STOPPED: _Run._stop,
    Kind.CANCELLED: _Run._cancel,
    Kind.RESUMED: _Run._resume,
    Kind.REASSIGNED: _Run._reassign,
    Kind.REBASED: _Run._rebase,
    Kind.PAUSED: _Run._pause,
}
