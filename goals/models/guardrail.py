from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from goals.catalogue import metric_or_gone
from goals.models.objective import Objective
from metrics.definitions import Metric
from teams.models import Department
from teams.tenancy import TenantKey, TenantModel, walls


class Guardrail(TenantModel):
    """A companion condition: while its metric is on the wrong side of `limit`, achievement is withheld.

    `limit` is the resolved number in the companion's unit; against `baseline` it was typed as `limit_change`, a signed
    share (0: not below the baseline).
    """

    class Scope(models.TextChoices):
        SAME = "same", pgettext_lazy("guardrail", "The same as the objective’s")
        DEPARTMENT = "department", pgettext_lazy("guardrail", "A department")
        ORGANISATION = "organisation", pgettext_lazy("guardrail", "The whole organisation")

    class Kind(models.TextChoices):
        FLOOR = "floor", pgettext_lazy("guardrail", "Not below")
        CEILING = "ceiling", pgettext_lazy("guardrail", "Not above")

    class Mode(models.TextChoices):
        ABSOLUTE = "absolute", pgettext_lazy("guardrail", "A number")
        RELATIVE = "relative", pgettext_lazy("guardrail", "Against the baseline")
        POINTS = "points", pgettext_lazy("guardrail", "Percentage points on the baseline")

    objective = TenantKey(Objective, on_delete=models.CASCADE, related_name="guardrails")
    metric_key = models.CharField(_("Metric"), max_length=40)
    scope = models.CharField(_("Scope"), max_length=12, choices=Scope.choices, default=Scope.SAME)
    department = TenantKey(Department, verbose_name=_("Department"), null=True, blank=True, related_name="+")
    kind = models.CharField(_("Limit"), max_length=7, choices=Kind.choices, default=Kind.FLOOR)
    limit_mode = models.CharField(_("Limit as"), max_length=8, choices=Mode.choices, default=Mode.ABSOLUTE)
    limit_change = models.DecimalField(_("Change"), max_digits=12, decimal_places=6, null=True, blank=True)
    baseline = models.DecimalField(_("Baseline"), max_digits=24, decimal_places=6, null=True, blank=True)
    limit = models.DecimalField(_("Limit"), max_digits=24, decimal_places=6)
    is_hard = models.BooleanField(_("Nothing counts while it is broken"), default=False)

    class Meta(TenantModel.Meta):
        verbose_name = _("Guardrail")
        verbose_name_plural = _("Guardrails")
        ordering = ["objective", "pk"]
        constraints = [
            *walls("goals_guardrail", objective="goals_objective", department="teams_department"),
            models.CheckConstraint(
                name="goals_guardrail_scope_matches",
                condition=models.Q(scope="department", department__isnull=False)
                | (~models.Q(scope="department") & models.Q(department=None)),
            ),
            models.CheckConstraint(
                name="goals_guardrail_change_has_mode",
                condition=models.Q(limit_mode="absolute", limit_change=None)
                | models.Q(limit_mode__in=["relative", "points"], limit_change__isnull=False, baseline__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "objective"], name="goals_guardrail_objective")]

    def __str__(self) -> str:
        return str(self.metric.label)

    @property
    def metric(self) -> Metric:
        return metric_or_gone(self.metric_key)
