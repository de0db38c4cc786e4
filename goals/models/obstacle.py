from django.db import models
from django.utils.translation import gettext_lazy as _

from goals.models.canvas import CanvasEntry
from teams.models import Membership
from teams.tenancy import TenantKey, walls


class Obstacle(CanvasEntry):
    """What stands in the way of a goal, or is missing: a resource, information, an analysis."""

    class Kind(models.TextChoices):
        OBSTACLE = "obstacle", _("Stands in the way")
        RESOURCE = "resource", _("A resource is missing")
        INFORMATION = "information", _("Information is missing")
        ANALYSIS = "analysis", _("An analysis is missing")

    kind = models.CharField(_("Kind"), max_length=11, choices=Kind.choices, default=Kind.OBSTACLE)
    owner = TenantKey(Membership, verbose_name=_("Who takes care of it"), null=True, blank=True, related_name="+")
    is_resolved = models.BooleanField(_("Out of the way"), default=False)

    class Meta(CanvasEntry.Meta):
        verbose_name = _("Obstacle")
        verbose_name_plural = _("Obstacles")
        ordering = ["is_resolved", "kind", "created_at", "pk"]
        constraints = walls("goals_obstacle", goal="goals_goal", owner="teams_membership")
        indexes = [models.Index(fields=["organisation", "goal"], name="goals_obstacle_goal")]
