from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from goals.models.canvas import CanvasEntry
from teams.models import Membership
from teams.tenancy import TenantKey, walls


class Initiative(CanvasEntry):
    """What somebody does to get to the goal: from a day until another, both inclusive."""

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("initiative", "Planned")
        RUNNING = "running", pgettext_lazy("initiative", "Running")
        DONE = "done", pgettext_lazy("initiative", "Done")
        DROPPED = "dropped", pgettext_lazy("initiative", "Dropped")

    owner = TenantKey(Membership, verbose_name=_("Owner"), null=True, blank=True, related_name="+")
    starts_on = models.DateField(_("First day"), null=True, blank=True)
    ends_on = models.DateField(_("Last day"), null=True, blank=True)
    state = models.CharField(_("State"), max_length=7, choices=State.choices, default=State.PLANNED)

    class Meta(CanvasEntry.Meta):
        verbose_name = _("Initiative")
        verbose_name_plural = _("Initiatives")
        ordering = ["ends_on", "created_at", "pk"]
        constraints = [
            *walls("goals_initiative", goal="goals_goal", owner="teams_membership"),
            models.CheckConstraint(
                name="goals_initiative_days_in_order",
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(starts_on__lte=models.F("ends_on")),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "goal"], name="goals_initiative_goal")]
