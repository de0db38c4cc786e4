from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from goals.models.canvas import CanvasEntry
from teams.models import Department, Membership
from teams.tenancy import TenantKey, walls


class HelpRequest(CanvasEntry):
    """What one department asks of another for a goal. The other one accepts, declines with a reason, or answers.

    `reply` is the last one; earlier ones are in the audit trail.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("help", "Open")
        ACCEPTED = "accepted", pgettext_lazy("help", "Accepted")
        DECLINED = "declined", pgettext_lazy("help", "Declined")
        ANSWERED = "answered", pgettext_lazy("help", "Answered")
        WITHDRAWN = "withdrawn", pgettext_lazy("help", "Withdrawn")

    department = TenantKey(Department, verbose_name=_("Asked of"), related_name="+")
    details = models.TextField(_("Details"), blank=True)
    needed_by = models.DateField(_("Needed by"), null=True, blank=True)
    asked_by = TenantKey(Membership, related_name="+")
    state = models.CharField(_("State"), max_length=9, choices=State.choices, default=State.OPEN)
    reply = models.TextField(_("Reply"), blank=True)
    replied_by = TenantKey(Membership, null=True, related_name="+")
    replied_at = models.DateTimeField(null=True)

    class Meta(CanvasEntry.Meta):
        verbose_name = _("Request for help")
        verbose_name_plural = _("Requests for help")
        ordering = ["needed_by", "created_at", "pk"]
        constraints = [
            *walls(
                "goals_helprequest",
                goal="goals_goal",
                department="teams_department",
                asked_by="teams_membership",
                replied_by="teams_membership",
            ),
            models.CheckConstraint(
                name="goals_helprequest_replies_have_words",
                condition=~models.Q(state__in=["declined", "answered"])
                | (models.Q(replied_by__isnull=False, replied_at__isnull=False) & ~models.Q(reply="")),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "goal"], name="goals_helprequest_goal"),
            models.Index(fields=["organisation", "department", "state"], name="goals_helprequest_inbox"),
        ]
