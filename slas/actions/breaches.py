"""What was learned from a breach: its cause, what is done about it, and that both sides have seen it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions
from slas.access import may_sign
from slas.models import Breach, Side
from teams.actions import versions
from teams.actions.refusals import Refused
from teams.models import Membership

SIGNED = ("marketing_signed_by", "marketing_signed_at", "sales_signed_by", "sales_signed_at")


@transaction.atomic
def review(*, breach: Breach, version: int | None, values: dict[str, Any], by: Membership, at: datetime) -> Breach:
    """Write down cause and corrective action; sign-offs of other words fall. Raises EditConflict."""
    current, was, now = versions.change(record=breach, version=version, values=values)
    if not now:
        return current
    if "action_done_on" not in now or len(now) > 1:
        for name in SIGNED:
            setattr(current, name, None)
        current.save(update_fields=SIGNED)
    audit.actions.record(action="breach.review", record=current, by=by, at=at, before=was, after=now)
    return current


@transaction.atomic
def sign_off(*, breach: Breach, side: str, by: Membership, at: datetime) -> Breach:
    """A side has seen the cause and agrees with what is done about it; raises Refused."""
    current = Breach.objects.select_for_update(of=("self",)).get(pk=breach.pk)
    agreement = breach.clock.promise.version.agreement
    if not may_sign(by, agreement.department(side), side=side):
        raise Refused(_("You cannot sign for this department."))
    if not current.cause:
        raise Refused(_("Write down the cause first."))
    other = Side.MARKETING if side == Side.SALES else Side.SALES
    if getattr(current, f"{other}_signed_by_id") == by.pk:
        raise Refused(_("You have signed for the other side."))
    setattr(current, f"{side}_signed_by", by)
    setattr(current, f"{side}_signed_at", at)
    current.save(update_fields=[f"{side}_signed_by", f"{side}_signed_at"])
    audit.actions.record(action="breach.sign_off", record=current, by=by, at=at, after={"side": side})
    return current
