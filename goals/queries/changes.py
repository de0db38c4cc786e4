"""What changed of a figure since the day before it, or since the last day of which something else was known."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from goals.models import ProgressPoint
from goals.queries.progress import ProgressRow

Name = Literal["actual", "asked", "expected", "attainment", "pace"]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One figure before and after; `difference` is None where one of them is undefined."""

    name: Name
    before: Decimal | None
    after: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def is_share(self) -> bool:
        return self.name in ("attainment", "pace")


@dataclass(frozen=True, slots=True)
class Change:
    """`day`: the end of which the figures before are; records that came in after `computed_at` were not in them."""

    day: date
    computed_at: datetime
    status: str
    has_new_terms: bool
    numerator: Decimal | None
    denominator: Decimal | None
    lines: list[ChangeLine]


def change_of(row: ProgressRow) -> Change | None:
    """Against the point before the one that the row shows; None if there is none. One query."""
    points = ProgressPoint.objects.filter(objective=row.id)
    if row.known_on:
        points = points.filter(day__lte=row.known_on)
    shown, before = [*points.order_by("-day")[:2], None, None][:2]
    if shown is None or before is None:
        return None
    asked = before.target if before.effective_target is None else before.effective_target
    return Change(
        day=before.day,
        computed_at=before.computed_at,
        status=before.status,
        has_new_terms=before.version != shown.version,
        numerator=before.numerator,
        denominator=before.denominator,
        lines=[
            ChangeLine("actual", before.actual, row.actual),
            ChangeLine("asked", asked, row.asked),
            ChangeLine("expected", before.expected, row.expected),
            ChangeLine("attainment", before.credited_attainment, row.attainment),
            ChangeLine("pace", before.pace, row.pace),
        ],
    )
