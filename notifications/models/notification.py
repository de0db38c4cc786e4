from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as translated

from notifications.catalogue import KINDS, Told
from notifications.catalogue import Kind as CatalogueKind
from teams.models import Membership
from teams.rules import formats
from teams.tenancy import TenantKey, TenantManager, TenantModel, walls


class NotificationQuerySet(models.QuerySet["Notification"]):
    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at__isnull=True)

    def awaiting_letter(self, *, at: datetime) -> "NotificationQuerySet":
        """Those whose letter is due and can still reach their reader."""
        return self.filter(mailed_at__isnull=True, letter_at__lte=at, to__is_active=True).exclude(to__email="")


class Notification(TenantModel):
    """A notice to one member: shown in the app at once, mailed by a sweep when its letter is due. The row is the queue.

    All notices about one `matter` are a thread. Without `letter_at` there is no letter. A `key` (such as a day) is for
    notices of which there may be only one.
    """

    Kind = CatalogueKind

    to = TenantKey(Membership, related_name="+")
    kind = models.CharField(max_length=20)
    values = models.JSONField(default=dict)
    url = models.CharField(max_length=500, blank=True)
    matter = models.CharField(max_length=500, default="", editable=False)
    key = models.CharField(max_length=50, blank=True, editable=False)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    letter_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager.from_queryset(NotificationQuerySet)()

    class Meta(TenantModel.Meta):
        ordering = ["-created_at", "-pk"]
        constraints = [
            *walls("notifications_notification", to="teams_membership"),
            models.UniqueConstraint(
                fields=["organisation", "to", "kind", "key"],
                name="notifications_notification_once",
                condition=~models.Q(key=""),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "to", "matter", "-created_at"], name="notifications_thread"),
            models.Index(
                fields=["organisation", "to", "matter"],
                name="notifications_unread",
                condition=models.Q(read_at__isnull=True),
            ),
            models.Index(
                fields=["organisation", "letter_at", "to"],
                name="notifications_letter",
                condition=models.Q(mailed_at__isnull=True, letter_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.told.text() % {name: _read(value) for name, value in self.values.items()}

    @property
    def told(self) -> Told:
        return KINDS[self.kind]

    @property
    def label(self) -> str:
        return str(CatalogueKind(self.kind).label)

    @property
    def title(self) -> str:
        """The matter in words, with whose it is where many have one of that name."""
        about = str(_read(self.values.get(self.told.about)) or self.told.group.label)
        holder = self.values.get("holder")
        return f"{about} · {holder}" if holder else about


def _read(value: Any) -> Any:
    """The product's own words ({"msgid": …}, perhaps with numbers in them) in the language that is active, names in a row
    with its comma; all else as it is.
    """
    if isinstance(value, list):
        return formats.joined(parts=[str(_read(one)) for one in value], language=get_language() or "en")
    if not isinstance(value, dict):
        return value
    told = translated(value["msgid"])
    return told % value if len(value) > 1 else told
