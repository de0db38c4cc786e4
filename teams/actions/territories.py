from datetime import datetime
from typing import Any

from teams.actions import rows
from teams.actions.refusals import name_taken
from teams.models import Membership, Territory

REFUSALS = {"teams_territory_name_key": name_taken}


def create(*, values: dict[str, Any], by: Membership | None, at: datetime) -> Territory:
    """Create a territory; raises Refused."""
    return rows.create(Territory, values=values, refusals=REFUSALS, by=by, at=at)


def edit(
    *,
    territory: Territory,
    values: dict[str, Any],
    by: Membership | None,
    at: datetime,
    version: int | None = None,
) -> Territory:
    """Rename a territory; raises Refused."""
    return rows.edit(territory, values=values, refusals=REFUSALS, by=by, at=at, version=version)


def delete(*, territory: Territory, by: Membership | None, at: datetime) -> None:
    """Delete a territory that nothing stands on; raises StillUsed."""
    rows.delete(territory, before={"name": territory.name}, by=by, at=at)
