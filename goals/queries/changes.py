"""What changed of a figure since the day before it, or since the last day of which something else was known."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from goals.models import ProgressPoint
from goals.queries import known
from goals.queries.figures import expected_end
from goals.queries.progress import ProgressRow

Name = Literal["actual", "asked", "asked_upper", "expected", "expected_upper", "attainment", "pace"]


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
    def is_upper(self) -> bool:
        return self.name in ("asked_upper", "expected_upper")

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

    @property
    def is_band(self) -> bool:
        """The target has two ends, or had."""
        return any(line.name == "asked_upper" for line in self.lines)


def change_of(row: ProgressRow) -> Change | None:
    """Against the point before the one that the row shows; None if there is none. One query; of a band with new terms two."""
    points = ProgressPoint.objects.filter(objective=row.id)
    if row.known_on:
        points = points.filter(day__lte=row.known_on)
    shown, before = [*points.order_by("-day")[:2], None, None][:2]
    if shown is None or before is None:
        return None
    return Change(
        day=before.day,
        computed_at=before.computed_at,
        status=before.status,
        has_new_terms=before.version != shown.version,
        numerator=before.numerator,
        denominator=before.denominator,
        lines=_lines(row, before, has_new_terms=before.version != shown.version),
    )


def _lines(row: ProgressRow, before: ProgressPoint, *, has_new_terms: bool) -> list[ChangeLine]:
    asked = before.target if before.effective_target is None else before.effective_target
    upper = _upper_before(row, before, has_new_terms=has_new_terms)
    due, due_before = expected_end(row, row.asked_upper, share=row.share), expected_end(row, upper, share=before.share)
    found = [
        ChangeLine("actual", before.actual, row.actual),
        ChangeLine("asked", asked, row.asked),
        ChangeLine("asked_upper", upper, row.asked_upper),
        ChangeLine("expected", before.expected, row.expected),
        ChangeLine("expected_upper", due_before, due),
        ChangeLine("attainment", before.credited_attainment, row.attainment),
        ChangeLine("pace", before.pace, row.pace),
    ]
    return [line for line in found if not line.is_upper or (line.before, line.after) != (None, None)]


def _upper_before(row: ProgressRow, before: ProgressPoint, *, has_new_terms: bool) -> Decimal | None:
    """The upper end as it was asked then: points keep the lower one only, the audit trail what stood before a change."""
    then = known.terms_then([row.id], before.day).get(row.id, {}) if has_new_terms else {}
    whole: Decimal | None = then.get("target_upper", row.target_upper)
    return whole if whole is None or before.presence is None else whole * before.presence
