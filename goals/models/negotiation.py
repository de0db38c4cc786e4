from collections.abc import Iterable
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from goals.models.objective import Objective, Scope
from goals.rules import negotiation as rules
from teams.models import Department, Membership
from teams.tenancy import TenantKey, TenantManager, TenantModel, walls

HASH = r"^[0-9a-f]{64}$"
OPEN, HELD = (sorted(state.value for state in states) for states in (rules.OPEN, rules.HELD))


class Side(models.TextChoices):
    MANAGER = "manager", pgettext_lazy("side of a negotiation", "Manager")
    HOLDER = "holder", pgettext_lazy("side of a negotiation", "Whose target it is")


class NegotiationQuerySet(models.QuerySet["Negotiation"]):
    def open(self) -> "NegotiationQuerySet":
        return self.filter(state__in=OPEN)

    def holding(self) -> "NegotiationQuerySet":
        """Whose terms are held: agreed, signed or imposed, and not replaced."""
        return self.filter(state__in=HELD)

    def concerning(self, member: Membership, *, departments: Iterable[UUID]) -> "NegotiationQuerySet":
        """Those in which a member has a part, by themselves or for the departments that they manage."""
        mine = models.Q(holder=member) | models.Q(opened_by=member) | models.Q(escalated_to=member)
        managed = models.Q(department__in=departments) | models.Q(other_department__in=departments)
        return self.filter(mine | managed)

    def with_parties(self) -> "NegotiationQuerySet":
        """All that is read to say what it is about, who is in it and what the latest number is.

        Two queries; rows are locked before, without these joins: PostgreSQL plans all in one badly.
        """
        people = ["holder", "opened_by", "escalated_to", "imposed_by"]
        places = ["department", "other_department"]
        objectives = models.Prefetch("objective", Objective.objects.with_scope())
        return self.select_related(*people, *places, "latest__made_by").prefetch_related(objectives)


class Negotiation(TenantModel):
    """One version of an objective's target, from the first number to what both sides agreed; see goals/rules/negotiation.py.

    `holder` is whose target it is, `due_at` when the calendar does the next step by itself. `terms` and their hash are frozen at the agreement, and an imposition is never
    taken back: a trigger holds both. Version n is held until version n + 1 is agreed.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("negotiation", "Draft")
        OFFERED = "offered", pgettext_lazy("negotiation", "Offered")
        COUNTERED = "countered", pgettext_lazy("negotiation", "Countered")
        ESCALATED = "escalated", pgettext_lazy("negotiation", "Escalated")
        AGREED = "agreed", pgettext_lazy("negotiation", "Agreed")
        SIGNED = "signed", pgettext_lazy("negotiation", "Signed")
        ACTIVE = "active", pgettext_lazy("negotiation", "In force")
        IMPOSED = "imposed", pgettext_lazy("negotiation", "Imposed")
        AMENDED = "amended", pgettext_lazy("negotiation", "Amended")
        WITHDRAWN = "withdrawn", pgettext_lazy("negotiation", "Withdrawn")
        CLOSED = "closed", pgettext_lazy("negotiation", "Closed")

    objective = TenantKey(Objective, related_name="negotiations")
    number = models.PositiveSmallIntegerField(_("Version"))
    state = models.CharField(_("State"), max_length=9, choices=State.choices, default=State.DRAFT)
    holder = TenantKey(Membership, related_name="+")
    opened_by = TenantKey(Membership, related_name="+")
    opened_side = models.CharField(max_length=7, choices=Side.choices)
    opened_at = models.DateTimeField()
    department = TenantKey(Department, null=True, blank=True, related_name="+")
    other_department = TenantKey(Department, verbose_name=_("Also binds"), null=True, blank=True, related_name="+")
    latest = TenantKey("goals.Offer", null=True, blank=True, related_name="+")
    escalated_to = TenantKey(Membership, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    terms = models.JSONField(null=True, blank=True)
    terms_hash = models.CharField(max_length=64, blank=True)
    imposed_by = TenantKey(Membership, null=True, blank=True, related_name="+")
    imposed_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager.from_queryset(NegotiationQuerySet)()

    class Meta(TenantModel.Meta):
        verbose_name = _("Negotiation")
        verbose_name_plural = _("Negotiations")
        ordering = ["-opened_at", "pk"]
        constraints = [
            *walls(
                "goals_negotiation",
                objective="goals_objective",
                holder="teams_membership",
                opened_by="teams_membership",
                department="teams_department",
                other_department="teams_department",
                latest="goals_offer",
                escalated_to="teams_membership",
                imposed_by="teams_membership",
            ),
            models.UniqueConstraint(fields=["organisation", "objective", "number"], name="goals_negotiation_number"),
            models.UniqueConstraint(
                fields=["organisation", "objective"],
                name="goals_negotiation_one_open",
                condition=models.Q(state__in=OPEN),
            ),
            models.UniqueConstraint(
                fields=["organisation", "objective"],
                name="goals_negotiation_one_in_force",
                condition=models.Q(state__in=HELD),
            ),
            models.CheckConstraint(
                name="goals_negotiation_agreed_has_terms",
                condition=models.Q(terms_hash__regex=HASH, terms__isnull=False)
                | models.Q(state__in=[*OPEN, "withdrawn", "closed"], terms_hash=""),
            ),
            models.CheckConstraint(
                name="goals_negotiation_imposed_by_somebody",
                condition=models.Q(imposed_at__isnull=False, imposed_by__isnull=False)
                | (models.Q(imposed_at=None, imposed_by=None) & ~models.Q(state="imposed")),
            ),
            models.CheckConstraint(
                name="goals_negotiation_two_sides",
                condition=models.Q(opened_side="holder", opened_by=models.F("holder"))
                | (models.Q(opened_side="manager") & ~models.Q(opened_by=models.F("holder"))),
            ),
            models.CheckConstraint(
                name="goals_negotiation_escalated_to_somebody",
                condition=~models.Q(state="escalated") | models.Q(escalated_to__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "holder", "-opened_at"], name="goals_negotiation_holder"),
            models.Index(fields=["organisation", "department", "-opened_at"], name="goals_negotiation_department"),
            models.Index(
                fields=["due_at", "organisation"],
                name="goals_negotiation_due",
                condition=models.Q(due_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.objective)

    @property
    def about(self) -> str:
        """The team, product, … that the target is about, where it is not the holder themselves."""
        record = self.objective.scope_record
        return "" if record is None or self.objective.scope == Scope.REP else str(record)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_held(self) -> bool:
        return self.state in HELD

    @property
    def is_imposed(self) -> bool:
        """For ever: also after it was amended or closed."""
        return self.imposed_at is not None
