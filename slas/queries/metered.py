"""Promises of number, quality and completeness, measured week by week by the same engine as objectives."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from metrics.definitions import Cell, Condition, Measure, Measured, Metric
from metrics.engine import measure
from pipeline.rules.intervals import Interval, wilson
from pipeline.sources import CASES_OPENED, STAGE_ENTRIES
from slas.models import Agreement, Promise
from teams.queries.organisations import active_organisation
from teams.tenancy import active_organisation_id

Kind = Promise.Kind
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class WeekFigure:
    """What the week from `day` gave; `is_kept` is None where there is no number, and `measured.reason` says why."""

    day: date
    measured: Measured
    is_kept: bool | None


@dataclass(frozen=True, slots=True)
class Metered:
    promise: Promise
    weeks: list[WeekFigure]

    @property
    def judged(self) -> int:
        return sum(week.is_kept is not None for week in self.weeks)

    @property
    def kept(self) -> int:
        return sum(week.is_kept is True for week in self.weeks)

    @property
    def interval(self) -> Interval | None:
        return wilson(successes=self.kept, trials=self.judged)

    @property
    def is_share(self) -> bool:
        return self.promise.kind != Kind.VOLUME

    @property
    def wanted(self) -> Decimal | None:
        """What was promised of each week, in the unit of `WeekFigure.measured`: a count, or a share."""
        return _wanted(self.promise)


def metered(
    *, agreement: Agreement, promises: Sequence[Promise], today: date, weeks: int, is_only: bool
) -> list[Metered]:
    """The last full weeks of each promise that is metered, the earliest first; one statement for all."""
    monday = today - timedelta(days=today.weekday())
    days = [monday - WEEK * back for back in range(weeks, 0, -1)]
    scope, scope_ids = _scope(agreement, is_only=is_only)
    found = [promise for promise in promises if promise.kind in Promise.METERED]
    keys = {(promise.pk, day): uuid4() for promise in found for day in days}
    cells = [
        Cell(keys[promise.pk, day], metric, scope, scope_ids, day, day + WEEK)
        for promise in found
        for metric in [metric_of(promise)]
        for day in days
    ]
    organisation = active_organisation()
    measured = measure(organisation=organisation, cells=cells, as_of=today) if cells else {}
    return [
        Metered(promise, [_figure(promise, day, measured[keys[promise.pk, day]]) for day in days]) for promise in found
    ]


def metric_of(promise: Promise) -> Metric:
    """How a metered promise is counted."""
    label = str(promise)
    if promise.kind == Kind.CASES:
        of_kind = (Condition("kind", "is", (promise.case_kind,)),)
        answered = Measure(CASES_OPENED, "compliance", conditions=of_kind, limit=promise.allowed_minutes * 60)
        return Metric("promised_cases", "compliance", "share", label, label, answered)
    begun = _entries(promise.start_stage)
    if promise.kind == Kind.VOLUME:
        return Metric("promised_volume", "count", "count", label, label, begun)
    known = [Condition(name, "is_known") for name in promise.known_fields]
    better = _entries(promise.to_stage) if promise.kind == Kind.QUALITY else _entries(promise.start_stage, *known)
    return Metric(f"promised_{promise.kind}", "ratio", "share", label, label, better, begun)


def _entries(stage: str, *more: Condition) -> Measure:
    first = (Condition("to_stage", "is", (stage,)), Condition("is_first", "is", (True,)))
    return Measure(STAGE_ENTRIES, "count", conditions=(*first, *more))


def _scope(agreement: Agreement, *, is_only: bool) -> tuple[str, tuple[UUID, ...]]:
    if is_only:
        return "organisation", (active_organisation_id(),)
    return "department", (agreement.marketing_id, agreement.sales_id)


def _figure(promise: Promise, day: date, measured: Measured) -> WeekFigure:
    actual, wanted = measured.actual, _wanted(promise)
    return WeekFigure(day, measured, None if actual is None or wanted is None else actual >= wanted)


def _wanted(promise: Promise) -> Decimal | None:
    if promise.target is None:
        return None
    return Decimal(promise.target) / (1 if promise.kind == Kind.VOLUME else 100)
