"""Targets as a planner would set them: from what the same scope did before, a little more, rounded; and sums that fit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from goals.catalogue import metric_of
from goals.demo.wishes import Wish
from goals.models import Direction
from goals.queries.cells import branches_of_teams
from metrics.definitions import Cell, Measured, Metric
from metrics.engine import measure
from teams.models import Organisation, Period

YEAR = 4
# What is asked on top of history, and in the present quarter on top of that.
GROWTH, AMBITION, RATIO_GROWTH = 1.09, 1.08, 1.03
SHARE_OF_LAST_YEAR = 0.35
# Parents promise a little less than the sum of their parts, so that one missed quota is not a missed quarter.
PADDING = Decimal("0.97")

Key = tuple[str, str, UUID | None]


@dataclass(frozen=True, slots=True)
class Proposal:
    target: Decimal
    baseline: Decimal | None


class History:
    """What every wish measured in each of the quarters before; measured by the product's own engine."""

    def __init__(self, *, organisation: Organisation, wishes: Iterable[Wish], quarters: list[Period]) -> None:
        self.quarters = quarters
        branches = branches_of_teams()
        cells = {
            (wish.key, number): _cell(wish, quarter, organisation, branches)
            for wish in wishes
            for number, quarter in enumerate(quarters)
        }
        before = quarters[-1].starts_on - timedelta(days=1)
        measured = measure(organisation=organisation, cells=list(cells.values()), as_of=before)
        self.measured = {place: measured[cell.key] for place, cell in cells.items()}

    def proposal(self, wish: Wish, number: int) -> Proposal:
        """A target for the quarter with this number, and last year's result as baseline."""
        metric = metric_of(wish.metric_key)
        year = [self.measured[wish.key, place] for place in range(number - YEAR, number)]
        if not metric.accumulates:
            return Proposal(nice(_ratio(year) * RATIO_GROWTH, metric), None)
        values = [int(one.numerator or 0) for one in year]
        known = [value for value in values if value] or [0]
        usual = sum(known) / len(known)
        last_year = values[0] or usual
        base = SHARE_OF_LAST_YEAR * last_year + (1 - SHARE_OF_LAST_YEAR) * usual
        if wish.direction == Direction.AT_MOST:
            return Proposal(nice(base, metric), None)
        base *= GROWTH * (AMBITION if number == len(self.quarters) - 1 else 1)
        return Proposal(nice(base, metric), Decimal(values[0]) if values[0] else None)


def _cell(wish: Wish, quarter: Period, organisation: Organisation, branches: dict[UUID, tuple[UUID, ...]]) -> Cell:
    record_id = wish.record.pk if wish.record else organisation.pk
    return Cell(
        key=uuid4(),
        metric=metric_of(wish.metric_key),
        scope=wish.scope.value,
        scope_ids=branches.get(record_id, (record_id,)),
        starts_on=quarter.starts_on,
        ends_on=quarter.ends_on,
    )


def _ratio(measured: list[Measured]) -> float:
    return sum(int(one.numerator or 0) for one in measured) / (sum(int(one.denominator or 0) for one in measured) or 1)


def nice(value: float | Decimal, metric: Metric) -> Decimal:
    """Rounded as people round targets: shares to half a percent, else two leading digits or steps of five; never 0."""
    if metric.unit == "share":
        return max(Decimal("0.01"), (Decimal(value) * 200).quantize(Decimal(1)) / 200)
    unit = 100_000 if metric.unit == "money" else 1
    amount = float(value) / unit
    step = 1 if amount < 50 else 5 if amount < 1000 else 10
    return Decimal(max(1, round(amount / step) * step) * unit)


def padded_sum(parts: Iterable[Decimal], metric: Metric) -> Decimal:
    return nice(sum(parts, Decimal(0)) * PADDING, metric)
