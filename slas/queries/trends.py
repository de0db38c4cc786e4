"""Clocks by week, by hour of the week, by team, and by how soon leads were answered."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, ExtractHour, ExtractIsoWeekDay, TruncWeek

from pipeline.models import Stage, StageTransition
from pipeline.rules.intervals import Interval, wilson
from slas.models import ClockEvent, Promise
from slas.models.clock import ClockQuerySet
from slas.rules.clock import State
from slas.rules.compliance import Compliance, compliance
from slas.rules.survival import Times, times

# Upper ends of the classes of response time; the last one has none.
CLASSES = (5, 15, 60, 240, 24 * 60, 3 * 24 * 60, None)
HOURS = 24
CONVERTED = (Stage.SQL, Stage.OPPORTUNITY, Stage.WON)


class Week(NamedTuple):
    """Clocks that started in the week from `day`."""

    day: date
    compliance: Compliance


class Cell(NamedTuple):
    """Clocks that started in an hour of the week, by the organisation's wall clock."""

    hour: int
    compliance: Compliance


class Pace(NamedTuple):
    """A team's times in seconds by the wall clock: the buyer's wait, and the owner's."""

    team: str
    speed_to_lead: Times
    owner_time: Times


@dataclass(frozen=True, slots=True)
class Answered:
    """Leads answered within so many minutes (None: later; `is_never`: not at all), and how many of them were qualified."""

    minutes: int | None
    is_never: bool
    leads: int
    converted: int

    @property
    def share(self) -> float | None:
        return self.converted / self.leads if self.leads else None

    @property
    def interval(self) -> Interval | None:
        return wilson(successes=self.converted, trials=self.leads)


# What clocks are added up by: the week in which they started, and the hour of that week, by the organisation's wall clock.
WEEK = TruncWeek("started_at")
HOUR = (ExtractIsoWeekDay("started_at") - 1) * HOURS + ExtractHour("started_at")


def by_week(found: dict[datetime, Compliance]) -> list[Week]:
    return [Week(week.date(), counts) for week, counts in found.items()]


def by_hour(found: dict[int, Compliance]) -> list[list[Cell]]:
    """Seven days of 24 hours, from Monday at midnight."""
    nothing = compliance(states={})
    return [[Cell(hour, found.get(day * HOURS + hour, nothing)) for hour in range(HOURS)] for day in range(7)]


def paces(rows: ClockQuerySet, *, at: datetime) -> list[Pace]:
    """Of first touches. The buyer waits from the first contact, the owner's time runs from the last handing-on."""
    spans: dict[str, tuple[list[Any], list[Any]]] = defaultdict(lambda: ([], []))
    for team, engaged_at, assigned_at, stopped_at in _first_touches(rows, at):
        for number, since in enumerate((engaged_at, assigned_at)):
            spans[team or ""][number].append(_span(since, stopped_at, at))
    return [Pace(team, times(spans=waits), times(spans=owned)) for team, (waits, owned) in sorted(spans.items())]


def _first_touches(rows: ClockQuerySet, at: datetime) -> Iterator[tuple[Any, ...]]:
    # A hand-out by the rules names no cycle. Whoever got the lead after it was touched did not let it wait.
    handed_on = ClockEvent.objects.filter(
        Q(cycle=OuterRef("cycle")) | Q(cycle=None),
        lead=OuterRef("lead"),
        line=OuterRef("line"),
        kind=ClockEvent.Kind.REASSIGNED,
        occurred_at__gte=OuterRef("started_at"),
        occurred_at__lte=Coalesce(OuterRef("stopped_at"), Value(at)),
    ).order_by("-occurred_at")
    asked = rows.filter(promise__kind=Promise.Kind.FIRST_TOUCH, cycle=1).exclude(state_now=State.CANCELLED)
    assigned = Coalesce(Subquery(handed_on.values("occurred_at")[:1]), F("started_at"))
    found = asked.order_by().annotate(assigned_at=assigned)
    return found.values_list("team__name", "lead__occurred_at", "assigned_at", "stopped_at").iterator()


def _span(since: datetime, stopped_at: datetime | None, at: datetime) -> tuple[int, bool]:
    return max((stopped_at or at) - since, timedelta()) // timedelta(seconds=1), stopped_at is not None


def answered(rows: ClockQuerySet) -> list[Answered]:
    """Leads by how soon their first touch came (wall clock), with how many were qualified after it started."""
    later = StageTransition.objects.filter(
        lead=OuterRef("lead"), to_stage__in=CONVERTED, occurred_at__gte=OuterRef("started_at")
    )
    response = ExpressionWrapper(F("stopped_at") - F("started_at"), output_field=DurationField())
    found = (
        rows.filter(promise__kind=Promise.Kind.FIRST_TOUCH)
        .exclude(state_now=State.CANCELLED, stopped_at__isnull=True)
        .order_by()
        .annotate(response=response, converted=Exists(later))
        .annotate(answered_in=_answered_in())
        .values_list("answered_in")
        .annotate(leads=Count("pk"), qualified=Count("pk", filter=Q(converted=True)))
    )
    counts = {number: (leads, converted) for number, leads, converted in found}
    classes = [(minutes, False) for minutes in CLASSES] + [(None, True)]
    return [Answered(*one, *counts.get(number, (0, 0))) for number, one in enumerate(classes)]


def _answered_in() -> Case:
    """The number of the class of a `response`; one beyond all for those that nobody answered."""
    within = [
        When(response__lte=timedelta(minutes=minutes), then=Value(number))
        for number, minutes in enumerate(CLASSES)
        if minutes
    ]
    never = len(CLASSES)
    unanswered = When(stopped_at__isnull=True, then=Value(never))
    return Case(unanswered, *within, default=Value(never - 1), output_field=IntegerField())
