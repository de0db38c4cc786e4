"""Whom to ask about a target that one may not set."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils.translation import get_language

from goals.access import Right, rights_to
from goals.models import Objective, Relation, Scope, SessionDraft
from goals.queries.allocations import Grid
from goals.rules.target_rights import Whose
from teams.models import Membership
from teams.queries.superiors import ladder_of, managers_of
from teams.rules import formats


def setters_of(right: Right, *, on: date) -> list[Membership]:
    """One's own: the nearest above oneself; what a department is asked: those above its head; else who manages there."""
    department = right.department
    if right.whose == Whose.OWN or right.objective.scope == Scope.DEPARTMENT or department is None:
        holder = department.head if department and right.objective.scope == Scope.DEPARTMENT else None
        above = ladder_of(member=holder or right.member, department_id=department.pk if department else None, on=on)
        return [person for person in above if person.pk != right.member.pk][:1]
    managers = managers_of(department_id=department.pk, on=on)
    return managers or ladder_of(member=right.member, department_id=department.pk, on=on)


def barred(grid: Grid, member: Membership, *, on: date) -> list[str]:
    """Whose amounts of a plan this member may not set, by name."""
    above = {"parent": grid.allocation.objective, "relation": Relation.CONTRIBUTE}
    rows = [row for row in grid.rows if row.share and not row.is_held]
    rights = rights_to(member, [row.child or Objective(**row.receiver.values, **above) for row in rows], on=on)
    return [row.receiver.name for row, right in zip(rows, rights, strict=True) if not right.once_free.may_edit]


def makeable(drafts: Iterable[SessionDraft], member: Membership, *, on: date) -> set[UUID]:
    """Drafts of a joint session of which this member may make an objective."""
    drafts = list(drafts)
    made = [_made_of(draft, member) for draft in drafts]
    rights = rights_to(member, made, on=on)
    return {draft.pk for draft, right in zip(drafts, rights, strict=True) if right.may_edit}


def _made_of(draft: SessionDraft, member: Membership) -> Objective:
    scope = Scope.DEPARTMENT if draft.department_id else Scope.ORGANISATION
    return Objective(scope=scope, department_id=draft.department_id, owner=member)


def setter_names(right: Right, *, on: date) -> str:
    names = [person.full_name for person in setters_of(right, on=on)]
    return formats.joined(parts=names, language=get_language() or "en") or formats.NONE
