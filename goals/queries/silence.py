"""Silence in SQL: the half of goals/rules/cadence.py that lists and counts need. Both are tested on one table of cases."""

from datetime import timedelta
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When

from goals.models.check_in import CheckIn
from goals.rules.cadence import DAYS, GOOD


def shown_status() -> Case:
    """Of objectives with their `figure`: its status, or `silent` where the last check-in is too long ago for good news."""
    return Case(
        When(_is_overdue() & Q(figure__status__in=GOOD), then=Value("silent")),
        default=F("figure__status"),
        output_field=CharField(),
    )


def _is_overdue() -> Any:
    overdue: Any = Q(pk=None)
    for cadence, days in DAYS.items():
        span = timedelta(days=days)
        begun_before = Q(figure__as_of__gt=F("period__starts_on") + span, figure__as_of__lt=F("period__ends_on"))
        said = CheckIn.objects.filter(objective=OuterRef("pk"), day__gte=OuterRef("figure__as_of") - span)
        overdue |= Q(goal__cadence=cadence) & begun_before & ~Exists(said)
    return overdue
