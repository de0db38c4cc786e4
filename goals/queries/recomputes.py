"""What was recomputed when and why, what had drifted by then, and how far one is that runs."""

from typing import Any

from django.db.models import Q, QuerySet

from goals.models import Drift, Objective, Recompute
from goals.models.objective import SCOPE_COLUMNS
from goals.queries.recompute_progress import STEPS, step_of


def recomputes_of(*, reason: str = "", is_drifted: bool = False) -> QuerySet[Recompute]:
    """The newest first."""
    rows = Recompute.objects.select_related("requested_by").order_by("-requested_at", "pk")
    if reason:
        rows = rows.filter(reason=reason)
    return rows.filter(Q(drifted__gt=0) | Q(cells_drifted__gt=0)) if is_drifted else rows


def last_compared() -> Recompute | None:
    """The last recompute that compared what was stored with the facts."""
    return Recompute.objects.filter(drifted__isnull=False).order_by("-finished_at", "pk").first()


def drifts_of(recompute: Recompute) -> QuerySet[Drift]:
    objective = [f"objective__{column}" for column in ("goal", "period", *SCOPE_COLUMNS)]
    return Drift.objects.filter(recompute=recompute).select_related(*objective).order_by("pk")


def waiting_of(recompute: Recompute) -> dict[str, Any]:
    """At which step it is, of how many, and how many objectives there are to compute."""
    step = step_of(recompute.pk)
    return {
        "step": step,
        "done": STEPS.index(step) + 1 if step else 0,
        "total": len(STEPS) + 1 if step else None,
        "active": Objective.objects.active().count(),
    }
