from datetime import datetime
from typing import Any

from teams.actions import rows
from teams.actions.refusals import name_taken
from teams.models import Department, Membership

REFUSALS = {"teams_department_name_key": name_taken}


def create(*, values: dict[str, Any], by: Membership | None, at: datetime) -> Department:
    """Create a department from name, kind and head; raises Refused."""
    return rows.create(Department, values=values, refusals=REFUSALS, by=by, at=at)


def edit(
    *,
    department: Department,
    values: dict[str, Any],
    by: Membership | None,
    at: datetime,
    version: int | None = None,
) -> Department:
    """Change name, kind and head; raises Refused."""
    return rows.edit(department, values=values, refusals=REFUSALS, by=by, at=at, version=version)


def delete(*, department: Department, by: Membership | None, at: datetime) -> None:
    """Delete a department that nothing stands on; raises StillUsed."""
    rows.delete(department, before={"name": department.name, "kind": department.kind}, by=by, at=at)
