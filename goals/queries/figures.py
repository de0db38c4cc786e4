"""What follows from an objective's last figure: how far the period is, where it leads, and what is still needed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from goals.queries.progress import ProgressRow
from goals.rules import progress
from goals.rules.milestones import Milestone, following
from goals.rules.progress import ZERO, AttainmentMethod
from goals.rules.targets import Level, level

THRESHOLDS = {"on_track": progress.ON_TRACK, "watch": progress.WATCH, "forecast_from": progress.FORECAST_FROM}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A row, and what the rules say of it. Days are those of its course: all, or business days, or those somebody is there."""

    row: ProgressRow
    days: int
    elapsed: int
    per_week: Decimal | None
    method: AttainmentMethod
    level: Level | None
    milestone: Milestone | None

    @property
    def left(self) -> int:
        return self.days - self.elapsed

    @property
    def gap(self) -> Decimal | None:
        """What is missing to the target; None once it is reached, or where less is better."""
        counted = self.row.actual if self.row.credited is None else self.row.credited
        if counted is None or self.row.direction != "at_least" or counted >= self.row.asked:
            return None
        return self.row.asked - counted

    @property
    def expected_upper(self) -> Decimal | None:
        """Where the upper end of a band stands today."""
        return expected_end(self.row, self.row.asked_upper, share=self.row.share)

    @property
    def is_limit(self) -> bool:
        """What adds up, and to at most so much."""
        return self.row.metric.accumulates and self.row.direction == "at_most"

    @property
    def is_whole_so_far(self) -> bool:
        """Nothing is expected yet, so that a limit, or the upper end of a band, is kept as long as the whole of it is."""
        return self.row.metric.accumulates and not self.row.share and self.row.direction != "at_least"

    @property
    def is_judged_without_pace(self) -> bool:
        return self.row.pace is None and self.row.plain_status in {"on_track", "off_track"}

    @property
    def exceeded(self) -> Decimal | None:
        """What was not to be exceeded by today, and is: a limit, or the upper end of a band."""
        whole, so_far = (self.row.asked, self.row.asked_upper), (self.row.expected, self.expected_upper)
        limit, upper = whole if self.is_whole_so_far else so_far
        end = limit if self.row.direction == "at_most" else upper
        return end if end is not None and self.row.actual is not None and self.row.actual > end else None

    @property
    def side(self) -> str:
        """Of a band: where the actual lies."""
        if self.row.actual is None or self.row.asked_upper is None:
            return ""
        return (
            "below"
            if self.row.actual < self.row.asked
            else "above"
            if self.row.actual > self.row.asked_upper
            else "inside"
        )

    @property
    def is_over(self) -> bool:
        return self.row.as_of is not None and progress.is_over(ends_on=self.row.ends_on, as_of=self.row.as_of)

    @property
    def forecast_attainment(self) -> Decimal | None:
        return progress.attainment(
            actual=self.row.forecast,
            target=self.row.asked,
            baseline=self.row.baseline,
            direction=self.row.direction,
            accumulates=self.row.metric.accumulates,
        )


def expected_end(row: ProgressRow, end: Decimal | None, *, share: Decimal | None) -> Decimal | None:
    """Where an end of a band stands when that share of the way is over; a level is expected whole on any day."""
    if end is None or (share is None and row.metric.accumulates):
        return None
    return progress.expected(target=end, share=share or ZERO, accumulates=row.metric.accumulates)


def figure_of(row: ProgressRow, *, milestones: Sequence[Milestone] = ()) -> Figure:
    """Derived from the row (and its milestones) alone: no query."""
    days = (row.ends_on - row.starts_on).days if row.units is None else row.units
    elapsed = row.units_elapsed or 0
    return Figure(
        row=row,
        days=days,
        elapsed=elapsed,
        per_week=_per_week(row, days - elapsed),
        method=progress.attainment_method(
            target=row.target,
            baseline=row.baseline,
            direction=row.direction,
            accumulates=row.metric.accumulates,
        ),
        level=_level(row),
        milestone=following(milestones=milestones, as_of=row.as_of or row.starts_on),
    )


def _per_week(row: ProgressRow, left: int) -> Decimal | None:
    """Of the days that a usual week of the period has, and not more than there are."""
    if row.required_rate is None or not row.units:
        return None
    usual = round(7 * row.units / (row.ends_on - row.starts_on).days)
    return row.required_rate * min(max(usual, 1), left)


def _level(row: ProgressRow) -> Level | None:
    return level(
        actual=row.actual if row.credited is None else row.credited,
        target=row.asked,
        upper=row.asked_upper,
        stretch=row.asked_stretch,
        direction=row.direction,
    )
