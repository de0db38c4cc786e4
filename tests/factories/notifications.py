from typing import Any

from notifications.models import NotificationSettings
from tests.factories.teams import make_membership


def make_notification_settings(**values: Any) -> NotificationSettings:
    """What a member chose; by default nothing differs from the catalogue."""
    values.setdefault("member", None)
    values["member"] = values["member"] or make_membership()
    return NotificationSettings.objects.create(**({"version": 1} | values))
