from django.db import models
from django.utils.translation import gettext_lazy as _

from goals.models.objective import Objective
from teams.tenancy import TenantKey, TenantModel, walls


class Milestone(TenantModel):
    """A dated partial target of an objective: so much, counted from the start, by the end of the day."""

    objective = TenantKey(Objective, on_delete=models.CASCADE, related_name="milestones")
    due_on = models.DateField(_("Due on"))
    value = models.DecimalField(_("Value"), max_digits=24, decimal_places=6)

    class Meta(TenantModel.Meta):
        verbose_name = _("Milestone")
        verbose_name_plural = _("Milestones")
        ordering = ["due_on", "pk"]
        constraints = [
            *walls("goals_milestone", objective="goals_objective"),
            models.UniqueConstraint(fields=["organisation", "objective", "due_on"], name="goals_milestone_one_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.due_on}: {self.value}"
