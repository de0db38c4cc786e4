from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pipeline.models import Activity, Lead, StageTransition
from slas.models.promise import Promise
from slas.rules.clock_log import Kind as RuleKind
from teams.models import CalendarVersion, Membership
from teams.tenancy import TenantKey, TenantModel, walls


class ClockEvent(TenantModel):
    """A line of the log of a lead under one line of the agreement. Append-only (a trigger refuses).

    `retracts` takes back an event whose fact was corrected; `take` counts how often the fact had been taken back before.
    Decisions of people name the cycle that they are about.
    """

    class Kind(models.TextChoices):
        STARTED = RuleKind.STARTED.value, pgettext_lazy("clock", "Started")
        STOPPED = RuleKind.STOPPED.value, pgettext_lazy("clock", "Done")
        CANCELLED = RuleKind.CANCELLED.value, pgettext_lazy("clock", "Cancelled")
        RESUMED = RuleKind.RESUMED.value, pgettext_lazy("clock", "Resumed")
        REASSIGNED = RuleKind.REASSIGNED.value, pgettext_lazy("clock", "Handed on")
        REBASED = RuleKind.REBASED.value, pgettext_lazy("clock", "Moved to new terms")
        PAUSED = RuleKind.PAUSED.value, pgettext_lazy("clock", "Paused")
        WAIVED = RuleKind.WAIVED.value, pgettext_lazy("clock", "Waived")
        REVERSED = RuleKind.REVERSED.value, pgettext_lazy("clock", "Breach reversed")
        # What changes nothing by itself: the rules never see it.
        ASKED = "asked", pgettext_lazy("clock", "Waiver asked for")
        REFUSED = "refused", pgettext_lazy("clock", "Waiver refused")
        RETRACTED = "retracted", pgettext_lazy("clock", "Taken back")

    class Reason(models.TextChoices):
        CUSTOMER = "customer", _("Waiting for the customer")
        LATER = "later", _("The customer asked for a later day")
        INFORMATION = "information", _("Waiting for information from the other department")
        OUTAGE = "outage", _("Systems were down")
        BAD_DATA = "bad_data", _("The lead’s data were wrong")
        DUPLICATE = "duplicate", _("Duplicate")
        WRONG_ZONE = "wrong_zone", _("Wrong time zone")
        LATE_ENTRY = "late_entry", _("Entered late")
        OTHER = "other", _("Other")

    line = models.UUIDField()
    lead = TenantKey(Lead, related_name="+")
    cycle = models.PositiveIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    by = TenantKey(Membership, null=True, blank=True, related_name="+")
    reason = models.CharField(_("Reason"), max_length=12, choices=Reason.choices, blank=True)
    note = models.CharField(_("Note"), max_length=500, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    promise = TenantKey(Promise, null=True, blank=True, related_name="+")
    calendar_version = TenantKey(CalendarVersion, null=True, blank=True, related_name="+")
    owner = TenantKey(Membership, null=True, blank=True, related_name="+")
    transition = TenantKey(StageTransition, null=True, blank=True, related_name="+")
    activity = TenantKey(Activity, null=True, blank=True, related_name="+")
    take = models.PositiveSmallIntegerField(default=0)
    retracts = TenantKey("self", null=True, blank=True, related_name="+")

    class Meta(TenantModel.Meta):
        verbose_name = _("Event of a clock")
        verbose_name_plural = _("Events of clocks")
        ordering = ["occurred_at", "pk"]
        constraints = [
            *walls(
                "slas_clockevent",
                lead="pipeline_lead",
                by="teams_membership",
                promise="slas_promise",
                calendar_version="teams_calendarversion",
                owner="teams_membership",
                transition="pipeline_stagetransition",
                activity="pipeline_activity",
                retracts="slas_clockevent",
            ),
            # Sweeping twice, or twice at once, adds nothing.
            models.UniqueConstraint(
                fields=["organisation", "line", "transition", "kind", "take"],
                name="slas_clockevent_transition_key",
                condition=Q(transition__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["organisation", "line", "activity", "take"],
                name="slas_clockevent_activity_key",
                condition=Q(activity__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["organisation", "line", "lead", "occurred_at", "owner"],
                name="slas_clockevent_hand_out_key",
                condition=Q(kind="reassigned", by__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["organisation", "retracts"],
                name="slas_clockevent_retracted_once",
                condition=Q(retracts__isnull=False),
            ),
            models.CheckConstraint(
                name="slas_clockevent_terms",
                condition=~Q(kind__in=["started", "rebased"])
                | Q(promise__isnull=False, calendar_version__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "lead", "line"], name="slas_clockevent_lead")]
