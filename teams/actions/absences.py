"""When people are away. Every change leaves a row for `goals` to judge progress anew."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions
from teams.actions import rows
from teams.actions.refusals import Refused, told_as
from teams.actions.versions import change
from teams.models import Absence, Membership, PresenceChange

FIELDS = ("membership", "kind", "starts_on", "ends_on")


def _overlaps() -> Refused:
    return Refused(_("Some of these days are recorded as an absence already."), field="starts_on")


def _empty() -> Refused:
    return Refused(_("The last day is before the first."), field="ends_on")


REFUSALS = {"teams_absence_no_overlap": _overlaps, "teams_absence_not_empty": _empty}


@transaction.atomic
def record(*, member: Membership, values: dict[str, Any], by: Membership | None, at: datetime) -> Absence:
    """Note that a member is away during [starts_on, ends_on); raises Refused."""
    PresenceChange.objects.create(membership=member)
    return rows.create(Absence, values=values | {"membership": member}, refusals=REFUSALS, by=by, at=at)


@transaction.atomic
def edit(
    *, absence: Absence, version: int | None, values: dict[str, Any], by: Membership | None, at: datetime
) -> Absence:
    """Change kind or days of an absence that is still at `version` (else EditConflict); raises Refused."""
    with told_as(REFUSALS):
        changed, before, after = change(record=absence, version=version, values=values)
    changed.membership = absence.membership
    if after:
        PresenceChange.objects.create(membership=changed.membership)
        audit.actions.record(action="absence.edit", record=changed, by=by, at=at, before=before, after=after)
    return changed


@transaction.atomic
def delete(*, absence: Absence, by: Membership | None, at: datetime) -> None:
    """Take back an absence that will not be, or never was."""
    PresenceChange.objects.create(membership=absence.membership)
    rows.delete(absence, before={name: getattr(absence, name) for name in FIELDS}, by=by, at=at)
