"""Who works in which team, from when until when.

Every change leaves two rows: for `pipeline` to attribute facts anew, and for `goals` to prorate targets anew.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from teams.actions import rows
from teams.actions.refusals import Refused
from teams.models import Assignment, AssignmentChange, Membership, PresenceChange

FIELDS = ("team", "territory", "starts_on", "ends_on")


def _overlaps() -> Refused:
    return Refused(
        _("At this time the person is already in a team. End that first, or choose other days."), field="starts_on"
    )


def _empty() -> Refused:
    return Refused(_("The last day is before the first."), field="ends_on")


REFUSALS = {"teams_assignment_no_overlap": _overlaps, "teams_assignment_not_empty": _empty}


@transaction.atomic
def create(*, member: Membership, values: dict[str, Any], by: Membership | None, at: datetime) -> Assignment:
    """Put a member in a team (and territory) for [starts_on, ends_on); raises Refused.

    An assignment that is open at starts_on ends there: that is how a person moves.
    """
    _end_running(member, values["starts_on"], by=by, at=at)
    values = values | {"membership": member}
    assignment = rows.create(Assignment, values=values, refusals=REFUSALS, by=by, at=at)
    _leave_rows(member)
    return assignment


@transaction.atomic
def edit(
    *,
    assignment: Assignment,
    values: dict[str, Any],
    by: Membership | None,
    at: datetime,
    version: int | None = None,
) -> Assignment:
    """Change team, territory or days of an assignment; raises Refused."""
    _leave_rows(assignment.membership)
    return rows.edit(assignment, values=values, refusals=REFUSALS, by=by, at=at, version=version)


@transaction.atomic
def delete(*, assignment: Assignment, by: Membership | None, at: datetime) -> None:
    """Take back an assignment that never was."""
    _leave_rows(assignment.membership)
    before = {"membership": assignment.membership} | {name: getattr(assignment, name) for name in FIELDS}
    rows.delete(assignment, before=before, by=by, at=at)


def _end_running(member: Membership, day: date | None, *, by: Membership | None, at: datetime) -> None:
    if day is None:
        return
    running = (
        member.assignments.on(day).select_related("team").filter(ends_on__isnull=True).exclude(starts_on=day).first()
    )
    if running is not None:
        rows.edit(running, values={"ends_on": day}, refusals=REFUSALS, by=by, at=at)


def _leave_rows(member: Membership) -> None:
    AssignmentChange.objects.create(membership=member)
    PresenceChange.objects.create(membership=member)
