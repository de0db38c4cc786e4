"""What a cell measures, by a loop over plain facts and the pure rules: written without a look at the SQL."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from metrics.definitions import Cell, Condition, Measure
from metrics.rules.averages import average
from metrics.rules.compliance import compliance, state
from metrics.rules.counts import distinct
from metrics.rules.latest import Reading, latest
from metrics.rules.percentiles import percentile
from metrics.rules.stocks import Stay, stock
from tests.metrics.world import Fact, World

COLUMNS = {"rep": "owner_id", "team": "team_id", "product": "product_id"}
TICK = timedelta(microseconds=1)


class Asked:
    """A cell of one measure, and the facts that count for it."""

    def __init__(self, world: World, cell: Cell, facts: Sequence[Fact], as_of: date) -> None:
        self.world, self.cell, self.facts = world, cell, facts
        self.as_of = cell.as_of or as_of
        self.what = cell.metric.numerator

    def counted(self, what: Measure | None = None) -> list[Fact]:
        """By scope, day and conditions."""
        until = min(self.cell.ends_on, self.as_of + timedelta(days=1))
        conditions = (*(what or self.what).conditions, *self.cell.conditions)
        return [
            fact
            for fact in self._of_scope(conditions)
            if fact.opened_day is not None and self.cell.starts_on <= fact.opened_day < until
        ]

    def _of_scope(self, conditions: Sequence[Condition]) -> list[Fact]:
        column = COLUMNS.get(self.cell.scope)
        return [
            fact
            for fact in self.facts
            if (column is None or getattr(fact, column) in self.cell.scope_ids)
            and all(self.holds(fact, condition) for condition in conditions)
        ]

    def holds(self, fact: Fact, condition: Condition) -> bool:
        value, values = getattr(fact, condition.column), condition.values
        if condition.operator == "is_known":
            return value <= self.as_of if isinstance(value, date) else value not in (None, "")
        if condition.operator == "is_not":
            return value is None or value not in values
        if value is None:
            return False
        scale = self.what.source.fields[condition.column].scale
        if condition.operator == "is":
            return value in values
        bounds = [bound * scale if isinstance(bound, int | Decimal) else bound for bound in values]
        lower = bounds[0] if condition.operator != "at_most" else None
        upper = bounds[-1] if condition.operator != "at_least" else None
        return (lower is None or value >= lower) and (upper is None or value <= upper)

    def values(self) -> list[Any]:
        return [getattr(fact, self.what.value or "") for fact in self.counted()]

    def amounts(self) -> list[Decimal | None]:
        field = self.what.field
        scale = 1 if field is None else field.scale
        return [None if value is None else Decimal(value) / scale for value in self.values()]

    def number(self) -> Decimal | None:
        """By the rule of the kind."""
        return KINDS[self.what.aggregate](self)

    def parts(self) -> tuple[int, int]:
        """Numerator and denominator of a ratio of counts."""
        what = self.cell.metric.denominator
        return len(self.counted(self.cell.metric.numerator)), len(self.counted(what))

    def readings(self) -> list[Reading]:
        pairs = zip(self.counted(), self.amounts(), strict=True)
        return [
            Reading(fact.opened_day, fact.recorded_at, fact.id, value)
            for fact, value in pairs
            if fact.opened_day is not None
        ]

    def stays(self) -> list[Stay]:
        """Whatever day they began on."""
        sizes = "amount_minor" if self.what.value else None
        return [
            Stay(fact.opened_at, fact.closed_at, 1 if sizes is None else fact.amount_minor)
            for fact in self._of_scope((*self.what.conditions, *self.cell.conditions))
            if fact.opened_at is not None
        ]

    def stock(self) -> Decimal | None:
        found = stock(
            stays=self.stays(),
            starts_at=self.world.midnight(self.cell.starts_on),
            ends_at=self.world.midnight(self.cell.ends_on),
            as_of=self._end_of_as_of(),
        )
        return Decimal(found.held) / found.seconds if found.seconds else None

    def _end_of_as_of(self) -> datetime:
        return self.world.midnight(self.as_of + timedelta(days=1))

    def kept(self) -> Decimal | None:
        """Compliance: by a due instant, by a limit after the start, or by the limit of a duration."""
        if self.what.value:
            known = [value for value in self.values() if value is not None]
            return Decimal(sum(value <= (self.what.limit or 0) for value in known)) / len(known) if known else None
        limit = self.what.limit
        states = [
            state(
                stopped_at=fact.closed_at,
                due_at=fact.recorded_at if limit is None else fact.opened_at.astimezone(UTC) + timedelta(seconds=limit),
                cut_off=self._end_of_as_of() - TICK,
            )
            for fact in self.counted()
            if fact.opened_at is not None
        ]
        return compliance(states=states).share


def summed(asked: Asked) -> Decimal:
    """Fractions, so that nothing is rounded on the way."""
    scale = asked.what.field.scale if asked.what.field else 1
    total = sum(Fraction(value) / scale for value in asked.values() if value is not None)
    return Decimal(total.numerator) / total.denominator


KINDS = {
    "count": lambda asked: Decimal(
        len(asked.counted()) if asked.what.value is None else sum(value not in (None, "") for value in asked.values())
    ),
    "sum": summed,
    "distinct": lambda asked: Decimal(distinct(values=[None if value == "" else value for value in asked.values()])),
    "average": lambda asked: average(values=asked.amounts()),
    "percentile": lambda asked: percentile(values=asked.amounts(), q=asked.what.q),
    "latest": lambda asked: latest(readings=asked.readings()),
    "stock": Asked.stock,
    "compliance": Asked.kept,
}
