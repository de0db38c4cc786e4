from decimal import Decimal

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from goals.models.objective import Objective
from goals.rules import drift
from teams.models import Membership
from teams.tenancy import TenantKey, TenantManager, TenantModel, walls


class RecomputeQuerySet(models.QuerySet["Recompute"]):
    def whole(self) -> "RecomputeQuerySet":
        """Those of all objectives."""
        return self.filter(reason__in=[Recompute.Reason.NIGHTLY, Recompute.Reason.REQUEST])


class Recompute(TenantModel):
    """A recompute of an organisation's objectives: due, in work, or done. The row is the job; workers sweep it.

    One of all objectives first compares what is stored with what the facts say: `drifted` figures and `cells_drifted` of the
    rollups did not say the same, although nothing was waiting. NULL: not compared.
    """

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
    drifted = models.PositiveIntegerField(null=True, blank=True)
    cells_drifted = models.PositiveIntegerField(null=True, blank=True)
    milliseconds = models.PositiveIntegerField(null=True, blank=True)

    objects = TenantManager.from_queryset(RecomputeQuerySet)()

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
            ),
            models.Index(fields=["organisation", "-requested_at", "id"], name="goals_recompute_newest"),
        ]

    def __str__(self) -> str:
        return str(self.get_reason_display())

    @property
    def seconds(self) -> float | None:
        return None if self.milliseconds is None else self.milliseconds / 1000

    @property
    def has_drifted(self) -> bool:
        return bool(self.drifted or self.cells_drifted)


class Drift(TenantModel):
    """A figure that did not say what the facts said of its as-of day when a recompute compared them."""

    recompute = TenantKey(Recompute, on_delete=models.CASCADE, related_name="drifts")
    objective = TenantKey(Objective, on_delete=models.CASCADE, related_name="+")
    as_of = models.DateField()
    stored_numerator = models.DecimalField(max_digits=36, decimal_places=6, null=True)
    stored_denominator = models.DecimalField(max_digits=36, decimal_places=6, null=True)
    stored_actual = models.DecimalField(max_digits=36, decimal_places=6, null=True)
    full_numerator = models.DecimalField(max_digits=36, decimal_places=6, null=True)
    full_denominator = models.DecimalField(max_digits=36, decimal_places=6, null=True)
    full_actual = models.DecimalField(max_digits=36, decimal_places=6, null=True)

    class Meta(TenantModel.Meta):
        verbose_name = pgettext_lazy("record", "Drift of a figure")
        ordering = ["recompute", "pk"]
        constraints = [
            *walls("goals_drift", recompute="goals_recompute", objective="goals_objective"),
            models.UniqueConstraint(fields=["organisation", "recompute", "objective"], name="goals_drift_one"),
        ]

    @property
    def difference(self) -> Decimal | None:
        return drift.difference(stored=self.stored_actual, full=self.full_actual)
