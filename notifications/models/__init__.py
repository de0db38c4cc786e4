from notifications.models.notification import Notification
from notifications.models.notification_settings import NotificationSettings

__all__ = ["Notification", "NotificationSettings"]
