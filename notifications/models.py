from django.db import models
from django.utils.translation import gettext_lazy as _

from teams.models import Membership
from teams.tenancy import TenantKey, TenantManager, TenantModel, walls


class NotificationQuerySet(models.QuerySet["Notification"]):
    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at__isnull=True)


class Notification(TenantModel):
    """A notice to one member: shown in the app at once, mailed by a sweep. The row is the queue."""

    class Kind(models.TextChoices):
        IMPORT_DONE = "import_done", _("Import finished")
        IMPORT_FAILED = "import_failed", _("Import failed")
        AUDIT_HEAD = "audit_head", _("Daily head of the audit trail")

    to = TenantKey(Membership, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    values = models.JSONField(default=dict)
    url = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager.from_queryset(NotificationQuerySet)()

    class Meta(TenantModel.Meta):
        ordering = ["-created_at", "-pk"]
        constraints = walls("notifications_notification", to="teams_membership")
        indexes = [
            models.Index(fields=["organisation", "to", "-created_at"], name="notifications_notification_to"),
            models.Index(
                fields=["organisation", "created_at"],
                name="notifications_unmailed",
                condition=models.Q(mailed_at__isnull=True),
            ),
        ]
