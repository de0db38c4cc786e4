from datetime import datetime
from typing import Any

from notifications.models import Notification
from teams.models import Membership


def notify(*, to: Membership, kind: str, values: dict[str, Any], url: str, at: datetime) -> Notification:
    """Leave a notice; its text is made from `kind` and `values` in the reader's language (notifications/rules.py)."""
    return Notification.objects.create(to=to, kind=kind, values=values, url=url, created_at=at)


def mark_read(*, to: Membership, at: datetime) -> int:
    """Mark all notices of a member as read; return how many were not."""
    return Notification.objects.filter(to=to).unread().update(read_at=at)
