"""Asking the other side to excuse a broken promise. It changes nothing but the log: the other side decides, or nobody does."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

import audit.actions
from notifications.actions import notify
from notifications.models import Notification
from slas.actions.clocks import WAIVABLE, locked
from slas.models import Clock, ClockEvent
from slas.queries.waivers import deciders, is_asked
from teams.actions.refusals import Refused
from teams.models import Membership
from teams.queries.organisations import active_organisation


@transaction.atomic
def ask(*, clock: Clock, reason: str, by: Membership, at: datetime, note: str = "") -> Clock:
    """Ask those who may waive it, once until they have; raises Refused."""
    current = locked(clock, WAIVABLE, at)
    if is_asked(current):
        raise Refused(_("This has been asked for already. The other side has not decided yet."))
    who = {"line": current.line, "lead_id": current.lead_id, "cycle": current.cycle, "by": by}
    ClockEvent.objects.create(
        kind=ClockEvent.Kind.ASKED, occurred_at=at, recorded_at=at, reason=reason, note=note, **who
    )
    after = {"reason": reason, "note": note}
    audit.actions.record(action="clock.ask", record=current, by=by, at=at, after=after)
    url = reverse("slas:clock_detail", args=[active_organisation().slug, current.pk])
    values = {"by": by.full_name, "lead": str(current.lead), "note": note}
    for person in deciders(clock):
        notify(to=person, kind=Notification.Kind.WAIVER_ASKED, values=values, url=url, at=at)
    return current
