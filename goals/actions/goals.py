from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from audit import actions as audit
from audit.queries import done_together
from goals.actions import objectives, trees
from goals.actions.agreements import require_not_bound, require_not_held
from goals.actions.setting import require_setter
from goals.models import Close, Goal, Objective
from goals.queries.known import ARCHIVE
from teams.actions.submissions import in_turn, just_now
from teams.actions.versions import change
from teams.models import Membership


class GoalContainsItself(Exception):
    """A goal was to become part of itself or of a goal below it."""


@transaction.atomic
def create(*, values: Mapping[str, Any], by: Membership | None, at: datetime) -> Goal:
    """Create a goal from title, what, why, parent, period, sponsor, owner, cadence. Sent twice it is one."""
    if by is not None:
        in_turn(by)
        if earlier := Goal.objects.active().filter(**values, created_at__range=just_now(at)).first():
            return earlier
    goal = Goal.objects.create(**values, remind_at=at if values.get("cadence") else None)
    audit.record(action="goal.create", record=goal, by=by, at=at, after=dict(values))
    return goal


@transaction.atomic
def edit(
    *,
    goal: Goal,
    version: int | None,
    values: Mapping[str, Any],
    by: Membership | None,
    at: datetime,
) -> Goal:
    """Change a goal that is still at `version`; raises `EditConflict` or `GoalContainsItself`."""
    parent = values.get("parent")
    if parent and trees.contains(record=goal, below=parent):
        raise GoalContainsItself
    goal, before, after = change(record=goal, version=version, values=values)
    if "cadence" in after:
        goal.remind_at = at if goal.cadence else None
        goal.save(update_fields=["remind_at"])
    if after:
        audit.record(action="goal.edit", record=goal, by=by, at=at, before=before, after=after)
    return goal


def move(*, goal: Goal, version: int | None, parent: Goal | None, by: Membership, at: datetime) -> Goal:
    """Make it part of another goal, or of none; raises `EditConflict` or `GoalContainsItself`. There already: nothing changes."""
    return edit(goal=goal, version=version, values={"parent": parent}, by=by, at=at)


def require_archivable(*, goal: Goal, by: Membership, at: datetime) -> None:
    """Raise where `archive` would refuse now: first what binds everybody, so that nobody is sent to who cannot either."""
    asked = list(_put_aside_with(goal))
    require_not_held(objectives=asked)
    require_setter(objectives=asked, by=by, at=at)


@transaction.atomic
def archive(*, goal: Goal, by: Membership | None, at: datetime) -> Goal:
    """Put a goal and its objectives aside, but for those of closed periods; nothing is deleted. Twice is once.

    Raises `TermsFrozen`, `OwnTarget` or `AnothersTarget` where one of them is not this member's to put aside.
    """
    goal, before, after = change(record=goal, version=None, values={"is_archived": True})
    if not after:
        return goal
    asked = list(_put_aside_with(goal).select_for_update(of=("self",)))
    require_not_bound(objectives=asked, by=by, at=at)
    # Only these: what has come in meanwhile nobody asked about.
    Objective.objects.filter(pk__in=[one.pk for one in asked]).update(is_archived=True, version=F("version") + 1)
    # Each has its own line: by it a page of an earlier day still shows it, and it comes back with its goal.
    for objective in asked:
        audit.record(action=ARCHIVE, record=objective, by=by, at=at, before={"is_archived": False})
    audit.record(action="goal.archive", record=goal, by=by, at=at, before=before)
    return goal


@transaction.atomic
def restore(*, goal: Goal, by: Membership | None, at: datetime) -> int:
    """Take a goal back, with the objectives that were put aside together with it: how many. Twice is once.

    Those of periods that were closed since stay; raises `OwnTarget` or `AnothersTarget` where one is not this member's to set.
    """
    goal, before, after = change(record=goal, version=None, values={"is_archived": False})
    if not after:
        return 0
    goal.remind_at = at if goal.cadence else None
    goal.save(update_fields=["remind_at"])
    ids = done_together(record=goal, action="goal.archive", records=Objective, to_them=ARCHIVE)
    back = list(_open(goal).filter(is_archived=True, pk__in=ids))
    for objective in back:
        objectives.restore(objective=objective, by=by, at=at)
    audit.record(action="goal.restore", record=goal, by=by, at=at, before=before)
    return len(back)


def _put_aside_with(goal: Goal) -> QuerySet[Objective]:
    return _open(goal).filter(is_archived=False)


def _open(goal: Goal) -> QuerySet[Objective]:
    closed = Close.objects.standing().values("period")
    return Objective.objects.filter(goal=goal).exclude(period__in=closed).order_by("pk")
