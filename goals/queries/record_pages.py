"""The records behind a number, a page at a time."""

from dataclasses import dataclass
from datetime import date

from goals.models import Objective
from goals.queries.explanations import RecordRow, records
from metrics.engine import Part
from teams.models import Organisation

PER_PAGE = 25
# Whoever pages further wants an export; an offset costs what it skips.
LAST_PAGE = 400


@dataclass(frozen=True, slots=True)
class RecordPage:
    """`has_amounts`: the records are summed; otherwise they are counted."""

    rows: list[RecordRow]
    part: Part
    number: int
    has_next: bool
    has_amounts: bool

    @property
    def previous(self) -> int:
        return self.number - 1

    @property
    def next(self) -> int:
        return self.number + 1

    @property
    def first(self) -> int:
        return (self.number - 1) * PER_PAGE + 1


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
        has_amounts=measure.aggregate == "sum",
    )
