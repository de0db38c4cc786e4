from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from slas.models.clock import Clock
from slas.models.clock_event import ClockEvent
from teams.models import Membership
from teams.tenancy import TenantKey, TenantModel, walls


class Breach(TenantModel):
    """A promise that was not kept, as a fact at the due instant: exactly one per clock, and never deleted.

    A later correction reverses it with its cause. `version` counts the edits of cause, action and sign-off.
    """

    class Cause(models.TextChoices):
        ROUTING = "routing", _("Routing delay")
        ABSENT = "absent", _("Owner absent")
        CAPACITY = "capacity", _("Capacity")
        ZONE = "zone", _("Wrong time zone")
        BAD_DATA = "bad_data", _("Bad data")
        DUPLICATE = "duplicate", _("Duplicate")
        OUTAGE = "outage", _("Outage")
        INACTION = "inaction", _("Inaction")
        DEFINITION = "definition", _("Dispute about the definition")

    clock = TenantKey(Clock, verbose_name=pgettext_lazy("record", "Clock"), related_name="breaches")
    breached_at = models.DateTimeField(_("Breached"))
    noticed_at = models.DateTimeField(db_default=Now())
    reversed_at = models.DateTimeField(null=True, blank=True)
    reversal = models.CharField(max_length=12, choices=ClockEvent.Reason.choices, blank=True)
    cause = models.CharField(_("Cause"), max_length=10, choices=Cause.choices, blank=True)
    cause_note = models.CharField(_("What happened"), max_length=500, blank=True)
    action = models.CharField(_("Corrective action"), max_length=500, blank=True)
    action_owner = TenantKey(Membership, verbose_name=_("Who does it"), null=True, blank=True, related_name="+")
    action_due_on = models.DateField(_("By"), null=True, blank=True)
    action_done_on = models.DateField(_("Done on"), null=True, blank=True)
    marketing_signed_by = TenantKey(Membership, null=True, blank=True, related_name="+")
    marketing_signed_at = models.DateTimeField(null=True, blank=True)
    sales_signed_by = TenantKey(Membership, null=True, blank=True, related_name="+")
    sales_signed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        verbose_name = pgettext_lazy("record", "Breach")
        verbose_name_plural = _("Breaches")
        ordering = ["-breached_at", "pk"]
        constraints = [
            *walls(
                "slas_breach",
                clock="slas_clock",
                action_owner="teams_membership",
                marketing_signed_by="teams_membership",
                sales_signed_by="teams_membership",
            ),
            models.UniqueConstraint(fields=["organisation", "clock"], name="slas_breach_one_per_clock"),
            models.CheckConstraint(
                name="slas_breach_reversal_has_reason",
                condition=Q(reversed_at__isnull=True, reversal="") | Q(reversed_at__isnull=False) & ~Q(reversal=""),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-breached_at", "id"], name="slas_breach_breached")]

    def __str__(self) -> str:
        return f"{self.breached_at:%Y-%m-%d %H:%M}"
