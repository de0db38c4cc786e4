from datetime import datetime

from django.db import transaction
from django.urls import reverse

import audit.queries
from notifications.actions.notices import post
from notifications.models import Notification
from teams.models import Membership, Organisation
from teams.permissions import Role


@transaction.atomic
def send_audit_head(*, organisation: Organisation, at: datetime) -> int:
    """Once per day of the organisation: the signed end of its audit trail to owners and ops auditors.

    Kept outside the database, it is what a rewritten or shortened trail is found by (TENANCY.md §4).
    """
    kind, key = Notification.Kind.AUDIT_HEAD, at.astimezone(organisation.zone).date().isoformat()
    told = Notification.objects.filter(kind=kind, key=key).values("to")
    readers = Membership.objects.active().filter(role__in=[Role.OWNER, Role.OPS_AUDITOR], user__isnull=False)
    waiting = list(readers.exclude(pk__in=told))
    head = audit.queries.link(organisation_id=organisation.pk) if waiting else None
    if head is None:
        return 0
    values = {"number": head.number, "hash": head.hash, "signature": head.signature}
    url = reverse("teams:audit_list", args=[organisation.slug])
    return post([Notification(to=to, kind=kind, key=key, values=values, url=url, created_at=at) for to in waiting])
