from typing import Any

from notifications.actions import notify
from notifications.models import Notification, NotificationSettings
from teams.models import Membership
from tests.factories.teams import NOW, make_membership


def make_notification(
    *, to: Membership | None = None, about: str = "Goal", url: str = "/o/acme/goals/"
) -> Notification:
    """Somebody is mentioned."""
    values = {"by": "Sara Sales", "about": about, "text": "Look!"}
    return notify(to=to or make_membership(), kind="mentioned", values=values, url=url, at=NOW)


def make_notification_settings(**values: Any) -> NotificationSettings:
    """What a member chose; by default nothing differs from the catalogue."""
    values.setdefault("member", None)
    values["member"] = values["member"] or make_membership()
    return NotificationSettings.objects.create(**({"version": 1} | values))
