"""Gaming signals by owner: where an auditor should look."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, DurationField, ExpressionWrapper, F, Value

from pipeline.models import Stage, StageTransition
from slas.models import Clock, ClockEvent
from slas.models.clock import ClockQuerySet
from slas.queries.clocks import ClockFilter, filtered, midnight
from slas.queries.logs import logs_of
from slas.rules.clock import State, cycles, derive
from slas.rules.clock_log import Kind
from slas.rules.signals import BURST, LAST_MOMENT, LAST_TENTH, WITHIN, bursts, is_last_moment, is_late_pause
from teams.models import Membership

type Signal = tuple[UUID | None, str, Clock]
REJECTED = (Stage.LOST, Stage.RECYCLED)
MOST = 200
# For the page, in its words.
LIMITS = {"last_moment": LAST_MOMENT, "late_pause": 1 - LAST_TENTH, "burst": BURST, "within": WITHIN}


@dataclass(slots=True)
class OwnerSignals:
    """Of `kept` clocks, those done at the last moment; pauses shortly before due; back-dated touches; bursts of rejections."""

    owner: str
    kept: int = 0
    last_moment: list[Clock] = field(default_factory=list)
    late_pauses: list[Clock] = field(default_factory=list)
    back_dated: list[Clock] = field(default_factory=list)
    bursts: int = 0

    @property
    def total(self) -> int:
        return len(self.last_moment) + len(self.late_pauses) + len(self.back_dated) + self.bursts


def signals_of(where: ClockFilter, *, member: Membership, at: datetime) -> list[OwnerSignals]:
    """Owners with at least one signal, the most first; a constant number of queries."""
    rows = filtered(where, member=member, at=at)
    people = {person.pk: person.full_name for person in Membership.objects.all()}
    found: dict[UUID | None, OwnerSignals] = {}
    for owner_id, name, clock in [*_last_moments(rows), *_by_hand(rows)]:
        one = found.setdefault(owner_id, OwnerSignals(people.get(owner_id, "") if owner_id else ""))
        getattr(one, name).append(clock)
    for owner_id, moments in _rejections(where, member, at).items():
        if number := len(bursts(moments=moments)):
            found.setdefault(owner_id, OwnerSignals(people.get(owner_id, ""))).bursts += number
    kept = _kept(rows)
    for owner_id, one in found.items():
        one.kept = kept.get(owner_id, 0)
    return sorted(found.values(), key=lambda one: (-one.total, one.owner))


def _kept(rows: ClockQuerySet) -> dict[UUID | None, int]:
    return dict(rows.filter(state_now=State.MET).order_by().values_list("owner").annotate(Count("pk")))


def _last_moments(rows: ClockQuerySet) -> Iterator[Signal]:
    close = ExpressionWrapper(F("allowed") * Value(LAST_TENTH), output_field=DurationField())
    kept = rows.annotate(close=close).filter(state_now=State.MET, elapsed__gt=F("close")).select_related("lead")
    for clock in kept.order_by("-started_at", "pk"):
        if clock.elapsed and is_last_moment(elapsed=clock.elapsed, allowed=clock.allowed):
            yield clock.owner_id, "last_moment", clock


def _by_hand(rows: ClockQuerySet) -> Iterator[Signal]:
    """Late pauses, and touches that were entered afterwards."""
    decided = _decided(rows)
    listed = rows.filter(lead__in=_leads(decided)).select_related("lead").order_by("-started_at", "pk")
    clocks = {(clock.line, clock.lead_id, clock.cycle): clock for clock in listed}
    for clock in _late_pauses(clocks, decided):
        yield clock.owner_id, "late_pauses", clock
    for event in decided:
        entered = clocks.get((event.line, event.lead_id, event.cycle or 0))
        if entered and event.kind == ClockEvent.Kind.STOPPED:
            yield entered.owner_id, "back_dated", entered


def _decided(rows: ClockQuerySet) -> list[ClockEvent]:
    """Pauses, and acts that people entered later than they happened, of these clocks."""
    kinds = [ClockEvent.Kind.PAUSED, ClockEvent.Kind.STOPPED]
    by_hand = ClockEvent.objects.filter(kind__in=kinds, by__isnull=False, lead__in=rows.order_by().values("lead"))
    late = by_hand.filter(kind=ClockEvent.Kind.STOPPED, recorded_at__gt=F("occurred_at")).exclude(note="")
    return [*by_hand.filter(kind=ClockEvent.Kind.PAUSED), *late]


def _leads(events: Iterable[ClockEvent]) -> set[UUID]:
    return {event.lead_id for event in events}


def _late_pauses(clocks: dict[Any, Clock], decided: list[ClockEvent]) -> list[Clock]:
    """Read from the log: how much had run when it was paused."""
    paused = [event for event in decided if event.kind == ClockEvent.Kind.PAUSED][:MOST]
    found = []
    for log in logs_of(leads=_leads(paused)) if paused else []:
        for cycle, part in enumerate(cycles(events=log.events), 1):
            clock = clocks.get((log.line, log.lead_id, cycle))
            if clock and _is_paused_late(part):
                found.append(clock)
    return found


def _is_paused_late(part: list[Any]) -> bool:
    counted = derive(events=part, now=max(event.recorded_at for event in part))
    return any(
        line.ended_by is Kind.PAUSED and is_late_pause(elapsed=line.total, allowed=counted.allowed)
        for line in counted.lines
    )


def _rejections(where: ClockFilter, member: Membership, at: datetime) -> dict[UUID, list[datetime]]:
    """Of the period, whenever the clocks of these leads started."""
    rows = StageTransition.objects.filter(to_stage__in=REJECTED, lead__isnull=False, owner__isnull=False)
    if where.period:
        first, end = midnight(where.period.starts_on), midnight(where.period.ends_on)
        rows = rows.filter(occurred_at__gte=first, occurred_at__lt=end)
    if where.owner_id:
        rows = rows.filter(owner=where.owner_id)
    of_any_lead = ClockFilter(period=where.period, owner_id=where.owner_id)
    if where != of_any_lead:
        rows = rows.filter(
            lead__in=filtered(replace(where, period=None), member=member, at=at).order_by().values("lead")
        )
    moments: dict[UUID, list[datetime]] = defaultdict(list)
    for owner_id, moment in rows.order_by().values_list("owner", "occurred_at"):
        moments[owner_id].append(moment)
    return moments
