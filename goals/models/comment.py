from django.db import models
from django.utils.translation import gettext_lazy as _

from goals.models.goal import Goal
from goals.models.objective import Objective
from teams.models import Department, Membership
from teams.tenancy import TenantKey, TenantManager, TenantModel, walls


class Comment(TenantModel):
    """What somebody says about a goal or one of its objectives; whoever is named by @ is told. Only added."""

    goal = TenantKey(Goal, related_name="+")
    objective = TenantKey(Objective, null=True, blank=True, related_name="+")
    text = models.TextField(_("Comment"))
    department = TenantKey(Department, null=True, related_name="+")
    made_by = TenantKey(Membership, related_name="+")
    made_at = models.DateTimeField()

    objects = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("Comment")
        verbose_name_plural = _("Comments")
        ordering = ["-made_at", "-pk"]
        constraints = [
            *walls(
                "goals_comment",
                goal="goals_goal",
                objective="goals_objective",
                department="teams_department",
                made_by="teams_membership",
            ),
            models.CheckConstraint(name="goals_comment_says_something", condition=~models.Q(text="")),
        ]
        indexes = [
            models.Index(fields=["organisation", "goal", "-made_at"], name="goals_comment_goal"),
            models.Index(fields=["organisation", "-made_at"], name="goals_comment_feed"),
        ]

    def __str__(self) -> str:
        return self.text[:80]
