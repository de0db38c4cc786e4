"""Goals and objectives for tests; made inside `tenant(…)`."""

from decimal import Decimal
from typing import Any

from goals.models import Goal, Objective, Recompute
from teams.models import Period
from tests.factories.teams import NOW, make_membership


def make_goal(**values: Any) -> Goal:
    return Goal.objects.create(**({"title": "Win the mid-market"} | values))


def make_objective(**values: Any) -> Objective:
    """Without its figure: the recompute gives it one."""
    scope = next(
        (name for name in ("department", "team", "rep", "product", "territory", "lead_source") if name in values),
        "organisation",
    )
    defaults: dict[str, Any] = {"metric_key": "won_revenue", "scope": scope, "target": Decimal(30_000_000)}
    if "period" not in values:
        defaults["period"] = Period.objects.get(key="2026-Q3")
    if "goal" not in values:
        defaults["goal"] = make_goal()
    if "owner" not in values:
        defaults["owner"] = make_membership()
    return Objective.objects.create(**(defaults | values))


def make_recompute(**values: Any) -> Recompute:
    return Recompute.objects.create(**({"reason": Recompute.Reason.REQUEST, "requested_at": NOW} | values))
