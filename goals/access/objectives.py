"""Who may see and change goals and objectives."""

from uuid import UUID

from goals.models import Close, Goal, Objective, Recompute
from goals.models.objective import SCOPE_COLUMNS
from teams.access import load, permit
from teams.models import Membership, Period
from teams.permissions import Permission


def access_goal(membership: Membership, goal_id: UUID, *, to: Permission) -> Goal:
    permit(membership, to)
    return load(Goal, goal_id, select=("parent", "period", "sponsor", "owner"))


def access_objective(membership: Membership, objective_id: UUID, *, to: Permission) -> Objective:
    permit(membership, to)
    return load(Objective, objective_id, select=("goal", "period", "owner", *SCOPE_COLUMNS))


def access_recompute(membership: Membership, recompute_id: UUID, *, to: Permission) -> Recompute:
    permit(membership, to)
    return load(Recompute, recompute_id, select=("requested_by",))


def access_period(membership: Membership, period_id: UUID, *, to: Permission) -> Period:
    permit(membership, to)
    return load(Period, period_id)


def access_close(membership: Membership, close_id: UUID, *, to: Permission) -> Close:
    permit(membership, to)
    return load(Close, close_id, select=("period", "asked_by", "reopened_by"))
