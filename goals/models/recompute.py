from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from teams.models import Membership
from teams.tenancy import TenantKey, TenantModel, walls


class Recompute(TenantModel):
    """A recompute of an organisation's objectives: due, in work, or done. The row is the job; workers sweep it."""

    class Reason(models.TextChoices):
        NIGHTLY = "nightly", _("Nightly")
        IMPORT = "import", _("After an import")
        REQUEST = "request", _("On request")
        RATE = "rate", _("After a change of an exchange rate")
        PRESENCE = "presence", _("After a change of leave, ramp or calendar")

    class State(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("recompute", "Waiting")
        DONE = "done", pgettext_lazy("recompute", "Done")
        FAILED = "failed", pgettext_lazy("recompute", "Failed")

    reason = models.CharField(_("Reason"), max_length=8, choices=Reason.choices)
    slot_on = models.DateField(null=True, blank=True)
    state = models.CharField(_("State"), max_length=7, choices=State.choices, default=State.QUEUED)
    requested_by = TenantKey(Membership, null=True, blank=True, related_name="+")
    requested_at = models.DateTimeField(db_default=Now())
    attempts = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    objectives = models.PositiveIntegerField(null=True, blank=True)
    changed = models.PositiveIntegerField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        verbose_name = pgettext_lazy("record", "Recompute")
        ordering = ["-requested_at", "pk"]
        constraints = [
            *walls("goals_recompute", requested_by="teams_membership"),
            models.UniqueConstraint(fields=["organisation", "slot_on"], name="goals_recompute_one_per_night"),
            models.CheckConstraint(
                name="goals_recompute_nightly_has_slot",
                condition=models.Q(reason="nightly", slot_on__isnull=False)
                | (~models.Q(reason="nightly") & models.Q(slot_on__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "requested_at"],
                name="goals_recompute_due",
                condition=models.Q(state="queued"),
            )
        ]
