"""Reviews of goals: what came of them by period, and what the next period can read of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from goals.models import Assumption, Goal, GoalReview, Objective
from goals.queries.progress import ProgressFilter, progress_rows
from goals.queries.turnovers import turnover_in
from teams.models import Period

MOST_LESSONS = 4


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A goal that had objectives in a period, and its review, if there is one."""

    goal: Goal
    review: GoalReview | None

    @property
    def state(self) -> str:
        if self.review is None:
            return "planned"
        return "done" if self.review.finished_at else "running"


def review_of(goal: Goal, period: Period) -> GoalReview | None:
    return GoalReview.objects.filter(goal=goal, period=period).select_related("finished_by").first()


def assumptions_of(goal: Goal) -> list[Assumption]:
    return list(Assumption.objects.filter(goal=goal, is_archived=False).select_related("goal"))


def review_lines(period: Period) -> list[ReviewLine]:
    """Two queries, whatever their number."""
    measured = Objective.objects.active().filter(period=period).values("goal")
    goals = Goal.objects.active().filter(pk__in=measured).select_related("owner").order_by("title", "pk")
    reviews = {one.goal_id: one for one in GoalReview.objects.filter(period=period).select_related("finished_by")}
    return [ReviewLine(goal, reviews.get(goal.pk)) for goal in goals]


def reached_in(goal: Goal, period: Period, *, today: date) -> list[dict[str, Any]]:
    """The results of a goal's objectives in a period, as they are kept."""
    rows = progress_rows(period=period, on=today, where=ProgressFilter(goal_id=goal.pk), limit=100)
    return [
        {
            "id": str(row.id),
            "metric_key": row.metric_key,
            "name": str(row.name),
            "about": row.scope_name or "",
            "unit": row.metric.unit,
            "currency": row.currency,
            "target": _text(row.asked),
            "actual": _text(row.actual),
            "attainment": _text(row.attainment),
            "status": row.status or "no_data",
        }
        for row in rows
    ]


def written(assumptions: Sequence[Assumption], period: Period) -> list[dict[str, Any]]:
    """As they are kept: what was expected, what the records or people say, whether it held. Two queries if any are counted."""
    is_any_counted = any(one.expected_share is not None for one in assumptions)
    turnover = turnover_in(starts_on=period.starts_on, until=period.ends_on) if is_any_counted else None
    return [_written(one, turnover) for one in assumptions]


def _written(one: Assumption, turnover: Decimal | None) -> dict[str, Any]:
    actual = turnover if one.expected_share is not None else None
    return {
        "title": one.title,
        "expected": one.expected,
        "expected_share": _text(one.expected_share),
        "actual_share": _text(actual),
        "effect": one.effect,
        "outcome": one.outcome,
        "happened": one.happened,
    }


def lessons(*, before: date, goal_id: UUID | None = None, metric_key: str | None = None) -> list[GoalReview]:
    """Finished reviews of periods that ended by then: of a goal, or of all in which this metric was an objective.

    The latest first; beside a new target they say what was assumed, what changed, and what to do differently.
    """
    rows = GoalReview.objects.filter(finished_at__isnull=False, period__ends_on__lte=before)
    if goal_id is not None:
        rows = rows.filter(goal=goal_id)
    if metric_key is not None:
        rows = rows.filter(reached__contains=[{"metric_key": metric_key}])
    found = rows.select_related("goal", "period", "finished_by").order_by("-period__starts_on", "-pk")
    return list(found[:MOST_LESSONS])


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
