from datetime import date, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goals.models.negotiation import HASH, Negotiation, Side
from goals.rules import negotiation as rules
from teams.models import Department, Membership
from teams.tenancy import TenantKey, TenantManager, TenantModel, walls


class Offer(TenantModel):
    """A number of one side, with its reason: an offer of the manager's side, a counter-offer of the holder. Append-only.

    In the unit of the objective's target; of a band `committed` is the lower end and `upper` the upper one. It can be
    accepted until `answer_until`.
    """

    negotiation = TenantKey(Negotiation, related_name="offers")
    version = models.PositiveSmallIntegerField(_("Version"))
    side = models.CharField(max_length=7, choices=Side.choices)
    committed = models.DecimalField(_("Target"), max_digits=24, decimal_places=6)
    upper = models.DecimalField(_("Upper end"), max_digits=24, decimal_places=6, null=True, blank=True)
    stretch = models.DecimalField(_("Stretch target"), max_digits=24, decimal_places=6, null=True, blank=True)
    rationale = models.TextField(_("Reason"))
    evidence = models.TextField(_("Evidence"), blank=True)
    made_by = TenantKey(Membership, related_name="+")
    made_at = models.DateTimeField()
    answer_until = models.DateTimeField()

    objects = TenantManager()

    class Meta(TenantModel.Meta):
        ordering = ["negotiation", "version"]
        constraints = [
            *walls("goals_offer", negotiation="goals_negotiation", made_by="teams_membership"),
            models.UniqueConstraint(fields=["organisation", "negotiation", "version"], name="goals_offer_version"),
            models.CheckConstraint(
                name="goals_offer_band_has_ends",
                condition=models.Q(upper=None) | models.Q(upper__gt=models.F("committed"), stretch=None),
            ),
            models.CheckConstraint(
                name="goals_offer_stretch_is_another",
                condition=models.Q(stretch=None) | ~models.Q(stretch=models.F("committed")),
            ),
            models.CheckConstraint(name="goals_offer_has_reason", condition=~models.Q(rationale="")),
        ]

    @property
    def answer_by(self) -> date:
        """The last day on which it can be accepted, where the reader is."""
        return timezone.localdate(self.answer_until - timedelta(microseconds=1))


class NegotiationStep(TenantModel):
    """What happened in a negotiation besides numbers and signatures: by whom (None: by its deadline or its period). Append-only."""

    negotiation = TenantKey(Negotiation, related_name="steps")
    verb = models.CharField(max_length=8, choices=[(verb.value, verb.value) for verb in rules.Verb])
    taken_by = TenantKey(Membership, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField()
    to = TenantKey(Membership, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True)

    objects = TenantManager()

    class Meta(TenantModel.Meta):
        ordering = ["negotiation", "taken_at", "pk"]
        constraints = walls(
            "goals_negotiationstep",
            negotiation="goals_negotiation",
            taken_by="teams_membership",
            to="teams_membership",
        )
        indexes = [models.Index(fields=["organisation", "negotiation"], name="goals_negotiationstep_of")]


class Signature(TenantModel):
    """Somebody signed the terms with this hash, for one part of the agreement. Append-only."""

    class Part(models.TextChoices):
        MANAGER = "manager", _("For the manager’s side")
        HOLDER = "holder", _("Whose target it is")
        OTHER_DEPARTMENT = "other_department", _("For the other department")

    negotiation = TenantKey(Negotiation, related_name="signatures")
    part = models.CharField(max_length=16, choices=Part.choices)
    department = TenantKey(Department, null=True, blank=True, related_name="+")
    signed_by = TenantKey(Membership, related_name="+")
    signed_at = models.DateTimeField()
    terms_hash = models.CharField(max_length=64)

    objects = TenantManager()

    class Meta(TenantModel.Meta):
        ordering = ["negotiation", "signed_at", "pk"]
        constraints = [
            *walls(
                "goals_signature",
                negotiation="goals_negotiation",
                department="teams_department",
                signed_by="teams_membership",
            ),
            models.UniqueConstraint(
                fields=["organisation", "negotiation", "part"], name="goals_signature_one_per_part"
            ),
            models.UniqueConstraint(
                fields=["organisation", "negotiation", "signed_by"], name="goals_signature_one_per_person"
            ),
            models.CheckConstraint(name="goals_signature_of_terms", condition=models.Q(terms_hash__regex=HASH)),
        ]
