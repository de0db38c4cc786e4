"""What is written on a goal's canvas: lines are added, changed, put aside and put back. Nothing is deleted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from audit import actions as audit
from goals.models import Goal
from goals.models.canvas import CanvasEntry
from teams.actions.refusals import Refused
from teams.actions.versions import change
from teams.models import Membership


class GoalIsArchived(Refused):
    """Its canvas stays as it is."""

    def __init__(self) -> None:
        super().__init__(_("This goal is archived: its canvas stays as it is. Nothing was saved."))


@transaction.atomic
def add[Entry: CanvasEntry](
    *, model: type[Entry], goal: Goal, values: Mapping[str, Any], by: Membership, at: datetime
) -> Entry:
    """Write a new line. Raises `GoalIsArchived`."""
    require_open(goal)
    entry = model.objects.create(goal=goal, **values)
    audit.record(action=f"{noun(model)}.create", record=entry, by=by, at=at, after={"goal": goal, **values})
    return entry


@transaction.atomic
def edit[Entry: CanvasEntry](
    *, entry: Entry, version: int | None, values: Mapping[str, Any], by: Membership, at: datetime, verb: str = "edit"
) -> Entry:
    """Change a line that is still at `version`; raises `EditConflict` or `GoalIsArchived`."""
    require_open(entry.goal)
    entry, before, after = change(record=entry, version=version, values=values)
    if after:
        audit.record(action=f"{noun(type(entry))}.{verb}", record=entry, by=by, at=at, before=before, after=after)
    return entry


def put_aside(*, entry: CanvasEntry, by: Membership, at: datetime) -> CanvasEntry:
    """Off the canvas, to be put back by anybody who may write on it."""
    return edit(entry=entry, version=None, values={"is_archived": True}, by=by, at=at, verb="archive")


def put_back(*, entry: CanvasEntry, by: Membership, at: datetime) -> CanvasEntry:
    return edit(entry=entry, version=None, values={"is_archived": False}, by=by, at=at, verb="restore")


def require_open(goal: Goal) -> None:
    """Raise `GoalIsArchived` if it was put aside; until the transaction ends it is not."""
    if Goal.objects.select_for_update(of=("self",)).get(pk=goal.pk).is_archived:
        raise GoalIsArchived


def noun(model: type[CanvasEntry]) -> str:
    """`help_request` of HelpRequest."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in model.__name__).lstrip("_")
