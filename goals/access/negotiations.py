"""Who may negotiate a target: the one whose target it is, and the managers above; the other department may sign.

A negotiation is a matter between its parties: a colleague who is none of them gets 403, unless they may read all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from goals.access.objectives import access_objective
from goals.models import Negotiation, Objective, Scope
from goals.rules.negotiation import Part, Side
from teams.access import permit
from teams.models import Assignment, Department, Membership
from teams.permissions import Permission, Role
from teams.queries.superiors import managed_departments


@dataclass(frozen=True, slots=True)
class Seat:
    """A member's place in a negotiation: the side they speak for (None: they only look on), the parts they may sign."""

    negotiation: Negotiation
    member: Membership
    side: Side | None
    parts: frozenset[Part]


@dataclass(frozen=True, slots=True)
class Opening:
    """An objective whose target a member may negotiate: with whom (None: nobody answers for it), for which side."""

    objective: Objective
    holder: Membership | None
    department: Department | None
    side: Side


def access_negotiation(membership: Membership, negotiation_id: UUID, *, to: Permission, on: date) -> Seat:
    permit(membership, to)
    negotiation = Negotiation.objects.with_parties().filter(pk=negotiation_id).first()
    if negotiation is None:
        raise Http404
    seat = seat_in(negotiation, membership, managed_departments(member=membership, on=on))
    looks_on = to == Permission.NEGOTIATION_VIEW and membership.may(Permission.NEGOTIATION_VIEW_ALL)
    if seat.side is None and not seat.parts and not looks_on:
        raise PermissionDenied
    return seat


def seat_in(negotiation: Negotiation, member: Membership, managed: frozenset[UUID]) -> Seat:
    """Without a query: `managed` are the departments that the member speaks for.

    Targets of departments are offered by the managers of others, so the manager's side may speak for the other
    department too; a person still signs once.
    """
    if member.pk == negotiation.holder_id:
        return Seat(negotiation, member, Side.HOLDER, frozenset({Part.HOLDER}))
    speaks_for_other = negotiation.other_department_id in managed
    other: frozenset[Part] = frozenset({Part.OTHER_DEPARTMENT} if speaks_for_other else ())
    involved = member.pk in {negotiation.opened_by_id, negotiation.escalated_to_id}
    is_above = _is_above(member, negotiation.objective.scope, negotiation.department_id, managed)
    if member.may(Permission.NEGOTIATION_OPEN) and (involved or is_above):
        return Seat(negotiation, member, Side.MANAGER, frozenset({Part.MANAGER}) | other)
    return Seat(negotiation, member, None, other)


def access_opening(membership: Membership, objective_id: UUID, *, to: Permission, on: date) -> Opening:
    objective = access_objective(membership, objective_id, to=to)
    found = next(iter(openings(membership, [objective], on=on)), None)
    if found is None:
        raise PermissionDenied
    return found


def openings(membership: Membership, objectives: Iterable[Objective], *, on: date) -> list[Opening]:
    """Those objectives whose targets the member may negotiate, in three queries."""
    objectives = list(objectives)
    managed = managed_departments(member=membership, on=on)
    departments: dict[UUID | None, Department] = {row.pk: row for row in Department.objects.select_related("head")}
    workplaces = _workplaces({_answers(objective).pk for objective in objectives}, on)
    found = []
    for objective in objectives:
        department = departments.get(_department_id(objective) or workplaces.get(_answers(objective).pk))
        holder = department.head if objective.scope == Scope.DEPARTMENT and department else _answers(objective)
        side = _side(membership, objective, holder, department, managed)
        if side is not None:
            found.append(Opening(objective, holder, department, side))
    return found


def _side(
    member: Membership,
    objective: Objective,
    holder: Membership | None,
    department: Department | None,
    managed: frozenset[UUID],
) -> Side | None:
    if holder is not None and member.pk == holder.pk:
        return Side.HOLDER
    may_open = member.may(Permission.NEGOTIATION_OPEN)
    is_above = _is_above(member, objective.scope, department.pk if department else None, managed)
    return Side.MANAGER if may_open and is_above else None


def _is_above(member: Membership, scope: str, department_id: UUID | None, managed: frozenset[UUID]) -> bool:
    """A department's own target is negotiated with the other departments: its own managers are not above its head."""
    if member.role == Role.OWNER:
        return True
    if scope == Scope.DEPARTMENT:
        return bool(managed - {department_id})
    return department_id in managed


def _answers(objective: Objective) -> Membership:
    return objective.rep if objective.scope == Scope.REP and objective.rep else objective.owner


def _department_id(objective: Objective) -> UUID | None:
    return objective.department_id or (objective.team.department_id if objective.team else None)


def _workplaces(members: set[UUID], on: date) -> dict[UUID, UUID]:
    """The department in which each works on the day."""
    work = Assignment.objects.on(on).filter(membership__in=members)
    return dict(work.values_list("membership", "team__department"))
