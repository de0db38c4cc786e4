"""Clocks as lists show them: filtered, a page at a time, and what they come to."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import CharField, Count, F, Value
from django.utils import timezone

from pipeline.models import Lead, LeadSource
from slas.models import AgreementVersion, Clock, Promise
from slas.models.clock import ClockQuerySet
from slas.rules.clock import State
from slas.rules.compliance import Compliance, compliance
from slas.rules.survival import Times, times
from teams.models import Membership, Period, Team
from teams.queries.working_times import working_time_of

PER_PAGE = 50
# What a filter may ask for beside a state: all that count as breaches.
ANY_BREACH = "breached"


@dataclass(frozen=True, slots=True)
class ClockFilter:
    """Which clocks: of leads that started in a period, under a promise (by its line) or a version of the agreement, …"""

    period: Period | None = None
    line: UUID | None = None
    version_id: UUID | None = None
    team_id: UUID | None = None
    lead_source_id: UUID | None = None
    owner_id: UUID | None = None
    state: str | None = None


def filtered(where: ClockFilter, *, member: Membership, at: datetime) -> ClockQuerySet:
    """With `state_now` as of `at`."""
    rows: ClockQuerySet = Clock.objects.as_of(at).visible_to(member)
    if where.period:
        rows = rows.filter(
            started_at__gte=midnight(where.period.starts_on), started_at__lt=midnight(where.period.ends_on)
        )
    columns = {
        "line": where.line,
        "promise__version": where.version_id,
        "team": where.team_id,
        "lead_source": where.lead_source_id,
        "owner": where.owner_id,
    }
    rows = rows.filter(**{name: value for name, value in columns.items() if value})
    if where.state == ANY_BREACH:
        return rows.breached()
    return rows.filter(state_now=where.state) if where.state else rows


def midnight(day: date) -> datetime:
    """The beginning of a day of the organisation."""
    return timezone.make_aware(datetime.combine(day, time.min))


def counted(rows: ClockQuerySet) -> Compliance:
    """What these clocks come to; one query."""
    states = rows.order_by().values_list("state_now").annotate(Count("pk"))
    return compliance(states=dict(states))


def page_of(rows: ClockQuerySet, *, number: str | None, count: int) -> Page:
    """A page of them, the latest first; `count` is known already."""
    listed = rows.select_related("promise__version", "lead", "owner", "team").order_by("-started_at", "pk")
    paginator = Paginator(listed, PER_PAGE)
    paginator.count = count
    return paginator.get_page(number)


def clocks_of(lead: Lead, *, member: Membership, at: datetime) -> list[Clock]:
    """All that was promised about a lead, the latest first."""
    rows = Clock.objects.as_of(at).visible_to(member).filter(lead=lead)
    return list(rows.select_related("promise__version", "lead", "owner", "team").order_by("-started_at", "pk"))


def summed(rows: ClockQuerySet, *, at: datetime) -> tuple[Compliance, Times]:
    """What they come to, and the business time until what was promised was done, open clocks counted; one query."""
    found, spans, _parts = summed_by(rows, at=at)
    return found, spans


def summed_by(
    rows: ClockQuerySet, *, at: datetime, **keys: Any
) -> tuple[Compliance, Times, dict[str, dict[Any, Compliance]]]:
    """The same, and what they come to by each of the keys (expressions), still in one query.

    Cancelled ones were never asked for, so they took no time.
    """
    states, spans = Counter[str](), []
    parts: dict[str, dict[Any, Counter[str]]] = {key: defaultdict(Counter) for key in keys}
    names = ("state_now", "elapsed", "due_at", "allowed", "calendar_version_id", "stopped_at")
    listed = rows.order_by().annotate(**keys).values_list(*names, *keys)
    for state, elapsed, due_at, allowed, calendar, stopped_at, *values in listed:
        states[state] += 1
        for key, value in zip(keys, values, strict=True):
            parts[key][value][state] += 1
        if state not in (State.CANCELLED, State.PENDING):
            span = used(elapsed, due_at, allowed, calendar, at)
            spans.append((span // timedelta(seconds=1), stopped_at is not None))
    by_key = {
        key: {value: compliance(states=counts) for value, counts in sorted(found.items())}
        for key, found in parts.items()
    }
    return compliance(states=states), times(spans=spans), by_key


def used(
    elapsed: timedelta | None, due_at: datetime | None, allowed: timedelta, calendar: UUID, at: datetime
) -> timedelta:
    """Business time that has run by `at`: as stored once nothing runs, else from how far it is to the due instant."""
    if elapsed is not None or due_at is None:
        return elapsed or timedelta()
    working = working_time_of(calendar)
    if at <= due_at:
        return max(allowed - working.elapsed(start=at, end=due_at), timedelta())
    return allowed + working.elapsed(start=due_at, end=at)


def used_by(clock: Clock, *, at: datetime) -> timedelta:
    return used(clock.elapsed, clock.due_at, clock.allowed, clock.calendar_version_id, at)


def on_offer() -> tuple[list[Promise], list[AgreementVersion]]:
    """Of each line the last promise that was signed, and all versions ever in force: clocks run on by theirs. One query."""
    timed = Promise.objects.filter(kind__in=Promise.TIMED, version__in_force_at__isnull=False)
    signed = list(
        timed.select_related("version__agreement").order_by("version__agreement__name", "version__number", "pk")
    )
    newest = {promise.line: promise for promise in signed}
    promises = sorted(newest.values(), key=lambda promise: (promise.version.agreement.name, promise.position))
    return promises, list({promise.version_id: promise.version for promise in signed}.values())


@dataclass(frozen=True, slots=True)
class Option:
    """A row by which clocks can be filtered, as a choice needs it."""

    pk: UUID
    name: str

    def __str__(self) -> str:
        return self.name


def options() -> dict[str, list[Any]]:
    """Teams, lead sources and owners by name; one query."""
    named = {"team": (Team, "name"), "source": (LeadSource, "name"), "owner": (Membership, "full_name")}
    parts = [
        model.objects.order_by()
        .annotate(kind_of=Value(key, output_field=CharField()), label=F(column))
        .values_list("kind_of", "label", "pk")
        for key, (model, column) in named.items()
    ]
    found: dict[str, list[Any]] = {key: [] for key in named}
    for key, name, pk in parts[0].union(*parts[1:], all=True).order_by("label", "pk"):
        found[key].append(Option(pk, name))
    return found


def promise_name(promise: Promise) -> str:
    """What is promised, from which stage on."""
    return f"{promise.get_kind_display()} · {promise.get_start_stage_display()}"
