from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

import audit.queries
from notifications.models import Notification
from teams.models import Membership, Organisation
from teams.permissions import Role


def notify(*, to: Membership, kind: str, values: dict[str, Any], url: str, at: datetime) -> Notification:
    """Leave a notice; its text is made from `kind` and `values` in the reader's language (notifications/rules.py)."""
    return Notification.objects.create(to=to, kind=kind, values=values, url=url, created_at=at)


def mark_read(*, to: Membership, at: datetime) -> int:
    """Mark all notices of a member as read; return how many were not."""
    return Notification.objects.filter(to=to).unread().update(read_at=at)


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
    notices = [Notification(to=to, kind=kind, key=key, values=values, url=url, created_at=at) for to in waiting]
    return len(Notification.objects.bulk_create(notices, ignore_conflicts=True))


@transaction.atomic
def mail(*, notification_id: UUID, at: datetime) -> bool:
    """Mail a notice in its reader's language unless another worker does; return whether it went out."""
    waiting = Notification.objects.awaiting_letter().select_related("to__user", "organisation")
    notice = waiting.select_for_update(of=("self",), skip_locked=True).filter(pk=notification_id).first()
    if notice is None:
        return False
    chosen = notice.to.user.language if notice.to.user else ""
    with translation.override(chosen or notice.organisation.language):
        context = {"notice": notice, "url": settings.PUBLIC_URL + notice.url}
        text = render_to_string("notifications/mail/notice.txt", context)
        send_mail(f"{notice.organisation.name}: {notice.get_kind_display()}", text, None, [notice.to.email])
    notice.mailed_at = at
    notice.save(update_fields=["mailed_at"])
    return True
