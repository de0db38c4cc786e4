"""Who may say how a goal or an objective goes: whose it is, and who manages goals. Everybody may read it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied

from goals.access.objectives import access_goal, access_objective
from goals.models import CheckIn, Goal, Objective
from teams.access import load, permit
from teams.models import Department, Membership
from teams.permissions import Permission
from teams.queries.superiors import managed_departments

SEES_ALL = Permission.STRUCTURE_EDIT


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is said: at a goal, or at one of its objectives; whether this member may check in there."""

    goal: Goal
    objective: Objective | None
    may_check_in: bool

    @property
    def is_archived(self) -> bool:
        return self.goal.is_archived or (self.objective is not None and self.objective.is_archived)


def access_goal_talk(membership: Membership, goal_id: UUID, *, to: Permission) -> Place:
    goal = access_goal(membership, goal_id, to=to)
    return Place(goal, None, _may(membership, goal.owner_id, goal.sponsor_id))


def access_objective_talk(membership: Membership, objective_id: UUID, *, to: Permission) -> Place:
    objective = access_objective(membership, objective_id, to=to)
    return Place(objective.goal, objective, _may(membership, objective.owner_id, objective.rep_id))


def require_check_in(place: Place) -> None:
    if not place.may_check_in:
        raise PermissionDenied


def access_ask(membership: Membership, check_in_id: UUID, *, to: Permission) -> CheckIn:
    """An ask to settle: by whom it was asked of, by who asked, or by who manages goals."""
    permit(membership, to)
    check_in = load(CheckIn, check_in_id, select=("goal", "objective", "made_by", "asked_of"))
    mine = membership.pk in {check_in.made_by_id, check_in.asked_of_id}
    if not mine and not membership.may(Permission.GOAL_EDIT):
        raise PermissionDenied
    return check_in


def access_one_on_ones(membership: Membership, *, to: Permission, on: date) -> list[Department]:
    """The departments whose people the member talks to one by one."""
    permit(membership, to)
    departments = Department.objects.order_by("name", "pk")
    if membership.may(SEES_ALL):
        return list(departments)
    return list(departments.filter(pk__in=managed_departments(member=membership, on=on)))


def _may(membership: Membership, *owners: UUID | None) -> bool:
    return membership.may(Permission.CHECK_IN_RECORD) and (
        membership.pk in owners or membership.may(Permission.GOAL_EDIT)
    )
