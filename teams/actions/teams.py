from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from teams.actions import rows
from teams.actions.refusals import Refused, name_taken
from teams.models import Membership, Team

REFUSALS = {"teams_team_name_key": name_taken}


@transaction.atomic
def create(*, values: dict[str, Any], by: Membership | None, at: datetime) -> Team:
    """Create a team from name, department, parent; raises Refused."""
    _check_tree(values["department"].pk, values.get("parent"))
    return rows.create(Team, values=values, refusals=REFUSALS, by=by, at=at)


@transaction.atomic
def edit(
    *,
    team: Team,
    values: dict[str, Any],
    by: Membership | None,
    at: datetime,
    version: int | None = None,
) -> Team:
    """Change name and parent; raises Refused.

    A team stays in its department: facts keep the department that they were attributed to, and so must the past.
    """
    _check_tree(team.department_id, values.get("parent"), team)
    return rows.edit(team, values=values, refusals=REFUSALS, by=by, at=at, version=version)


def delete(*, team: Team, by: Membership | None, at: datetime) -> None:
    """Delete a team that nothing stands on; raises StillUsed."""
    before = {"name": team.name, "department": team.department, "parent": team.parent}
    rows.delete(team, before=before, by=by, at=at)


def _check_tree(department_id: UUID, parent: Team | None, team: Team | None = None) -> None:
    """The parent is in the same department and not below the team. The lock keeps two moves from making a ring."""
    if parent is None:
        return
    if parent.department_id != department_id:
        raise Refused(_("Choose a team of the same department."), field="parent")
    if team is None:
        return
    list(Team.objects.filter(department=department_id).order_by("pk").select_for_update().values_list("pk"))
    if Team.objects.ancestors(parent, include_self=True).filter(pk=team.pk).exists():
        raise Refused(_("A team cannot be part of itself or of a team below it."), field="parent")
