"""What people say about a breach: its cause, what is done about it, and that both sides have seen it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import audit.actions
from slas.access import may_sign
from slas.models import Breach
from teams.actions.refusals import Refused
from teams.actions.versions import change
from teams.models import Membership

UNSIGNED = {
    "marketing_signed_by": None,
    "marketing_signed_at": None,
    "sales_signed_by": None,
    "sales_signed_at": None,
}


@transaction.atomic
def explain(*, breach: Breach, version: int | None, values: dict[str, Any], by: Membership, at: datetime) -> Breach:
    """Say why, and what is done about it; signatures under other words fall, but that it was done is no other word.

    Raises Refused or EditConflict.
    """
    if values.get("action") and not (values.get("action_owner") and values.get("action_due_on")):
        raise Refused(_("Say who does it, and by when."), field="action_owner")
    done_on = values.get("action_done_on")
    if done_on and done_on > timezone.localdate(at):
        raise Refused(_("This lies in the future."), field="action_done_on")
    current, before, after = change(record=breach, version=version, values=values)
    if set(after) - {"action_done_on"}:
        Breach.objects.filter(pk=current.pk).update(**UNSIGNED)
    if after:
        audit.actions.record(action="breach.edit", record=current, by=by, at=at, before=before, after=after)
    return current


@transaction.atomic
def sign(*, breach: Breach, side: str, version: int, by: Membership, at: datetime) -> Breach:
    """One side's word that cause and action stand as shown; raises Refused."""
    rows = Breach.objects.select_related("clock__promise__version__agreement__marketing")
    rows = rows.select_related("clock__promise__version__agreement__sales").select_for_update(of=("self",))
    current = rows.get(pk=breach.pk)
    if current.version != version:
        raise Refused(_("This has changed since you opened it. Read it again, then sign."))
    if not current.cause:
        raise Refused(_("Write down the cause before it is signed off."))
    department = current.clock.promise.version.agreement.department(side)
    if not may_sign(by, department, side=side):
        raise Refused(_("You cannot sign for this department."))
    if getattr(current, f"{side}_signed_at"):
        raise Refused(_("This side has signed already."))
    if by.pk in {current.marketing_signed_by_id, current.sales_signed_by_id}:
        raise Refused(_("You have signed already. The other side signs for itself."))
    setattr(current, f"{side}_signed_by", by)
    setattr(current, f"{side}_signed_at", at)
    current.save(update_fields=[f"{side}_signed_by", f"{side}_signed_at"])
    after = {"side": side, "version": version, "cause": current.cause}
    audit.actions.record(action="breach.sign", record=current, by=by, at=at, after=after)
    return current
