from functools import cache
from typing import Any

from django.http import HttpRequest

from notifications.models import Notification


def unread_notifications(request: HttpRequest) -> dict[str, Any]:
    """How many notices wait for the member, for the bell of every page; asked only where the bell is shown."""
    membership = getattr(request, "membership", None)
    if membership is None:
        return {}
    return {"unread_notifications": cache(lambda: Notification.objects.filter(to=membership).unread().count())}
