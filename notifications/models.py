from django.db import models
from django.utils.translation import gettext_lazy as _

from notifications.rules import text_of
from teams.models import Membership
from teams.tenancy import TenantKey, TenantManager, TenantModel, walls


class NotificationQuerySet(models.QuerySet["Notification"]):
    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at__isnull=True)

    def awaiting_letter(self) -> "NotificationQuerySet":
        """Those that a mail can still reach their reader with."""
        return self.filter(mailed_at__isnull=True, to__is_active=True).exclude(to__email="")


class Notification(TenantModel):
    """A notice to one member: shown in the app at once, mailed by a sweep. The row is the queue.

    A `key` (such as a day) is for notices of which there may be only one.
    """

    class Kind(models.TextChoices):
        IMPORT_DONE = "import_done", _("Import finished")
        IMPORT_FAILED = "import_failed", _("Import failed")
        PERIOD_CLOSED = "period_closed", _("Results to sign")
        PERIOD_REOPENED = "period_reopened", _("Period opened again")
        RESULT_RESTATED = "result_restated", _("Closed results restated")
        CLOCK_DIGEST = "clock_digest", _("Promises that run out or are overdue")
        FIGURES_DRIFTED = "figures_drifted", _("Figures had drifted")
        AUDIT_HEAD = "audit_head", _("Daily head of the audit trail")
        TARGET_OFFERED = "target_offered", _("A target is offered")
        TARGET_COUNTERED = "target_countered", _("A target is countered")
        TARGET_AGREED = "target_agreed", _("A target is agreed")
        TARGET_SIGNED = "target_signed", _("All have signed a target")
        TARGET_WITHDRAWN = "target_withdrawn", _("An offer is withdrawn")
        TARGET_ESCALATED = "target_escalated", _("A target is escalated")
        TARGET_IMPOSED = "target_imposed", _("A target is imposed")
        TARGET_STUCK = "target_stuck", _("A target waits for a decision")
        TARGET_HOLDER_LEFT = "target_holder_left", _("Somebody left in the middle of a negotiation")
        HELP_ASKED = "help_asked", _("Help is asked of your department")
        HELP_ACCEPTED = "help_accepted", _("Help is promised")
        HELP_DECLINED = "help_declined", _("Help is declined")
        CHECK_IN_ASKED = "check_in_asked", _("Something is asked of you")
        CHECK_IN_DUE = "check_in_due", _("A check-in is due")
        REVIEW_DUE = "review_due", _("A review is due")
        MENTIONED = "mentioned", _("You are mentioned")
        HELP_ANSWERED = "help_answered", _("A request for help is answered")

    to = TenantKey(Membership, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    values = models.JSONField(default=dict)
    url = models.CharField(max_length=500, blank=True)
    key = models.CharField(max_length=50, blank=True, editable=False)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
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
            models.Index(fields=["organisation", "to", "-created_at"], name="notifications_notification_to"),
            models.Index(
                fields=["organisation", "created_at"],
                name="notifications_unmailed",
                condition=models.Q(mailed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return text_of(kind=self.kind, values=self.values)
