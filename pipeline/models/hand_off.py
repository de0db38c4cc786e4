from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pipeline.models.lead import Lead
from pipeline.rules import hand_off
from teams.models import Membership
from teams.tenancy import TenantKey, TenantModel, walls


class LeadRejection(TenantModel):
    """Sales gave a lead back, why, and what is done about it; open until that is done (`settled_at`). `owner`: whose it was."""

    class Reason(models.TextChoices):
        DUPLICATE = hand_off.Reason.DUPLICATE.value, _("Duplicate")
        NO_CUSTOMER = hand_off.Reason.NO_CUSTOMER.value, _("Will never buy: student, job seeker, competitor")
        BAD_CONTACT = hand_off.Reason.BAD_CONTACT.value, _("Cannot be reached: wrong number or address")
        MISSING_FACTS = hand_off.Reason.MISSING_FACTS.value, _("Too little is known")
        WRONG_TERRITORY = hand_off.Reason.WRONG_TERRITORY.value, _("Belongs to another territory")
        WRONG_PRODUCT = hand_off.Reason.WRONG_PRODUCT.value, _("Wants a product of somebody else")
        NOT_NOW = hand_off.Reason.NOT_NOW.value, _("Not yet: asked for a later day")
        NO_BUDGET = hand_off.Reason.NO_BUDGET.value, _("No budget for now")

    class Action(models.TextChoices):
        DISCARD = hand_off.Action.DISCARD.value, _("Discard")
        FIX_DATA = hand_off.Action.FIX_DATA.value, _("Marketing completes it")
        REROUTE = hand_off.Action.REROUTE.value, _("Goes to somebody else")
        NURTURE = hand_off.Action.NURTURE.value, _("Nurture until a day")

    lead = TenantKey(Lead, verbose_name=_("Lead"), on_delete=models.CASCADE, related_name="rejections")
    reason = models.CharField(_("Reason"), max_length=15, choices=Reason.choices)
    action = models.CharField(_("What is done"), max_length=8, choices=Action.choices)
    note = models.CharField(_("Note"), max_length=500, blank=True)
    returns_on = models.DateField(_("Comes back on"), null=True, blank=True)
    owner = TenantKey(Membership, null=True, blank=True, related_name="+")
    rejected_by = TenantKey(Membership, related_name="+")
    rejected_at = models.DateTimeField()
    settled_by = TenantKey(Membership, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("Rejected lead")
        verbose_name_plural = _("Rejected leads")
        ordering = ["-rejected_at", "pk"]
        constraints = [
            *walls(
                "pipeline_leadrejection",
                lead="pipeline_lead",
                owner="teams_membership",
                rejected_by="teams_membership",
                settled_by="teams_membership",
            ),
            models.UniqueConstraint(
                fields=["organisation", "lead"],
                name="pipeline_leadrejection_one_open",
                condition=Q(settled_at__isnull=True),
            ),
            models.CheckConstraint(
                name="pipeline_leadrejection_nurture_has_day",
                condition=Q(action="nurture", returns_on__isnull=False) | ~Q(action="nurture") & Q(returns_on=None),
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "returns_on"],
                name="pipeline_leadrejection_returns",
                condition=Q(settled_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_reason_display())


class LeadAssignment(TenantModel):
    """Why this rep: who got a lead when, by which rule, and who else was looked at. Never changed, save for when they were
    told of it.
    """

    class Reason(models.TextChoices):
        TURN = "turn", pgettext_lazy("assignment of a lead", "It was their turn")
        NOBODY_THERE = "nobody_there", pgettext_lazy("assignment of a lead", "Nobody of the team was there")
        NO_RULE = "no_rule", pgettext_lazy("assignment of a lead", "No rule fits")
        BY_HAND = "by_hand", pgettext_lazy("assignment of a lead", "Given by hand")
        CAME_BACK = "came_back", pgettext_lazy("assignment of a lead", "It came back to them")

    # The lead did not find its way by the rules: somebody has to look.
    FALLBACKS = (Reason.NOBODY_THERE, Reason.NO_RULE)

    lead = TenantKey(Lead, on_delete=models.CASCADE, related_name="handed_out")
    owner = TenantKey(Membership, verbose_name=_("Owner"), related_name="+")
    reason = models.CharField(_("Why"), max_length=12, choices=Reason.choices)
    rule_name = models.CharField(max_length=100, blank=True)
    candidates = models.JSONField(default=list)
    assigned_at = models.DateTimeField()
    by = TenantKey(Membership, null=True, blank=True, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TenantModel.Meta):
        verbose_name = _("Assignment of a lead")
        verbose_name_plural = _("Assignments of leads")
        ordering = ["-assigned_at", "pk"]
        constraints = walls(
            "pipeline_leadassignment", lead="pipeline_lead", owner="teams_membership", by="teams_membership"
        )
        indexes = [
            models.Index(fields=["organisation", "lead"], name="pipeline_leadassignment_lead"),
            models.Index(fields=["organisation", "-assigned_at"], name="pipeline_leadassignment_at"),
            models.Index(
                fields=["organisation", "assigned_at"],
                name="pipeline_leadassignment_untold",
                condition=Q(told_at__isnull=True),
            ),
        ]
