"""Administrators hear of mail that is given up. The rows of `teams`, which knows no notices, are the queue."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from notifications.actions.notices import post
from notifications.models import Notification
from teams.models import MailFailure, Membership
from teams.permissions import ROLE_PERMISSIONS, Permission
from teams.queries.organisations import active_organisation

TOLD = [role for role, permissions in ROLE_PERMISSIONS.items() if Permission.MAIL_RETRY in permissions]


@transaction.atomic
def tell_of_given_up(*, at: datetime) -> int:
    """Once for each time that it is given up; twice, or twice at once, the key lets none through."""
    kind = Notification.Kind.MAIL_GIVEN_UP
    rows = MailFailure.objects.filter(retry_at=None, member__is_active=True).select_related("member")
    waiting = {_key(row): row for row in rows.order_by("last_at", "pk")}
    told = set(Notification.objects.filter(kind=kind, key__in=waiting).values_list("key", flat=True))
    news = {key: row for key, row in waiting.items() if key not in told}
    readers = Membership.objects.active().filter(role__in=TOLD, user__isnull=False).order_by("pk") if news else []
    url = reverse("teams:mail_failure_list", args=[active_organisation().slug])
    return post(
        [
            Notification(to=to, kind=kind, key=key, values=_said(row), url=url, created_at=at)
            for key, row in news.items()
            for to in readers
        ]
    )


def _key(row: MailFailure) -> str:
    return f"{row.pk.hex}-{row.last_at:%y%m%d%H%M%S}"


def _said(row: MailFailure) -> dict[str, str]:
    return {"name": row.member.full_name, "reason": row.reason}
