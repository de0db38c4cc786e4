from django.db import models
from django.utils.translation import gettext_lazy as _

from goals.models.goal import Goal
from teams.models import Membership, Period
from teams.tenancy import TenantKey, TenantManager, TenantModel, walls


class GoalReview(TenantModel):
    """What came of a goal in a period and what is learned from it. Finished, it keeps results and assumptions as they were.

    `reached`: a line per objective; `assumptions`: title, expected, actual, outcome, happened. Numbers are texts.
    """

    goal = TenantKey(Goal, related_name="+")
    period = TenantKey(Period, related_name="+")
    market = models.TextField(_("What changed in the market"), blank=True)
    keep = models.TextField(_("What to keep"), blank=True)
    change = models.TextField(_("What to change"), blank=True)
    reached = models.JSONField(default=list)
    assumptions = models.JSONField(default=list)
    finished_by = TenantKey(Membership, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("Review")
        verbose_name_plural = _("Reviews")
        ordering = ["goal", "period", "pk"]
        constraints = [
            *walls("goals_goalreview", goal="goals_goal", period="teams_period", finished_by="teams_membership"),
            models.UniqueConstraint(fields=["organisation", "goal", "period"], name="goals_goalreview_one"),
            models.CheckConstraint(
                name="goals_goalreview_finished_by_somebody",
                condition=models.Q(finished_at=None, finished_by=None)
                | models.Q(finished_at__isnull=False, finished_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "period"], name="goals_goalreview_period")]

    def __str__(self) -> str:
        return f"{self.goal} · {self.period.key}"
