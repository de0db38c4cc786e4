"""The records behind a number, a page at a time."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from goals.models import Objective
from goals.queries.explanations import RecordRow, records
from metrics.definitions import Measure, Metric, Unit
from metrics.engine import Part
from teams.models import Organisation

PER_PAGE = 25
# Whoever pages further wants an export; an offset costs what it skips.
LAST_PAGE = 400


@dataclass(frozen=True, slots=True)
class Column:
    """What stands beside each record: its amount, or how long it was open or took. `has_states`: whether it was in time."""

    label: Any
    unit: Unit
    has_states: bool = False


@dataclass(frozen=True, slots=True)
class RecordPage:
    """`column` is None where the records are only counted."""

    rows: list[RecordRow]
    part: Part
    number: int
    has_next: bool
    column: Column | None

    @property
    def previous(self) -> int:
        return self.number - 1

    @property
    def next(self) -> int:
        return self.number + 1

    @property
    def first(self) -> int:
        return (self.number - 1) * PER_PAGE + 1


def column_of(metric: Metric, what: Measure) -> Column | None:
    if what.aggregate == "stock":
        return Column(_("Open for"), "duration")
    if what.aggregate == "compliance":
        return Column(_("Took"), "duration", has_states=True)
    if what.field is None or what.aggregate in ("count", "distinct"):
        return None
    return Column(what.field.label, metric.unit_of(what))


def record_page(
    *, organisation: Organisation, objective: Objective, as_of: date, part: str | None, number: str | None
) -> RecordPage:
    """One more than a page is read, to know whether there is a next one."""
    metric = objective.metric
    chosen: Part = "denominator" if part == "denominator" and metric.is_ratio else "numerator"
    at = min(max(int(number), 1), LAST_PAGE) if number and number.isdecimal() and len(number) < 6 else 1
    rows = records(
        organisation=organisation,
        objective=objective,
        part=chosen,
        as_of=as_of,
        offset=(at - 1) * PER_PAGE,
        limit=PER_PAGE + 1,
    )
    measure = metric.denominator if chosen == "denominator" and metric.denominator else metric.numerator
    return RecordPage(
        rows=rows[:PER_PAGE],
        part=chosen,
        number=at,
        has_next=len(rows) > PER_PAGE and at < LAST_PAGE,
        column=column_of(metric, measure),
    )
