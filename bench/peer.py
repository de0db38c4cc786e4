"""How objectives are usually computed: one ORM query (two for a ratio) and one save per objective."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, cast

from django.db.models import Count, Q, Sum

from goals.models import Objective, ObjectiveProgress
from goals.rules import progress as rules
from goals.rules.assessment import Course, Promise, assess
from goals.rules.progress import Direction
from metrics.definitions import Measure, Measured
from pipeline.models import Activity, Deal, Lead, StageTransition

MODELS: dict[str, Any] = {"lead": Lead, "deal": Deal, "activity": Activity, "stage_transition": StageTransition}


def recompute_one(objective: Objective, *, as_of: date, at: datetime) -> None:
    metric, period = objective.metric, objective.period
    numerator = _aggregate(metric.numerator, objective, as_of)
    denominator = None if metric.denominator is None else _aggregate(metric.denominator, objective, as_of)
    promise = Promise(
        direction=cast(Direction, objective.direction),
        target=objective.target,
        upper=objective.target_upper,
        baseline=objective.baseline,
        accumulates=metric.accumulates,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
    )
    share = rules.calendar_share(starts_on=period.starts_on, ends_on=period.ends_on, as_of=as_of)
    actual = Measured(numerator=numerator, denominator=denominator).actual
    judged = assess(promise=promise, actual=actual, course=Course(share=share), as_of=as_of)
    progress = ObjectiveProgress.objects.get(objective=objective)
    progress.numerator, progress.denominator, progress.computed_at = numerator, denominator, at
    for name, value in judged._asdict().items():
        setattr(progress, name, value)
    progress.save()


def _aggregate(what: Measure, objective: Objective, as_of: date) -> Decimal:
    until = min(objective.period.ends_on, as_of + timedelta(days=1))
    where = Q(**{f"{what.source.day}__gte": objective.period.starts_on, f"{what.source.day}__lt": until})
    record = objective.scope_record
    if record is not None:
        where &= Q(**{str(what.source.dimension(objective.scope)): record.pk})
    for condition in what.conditions:
        lookup = (
            {f"{condition.column}__in": condition.values}
            if condition.operator == "is"
            else {f"{condition.column}__lte": as_of}
        )
        where &= Q(**lookup)
    total = Sum(what.value) if what.aggregate == "sum" else Count(what.value or "pk")
    return Decimal(MODELS[what.source.fact].objects.filter(where).order_by().aggregate(n=total)["n"] or 0)
