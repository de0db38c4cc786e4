from functools import cache
from typing import Any

from django.http import HttpRequest

from notifications.queries import unread_threads


def unread_notifications(request: HttpRequest) -> dict[str, Any]:
    """In how many matters something waits for the member, for the bell of every page; asked only where the bell is shown."""
    membership = getattr(request, "membership", None)
    if membership is None:
        return {}
    return {"unread_notifications": cache(lambda: unread_threads(member=membership))}
