from notifications.views.notifications import (
    notification_detail,
    notification_list,
    notification_open,
    notification_read,
    notification_read_all,
)
from notifications.views.settings import settings_edit
from notifications.views.unsubscribing import unsubscribe

__all__ = [
    "notification_detail",
    "notification_list",
    "notification_open",
    "notification_read",
    "notification_read_all",
    "settings_edit",
    "unsubscribe",
]
