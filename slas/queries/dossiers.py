"""All that proves what one clock came to: its log, the terms that both signed, the calendar, the arithmetic."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db.models import Q
from django.utils import timezone

from slas.models import Breach, Clock, ClockEvent, Signature
from slas.queries.logs import Log, logs_of
from slas.rules import clock as rules
from slas.rules.clock_log import Event
from teams.models import CalendarDay
from teams.rules.business_time import WorkingTime

# A clock that was open for months has hundreds of open intervals: these are written out, the rest is summed up.
WRITTEN_OUT = 40


@dataclass(frozen=True, slots=True)
class Interval:
    """Open hours within a stretch, and the total after them; `more` intervals are summed up in one."""

    since: datetime
    until: datetime
    counted: timedelta
    total: timedelta
    more: int = 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A line of the arithmetic: running or paused until something ended it; `is_late` after the due instant."""

    line: rules.Line
    intervals: list[Interval]
    is_late: bool
    ended_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """`counted` is what the rules make of the log now; `matches` says whether the stored row is the same."""

    clock: Clock
    counted: rules.Clock
    stretches: list[Stretch]
    events: list[ClockEvent]
    signatures: list[Signature]
    closed_days: list[CalendarDay]
    breach: Breach | None
    matches: bool

    @property
    def remaining(self) -> timedelta:
        return self.counted.remaining

    @property
    def over(self) -> timedelta:
        return max(self.counted.elapsed - self.counted.allowed, timedelta())


def dossier_of(clock: Clock, *, at: datetime) -> Dossier | None:
    """None if the log no longer has this cycle: its start was taken back."""
    log = next((log for log in logs_of(leads=[clock.lead_id]) if log.line == clock.line), None)
    parts = rules.cycles(events=log.events) if log else []
    if log is None or clock.cycle > len(parts):
        return None
    part = parts[clock.cycle - 1]
    counted = rules.derive(events=part, now=at)
    return Dossier(
        clock=clock,
        counted=counted,
        stretches=_stretches(part, counted),
        events=_events(clock, log, part),
        signatures=_signatures(clock),
        closed_days=_closed_days(clock, at),
        breach=Breach.objects.filter(clock=clock).select_related("action_owner").first(),
        matches=_facts(counted) == (clock.started_at, clock.due_at, clock.stopped_at, clock.breached_at),
    )


def _facts(counted: rules.Clock) -> tuple[Any, ...]:
    return counted.started_at, counted.due_at, counted.stopped_at, counted.breached_at


def _stretches(part: list[Event], counted: rules.Clock) -> list[Stretch]:
    """With the calendar that was in force during each: a re-basing changes it from there on."""
    rebased = [event for event in part if event.terms is not None]
    found = []
    for line in counted.lines:
        terms = [event.terms for event in rebased if event.occurred_at <= line.since][-1:]
        time = (terms or [rebased[0].terms])[0].time  # type: ignore[union-attr]
        is_late = counted.breached_at is not None and line.since >= counted.breached_at
        ended_by = str(ClockEvent.Kind(line.ended_by.value).label) if line.ended_by else ""
        reason = str(ClockEvent.Reason(line.reason).label) if line.reason else ""
        found.append(Stretch(line, list(_intervals(line, time)), is_late, ended_by, reason))
    return found


def _intervals(line: rules.Line, time: WorkingTime) -> Iterator[Interval]:
    if not line.is_running:
        return
    total, found = line.total - line.counted, time.open_intervals(start=line.since, end=line.until)
    for since, until in islice(found, WRITTEN_OUT):
        total += until - since
        yield Interval(since, until, until - since, total)
    rest = list(found)
    if rest:
        yield Interval(rest[0][0], rest[-1][1], line.total - total, line.total, more=len(rest))


def _events(clock: Clock, log: Log, part: list[Event]) -> list[ClockEvent]:
    """The log of this cycle; what was taken back stands in it too."""
    kept = {log.rows[event.number].id for event in part}
    other = {row.id for row in log.rows} - kept
    rows = ClockEvent.objects.filter(line=clock.line, lead=clock.lead_id).exclude(pk__in=other)
    rows = rows.exclude(~Q(cycle=clock.cycle), kind__in=[ClockEvent.Kind.ASKED, ClockEvent.Kind.REFUSED])
    related = ("by", "owner", "activity__owner", "transition__owner", "promise__version", "calendar_version")
    return list(rows.select_related(*related).order_by("occurred_at", "recorded_at", "pk"))


def _signatures(clock: Clock) -> list[Signature]:
    return list(Signature.objects.filter(version=clock.promise.version_id).select_related("member"))


def _closed_days(clock: Clock, at: datetime) -> list[CalendarDay]:
    """Days on which the calendar differs from its week, while the clock was open."""
    last = timezone.localdate(clock.closed_at or at)
    days = CalendarDay.objects.filter(version=clock.calendar_version_id, day__range=(clock.day, last))
    return list(days.order_by("day")[:WRITTEN_OUT])
