"""A promise on leads of the past: what it would have come to, without writing anything."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from pipeline.models import Activity, StageTransition
from slas.models import Promise
from slas.rules.clock import derive
from slas.rules.clock_log import Event, Kind, Reassignment, Terms
from slas.rules.compliance import Compliance, compliance
from teams.models import CalendarVersion
from teams.queries.working_times import working_time_of

# Enough to see whether a promise can be kept; beyond that the latest starts stand for all.
MOST_STARTS = 4_000
type Departments = tuple[UUID, ...] | None


@dataclass(slots=True)
class Facts:
    """What happened to a lead: (stage, when), which of it starts clocks, and when it was reached out to, in order."""

    starts: list[tuple[str, datetime]] = field(default_factory=list)
    stages: list[tuple[str, datetime]] = field(default_factory=list)
    touches: list[datetime] = field(default_factory=list)


def covered_since(*, promises: Sequence[Promise], since: datetime, departments: Departments) -> datetime:
    """From when on there are no more starts than can be replayed."""
    moments = _starts(promises, since, departments).order_by("-occurred_at", "pk").values_list("occurred_at", flat=True)
    return next(iter(moments[MOST_STARTS - 1 : MOST_STARTS]), since)


def replayed(
    *, promises: Sequence[Promise], since: datetime, at: datetime, departments: Departments = None
) -> dict[UUID, Compliance]:
    """By promise, over the leads that reached its stage since then, in these departments where others have agreements too;
    five queries at most.
    """
    timed = [promise for promise in promises if promise.is_timed]
    facts = _facts(_starts(timed, since, departments), departments)
    newest = CalendarVersion.objects.newest().filter(calendar__in={promise.calendar_id for promise in timed})
    calendars: dict[UUID | None, UUID] = dict(newest.order_by("pk").values_list("calendar_id", "pk"))
    return {promise.pk: _replay(promise, facts, calendars, since, at) for promise in timed}


def _starts(promises: Sequence[Promise], since: datetime, departments: Departments) -> QuerySet[StageTransition]:
    stages = sorted({promise.start_stage for promise in promises if promise.is_timed})
    rows = StageTransition.objects.filter(to_stage__in=stages, occurred_at__gte=since, lead__isnull=False)
    return rows if departments is None else rows.filter(department__in=departments)


def _facts(begun: QuerySet[StageTransition], departments: Departments) -> dict[UUID, Facts]:
    leads = set(begun.order_by().values_list("lead_id", flat=True))
    facts: dict[UUID, Facts] = defaultdict(Facts)
    entries = StageTransition.objects.filter(lead__in=leads).order_by("occurred_at", "pk")
    for lead, stage, moment, department in entries.values_list("lead_id", "to_stage", "occurred_at", "department_id"):
        facts[lead].stages.append((stage, moment))
        if departments is None or department in departments:
            facts[lead].starts.append((stage, moment))
    touches = Activity.objects.filter(lead__in=leads, kind__in=Activity.TOUCHES).order_by("occurred_at", "pk")
    for lead, moment in touches.values_list("lead_id", "occurred_at"):
        facts[lead].touches.append(moment)
    return facts


def _replay(
    promise: Promise, facts: dict[UUID, Facts], calendars: dict[UUID | None, UUID], since: datetime, at: datetime
) -> Compliance:
    terms = Terms(
        allowed=promise.allowed,
        time=working_time_of(calendars[promise.calendar_id]),
        needed=promise.attempts,
        reassignment=Reassignment(promise.on_reassignment),
    )
    states: dict[str, int] = defaultdict(int)
    for lead in facts.values():
        start = next((at for stage, at in lead.starts if stage == promise.start_stage and at >= since), None)
        if start is not None:
            events = [Event(Kind.STARTED, start, start, terms=terms), *_ends(promise, lead, start)]
            states[derive(events=events, now=at).state] += 1
    return compliance(states=states)


def _ends(promise: Promise, lead: Facts, start: datetime) -> Iterator[Event]:
    """The touches or stages that would have stopped or cancelled the clock, as `slas/actions/log.py` takes them."""
    if promise.kind in Promise.COUNTS_TOUCHES:
        yield from (
            Event(Kind.STOPPED, at, at) for at in [at for at in lead.touches if at >= start][: promise.attempts]
        )
    for kind, of_kind in ((Kind.STOPPED, Promise.STOPPED_BY), (Kind.CANCELLED, Promise.CANCELLED_BY)):
        wanted = of_kind.get(Promise.Kind(promise.kind), ())
        later = (at for stage, at in lead.stages if at > start and stage in wanted)
        yield from (Event(kind, at, at) for at in [next(later, None)] if at is not None)
