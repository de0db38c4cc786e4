"""What stands beside a draft while it is written: its past, and what the past says of its number."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from goals.models import Assumption, GoalReview, Objective
from goals.queries.appraisals import Appraisal, appraisal_of
from goals.queries.drafts import Draft
from goals.queries.levels import Level, levels_of
from goals.queries.precedent_charts import precedent_chart
from goals.queries.precedents import Chance, History, chance_of
from goals.queries.reviews import lessons
from teams.models import Organisation

MOST_ASSUMPTIONS = 20


@dataclass(frozen=True, slots=True)
class Beside:
    """`history` is None until the draft says whom it is about, and when; `chance` without a number or a past."""

    draft: Draft
    history: History | None
    chance: Chance | None
    chart: dict[str, Any] | None
    levels: list[Level]
    appraisal: Appraisal
    assumptions: list[Assumption]
    lessons: list[GoalReview]


def beside_of(
    draft: Draft, history: History | None, *, organisation: Organisation, today: date, with_levels: bool
) -> Beside:
    chance = chance_of(draft, history)
    appraisal = appraisal_of(draft, history, chance, organisation=organisation, today=today)
    if history is None:
        return Beside(draft, None, None, None, [], appraisal, [], [])
    levels = levels_of(draft, history, organisation=organisation, today=today) if with_levels else []
    assumptions = _assumptions(draft, history) if with_levels else []
    learned = _lessons(draft) if with_levels else []
    chart = precedent_chart(draft, history, currency=draft.currency or organisation.currency)
    return Beside(draft, history, chance, chart, levels, appraisal, assumptions, learned)


def _lessons(draft: Draft) -> list[GoalReview]:
    """What was learned in earlier periods in which this metric was an objective."""
    period = draft.period
    return lessons(before=period.starts_on, metric_key=draft.metric.key) if period else []


def _assumptions(draft: Draft, history: History) -> list[Assumption]:
    """What the goals of last year's and the last period's objectives of this metric took for granted, and what came of it."""
    then = Objective.objects.active().filter(
        period__in=[past.period for past in history.marked], metric_key=draft.metric.key, scope=draft.scope
    )
    rows = Assumption.objects.filter(is_archived=False, goal__in=then.order_by().values("goal")).select_related("goal")
    return list(rows.order_by("goal", "created_at", "pk")[:MOST_ASSUMPTIONS])
