"""Which of the rule's cases (goals/rules/target_rights.py) a member and an objective are: few queries for many objectives."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied

from audit.queries import authors_of
from goals.access.allocations import access_allocation
from goals.access.objectives import access_objective
from goals.models import Allocation, Close, Negotiation, Objective, Relation, Scope
from goals.models.negotiation import HELD, OPEN
from goals.rules import target_rights as rules
from goals.rules.target_rights import May, State, Tie, Who, Whose
from teams.models import Assignment, Department, Membership, Team
from teams.permissions import Permission, Role
from teams.queries.superiors import managed_departments
from teams.tenancy import active_organisation_id

LEADING = Permission.STRUCTURE_EDIT


@dataclass(frozen=True, slots=True)
class Right:
    """What a member may do with one target. `department`: in which its holder works, None for nobody's."""

    member: Membership
    objective: Objective
    who: Who
    whose: Whose
    state: State
    department: Department | None

    @property
    def may(self) -> May:
        return rules.may(who=self.who, whose=self.whose, state=self.state)

    @property
    def once_free(self) -> "Right":
        """As if no negotiation held it: whether one does is told in other words."""
        return replace(self, state=State.STANDING) if self.state == State.HELD else self

    @property
    def may_edit(self) -> bool:
        return self.may == May.EDIT

    @property
    def is_told(self) -> bool:
        """Whether somebody who might expect to set it may not, and should read whom to ask."""
        expects = self.who in {Who.LEADS, Who.MANAGES} or self.whose == Whose.OWN
        return expects and self.state != State.CLOSED and not self.once_free.may_edit

    @property
    def may_work_on(self) -> bool:
        return rules.may_work_on(who=self.who, whose=self.whose)


def access_target(membership: Membership, objective_id: UUID, *, to: Permission, on: date) -> Right:
    """To change anything of an objective, or to hand its number down."""
    right = right_to(membership, access_objective(membership, objective_id, to=to), on=on)
    if not right.may_work_on:
        raise PermissionDenied
    return right


def access_hand_down(membership: Membership, allocation_id: UUID, *, to: Permission, on: date) -> Allocation:
    """To change a plan, or to hand down by it."""
    allocation = access_allocation(membership, allocation_id, to=to)
    if not right_to(membership, allocation.objective, on=on).may_work_on:
        raise PermissionDenied
    return allocation


def right_to(membership: Membership, objective: Objective, *, on: date) -> Right:
    return rights_to(membership, [objective], on=on)[0]


def rights_to(membership: Membership, objectives: Iterable[Objective], *, on: date) -> list[Right]:
    """In the order of the objectives, as many queries for many as for one; those not saved yet are NEW."""
    objectives = list(objectives)
    who, managed, place_of = _who(membership), managed_departments(member=membership, on=on), _places(objectives, on)
    departments: dict[UUID | None, Department] = {
        row.pk: row for row in Department.objects.select_related("head").order_by("pk")
    }
    found = [(one, departments.get(place_of(one))) for one in objectives]
    parts = _parts(membership, objectives, departments)
    ties = [_whose(membership, one, department, managed, is_part=one.parent_id in parts) for one, department in found]
    own = [one for one, whose in zip(objectives, ties, strict=True) if whose == Whose.OWN]
    state_of = _states(membership, objectives, own, on)
    return [
        Right(membership, one, who, whose, state_of(one), department)
        for (one, department), whose in zip(found, ties, strict=True)
    ]


def _who(member: Membership) -> Who:
    if member.may(LEADING):
        return Who.LEADS
    if member.may(Permission.OBJECTIVE_EDIT):
        return Who.MANAGES
    return Who.ANSWERS if member.may(Permission.NEGOTIATION_ANSWER) else Who.READS


def _whose(
    member: Membership, objective: Objective, department: Department | None, managed: frozenset[UUID], *, is_part: bool
) -> Whose:
    is_departments = objective.scope == Scope.DEPARTMENT
    return rules.whose(
        Tie(
            is_holder=_holder_id(objective, department) == member.pk,
            is_part=is_part and objective.relation == Relation.CONTRIBUTE,
            is_personal=objective.scope == Scope.REP,
            is_departments=is_departments,
            has_department=department is not None,
            manages=department is not None and department.pk in managed,
            is_topmost=member.role == Role.OWNER,
        )
    )


def _parts(
    member: Membership, objectives: Sequence[Objective], departments: Mapping[UUID | None, Department]
) -> set[UUID | None]:
    """Those targets above that the member holds."""
    above = Objective.objects.filter(pk__in={one.parent_id for one in objectives if one.parent_id})
    return {one.pk for one in above if _holder_id(one, departments.get(one.department_id)) == member.pk}


def _holder_id(objective: Objective, department: Department | None) -> UUID | None:
    if objective.scope == Scope.DEPARTMENT:
        return department.head_id if department else None
    return _answers_id(objective)


def _answers_id(objective: Objective) -> UUID:
    return objective.rep_id if objective.scope == Scope.REP and objective.rep_id else objective.owner_id


def _places(objectives: Sequence[Objective], on: date) -> Callable[[Objective], UUID | None]:
    """The department that each is about, else the one in which works who answers for it."""
    teams = {objective.team_id for objective in objectives}
    of_teams: dict[UUID | None, UUID] = dict(Team.objects.filter(pk__in=teams).values_list("pk", "department"))
    work = Assignment.objects.on(on).filter(membership__in={_answers_id(objective) for objective in objectives})
    of_people = dict(work.values_list("membership", "team__department"))
    return lambda one: one.department_id or of_teams.get(one.team_id) or of_people.get(_answers_id(one))


def _states(
    member: Membership, objectives: Sequence[Objective], own: Sequence[Objective], on: date
) -> Callable[[Objective], State]:
    saved = [objective for objective in objectives if not objective._state.adding]
    held = Negotiation.objects.filter(objective__in=saved, state__in=[*OPEN, *HELD])
    held_ids = set(held.values_list("objective", flat=True))
    closed = Close.objects.standing().filter(period__in={objective.period_id for objective in saved})
    closed_ids = set(closed.values_list("period", flat=True))
    draft_ids = _drafts(member, [objective.pk for objective in own if not objective._state.adding], on)

    def state_of(one: Objective) -> State:
        if one._state.adding:
            return State.NEW
        if one.period_id in closed_ids:
            return State.CLOSED
        if one.pk in held_ids:
            return State.HELD
        return State.DRAFT if one.pk in draft_ids else State.STANDING

    return state_of


def _drafts(member: Membership, own: Sequence[UUID], on: date) -> set[UUID]:
    """Those of a coming period that nobody else has touched: the audit trail knows."""
    coming = Objective.objects.filter(pk__in=own, period__starts_on__gt=on)
    ids = set(coming.values_list("pk", flat=True)) if own else set()
    if not ids:
        return set()
    lines = authors_of(
        organisation_id=active_organisation_id(),
        record_type=Objective._meta.label_lower,
        record_ids=[str(id_) for id_ in ids],
    )
    return {id_ for id_ in ids if lines.get(str(id_)) == {member.pk}}
