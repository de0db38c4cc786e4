from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from goals.models.objective import SCOPE_COLUMNS, Objective
from goals.rules.allocation_plans import Plan, plan_of
from teams.models import Membership
from teams.tenancy import TenantKey, TenantManager, TenantModel, walls


class Over(models.TextChoices):
    """Over what an objective's number is handed down. Periods are those within its own, such as a quarter's months."""

    DEPARTMENT = "department", _("Departments")
    TEAM = "team", _("Teams")
    REP = "rep", _("Reps")
    PRODUCT = "product", _("Products")
    TERRITORY = "territory", _("Territories")
    PERIOD = "period", _("Months")


class AllocationQuerySet(models.QuerySet["Allocation"]):
    def of(self, objective: Objective) -> "AllocationQuerySet":
        return self.filter(objective=objective, is_discarded=False).order_by("-created_at", "pk")

    def with_objective(self) -> "AllocationQuerySet":
        return self.select_related(*(f"objective__{name}" for name in ("goal", "period", "owner", *SCOPE_COLUMNS)))


class Allocation(TenantModel):
    """One plan of handing an objective's number down; several of them stand beside what is in force (what-if).

    `version` is the number of its latest `AllocationVersion`; `applied` is the last one that became objectives, and
    `effects` what that did: `[{"objective": id, "version": as it was left, "before": what it was, or null of a new one}]`.
    """

    objective = TenantKey(Objective, related_name="allocations")
    name = models.CharField(_("Name"), max_length=80)
    over = models.CharField(_("Over"), max_length=10, choices=Over.choices)
    version = models.PositiveIntegerField(default=1, editable=False)
    applied = models.PositiveIntegerField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    effects = models.JSONField(default=list, blank=True)
    is_discarded = models.BooleanField(default=False)
    created_by = TenantKey(Membership, related_name="+")
    created_at = models.DateTimeField()

    objects = TenantManager.from_queryset(AllocationQuerySet)()

    class Meta(TenantModel.Meta):
        verbose_name = pgettext_lazy("handing a target down", "Allocation")
        verbose_name_plural = pgettext_lazy("handing a target down", "Allocations")
        ordering = ["-created_at", "pk"]
        constraints = [
            *walls("goals_allocation", objective="goals_objective", created_by="teams_membership"),
            models.CheckConstraint(name="goals_allocation_has_name", condition=~models.Q(name="")),
            models.CheckConstraint(
                name="goals_allocation_applied_at_a_time",
                condition=models.Q(applied=None, applied_at=None)
                | models.Q(applied__gte=1, applied__lte=models.F("version"), applied_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "objective"], name="goals_allocation_objective")]

    def __str__(self) -> str:
        return self.name


class AllocationVersion(TenantModel):
    """A state of a plan. Append-only: a change, and an undo too, adds the next number.

    An undo holds the terms of the version that it went `back_to`, which is never an undo itself.
    """

    class Step(models.TextChoices):
        START = "start", pgettext_lazy("allocation", "Started")
        CHANGE = "change", pgettext_lazy("allocation", "Changed")
        PASTE = "paste", pgettext_lazy("allocation", "Pasted")
        UNDO = "undo", pgettext_lazy("allocation", "Undone")

    allocation = TenantKey(Allocation, related_name="versions")
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=6, choices=Step.choices)
    back_to = models.PositiveIntegerField(null=True, blank=True)
    terms = models.JSONField()
    made_by = TenantKey(Membership, related_name="+")
    made_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        ordering = ["allocation", "number"]
        constraints = [
            *walls("goals_allocationversion", allocation="goals_allocation", made_by="teams_membership"),
            models.UniqueConstraint(fields=["organisation", "allocation", "number"], name="goals_allocation_version"),
            models.CheckConstraint(
                name="goals_allocation_undo_goes_back",
                condition=models.Q(step="undo", back_to__lt=models.F("number")) | (~models.Q(step="undo") & models.Q(back_to=None)),
            ),
        ]  # fmt: skip

    @property
    def stands_at(self) -> int:
        """The change after which the plan was as it is here."""
        return self.back_to or self.number

    @property
    def plan(self) -> Plan:
        return plan_of(self.terms)
