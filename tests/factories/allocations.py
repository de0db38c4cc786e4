"""Plans of handing a number down; made inside `tenant(…)`."""

from typing import Any

from goals.models import Allocation, AllocationVersion
from goals.rules.allocation_plans import Plan, PlanLine, as_json
from tests.factories.goals import make_objective
from tests.factories.teams import NOW, make_membership


def make_allocation(**values: Any) -> Allocation:
    """Over teams, in its first version, without a line."""
    values.setdefault("objective", None)
    values["objective"] = values["objective"] or make_objective()
    by = values.pop("created_by", None) or make_membership()
    defaults: dict[str, Any] = {"name": "Plan 1", "over": "team", "created_by": by, "created_at": NOW}
    allocation = Allocation.objects.create(**(defaults | values))
    make_allocation_version(allocation=allocation)
    return allocation


def make_allocation_version(**values: Any) -> AllocationVersion:
    allocation = values.pop("allocation", None)
    if allocation is None:
        return make_allocation().versions.get()
    lines = tuple(PlanLine(id_) for id_ in values.pop("receivers", ()))
    defaults: dict[str, Any] = {
        "number": allocation.version,
        "step": AllocationVersion.Step.START,
        "terms": as_json(Plan(method="even", lines=lines)),
        "made_by": allocation.created_by,
        "made_at": NOW,
    }
    return AllocationVersion.objects.create(**(defaults | values), allocation=allocation)
