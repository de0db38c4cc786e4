"""What is asked of newcomers, month by month. Every change leaves a row for `goals` to judge progress anew."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions
from teams.actions.refusals import Refused
from teams.actions.versions import EditConflict, change
from teams.models import Membership, PresenceChange, RampPlan


@transaction.atomic
def save(
    *,
    member: Membership | None,
    version: int,
    shares: Sequence[Decimal] | None,
    by: Membership | None,
    at: datetime,
) -> None:
    """The plan of a member, or without one of the organisation; `version` is the one seen, 0 where there was none.

    Without `shares` a member goes by the organisation's plan. Raises EditConflict, or Refused for one's own.
    """
    if member is not None and by is not None and member.pk == by.pk:
        raise Refused(_("Ask somebody else to change your own ramp."))
    if shares is None:
        _drop(member, version, by=by, at=at)
        return
    plan, is_new = RampPlan.objects.get_or_create(membership=member, defaults={"version": 0})
    plan, before, after = change(record=plan, version=version, values={"shares": list(shares)})
    plan.membership = member
    if after or is_new:
        PresenceChange.objects.create(membership=member)
        audit.actions.record(action="rampplan.edit", record=plan, by=by, at=at, before=before, after=after)


def _drop(member: Membership | None, version: int, *, by: Membership | None, at: datetime) -> None:
    plan = (
        RampPlan.objects.select_for_update(of=("self",)).filter(membership=member).select_related("membership").first()
    )
    if plan is None:
        return
    if plan.version != version:
        raise EditConflict(current=plan, version=plan.version, proposed={"shares": None})
    audit.actions.record(action="rampplan.delete", record=plan, by=by, at=at, before={"shares": plan.shares})
    plan.delete()
    PresenceChange.objects.create(membership=member)
