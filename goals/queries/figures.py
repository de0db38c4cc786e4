"""What follows from an objective's last figure: how far the period is, where it leads, and what is still needed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from goals.queries.progress import ProgressRow
from goals.rules import progress
from goals.rules.milestones import Milestone, following
from goals.rules.progress import AttainmentMethod
from goals.rules.targets import Level, level

THRESHOLDS = {"on_track": progress.ON_TRACK, "watch": progress.WATCH, "forecast_from": progress.FORECAST_FROM}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A row, and what the rules say of it. Days are whole; rates are in the unit of the target, None where meaningless."""

    row: ProgressRow
    days: int
    elapsed: int
    share: Decimal
    forecast: Decimal | None
    per_day: Decimal | None
    per_week: Decimal | None
    required_ratio: Decimal | None
    method: AttainmentMethod
    level: Level | None
    milestone: Milestone | None

    @property
    def left(self) -> int:
        return self.days - self.elapsed

    @property
    def gap(self) -> Decimal | None:
        """What is missing to the target; None once it is reached, or where less is better."""
        if self.row.actual is None or self.row.direction != "at_least" or self.row.actual >= self.row.target:
            return None
        return self.row.target - self.row.actual

    @property
    def is_over(self) -> bool:
        return self.row.as_of is not None and progress.is_over(ends_on=self.row.ends_on, as_of=self.row.as_of)

    @property
    def forecast_attainment(self) -> Decimal | None:
        return progress.attainment(
            actual=self.forecast,
            target=self.row.target,
            baseline=self.row.baseline,
            direction=self.row.direction,
            accumulates=self.row.metric.accumulates,
        )


def figure_of(row: ProgressRow, *, milestones: Sequence[Milestone] = ()) -> Figure:
    """Derived from the row (and its milestones) alone: no query."""
    span = {"starts_on": row.starts_on, "ends_on": row.ends_on, "as_of": row.as_of or row.starts_on}
    days, accumulates = (row.ends_on - row.starts_on).days, row.metric.accumulates
    elapsed = progress.elapsed_days(**span) if row.as_of else 0
    share = progress.calendar_share(**span) if row.as_of else Decimal(0)
    needed = accumulates and row.direction == "at_least"
    per_day = progress.required_rate(actual=row.actual, target=row.target, units_left=days - elapsed)
    per_day = per_day if needed else None
    return Figure(
        row=row,
        days=days,
        elapsed=elapsed,
        share=share,
        forecast=progress.forecast(actual=row.actual, share=share, accumulates=accumulates),
        per_day=per_day,
        per_week=None if per_day is None else per_day * min(7, days - elapsed),
        required_ratio=progress.required_ratio(required_rate=per_day, actual=row.actual, units_elapsed=elapsed),
        method=progress.attainment_method(
            target=row.target,
            baseline=row.baseline,
            direction=row.direction,
            accumulates=accumulates,
        ),
        level=_level(row),
        milestone=following(milestones=milestones, as_of=row.as_of or row.starts_on),
    )


def _level(row: ProgressRow) -> Level | None:
    return level(
        actual=row.actual if row.credited is None else row.credited,
        target=row.asked,
        upper=row.target_upper,
        stretch=row.stretch,
        direction=row.direction,
    )
