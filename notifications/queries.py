from notifications.models import Notification, NotificationQuerySet
from teams.models import Membership


def notices_of(*, member: Membership) -> NotificationQuerySet:
    """A member's own notices, the newest first."""
    return Notification.objects.filter(to=member).order_by("-created_at", "-pk")
