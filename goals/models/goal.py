from django.db import models
from django.utils.translation import gettext_lazy as _
from tree_queries.query import TreeQuerySet

from teams.models import Membership, Period
from teams.tenancy import TenantKey, TenantManager, TenantModel, walls


class GoalQuerySet(TreeQuerySet):
    def active(self) -> "GoalQuerySet":
        return self.filter(is_archived=False)


class Goal(TenantModel):
    """What we want and why it matters: broad, often unmeasurable. Goals form a tree; objectives measure them.

    With a `cadence`, whoever owns an objective checks in so often; `remind_at` is when the sweep looks again who has not.
    """

    class Cadence(models.TextChoices):
        WEEKLY = "weekly", _("Check-in every week")
        FORTNIGHTLY = "fortnightly", _("Check-in every two weeks")
        MONTHLY = "monthly", _("Check-in every month")

    title = models.CharField(_("Title"), max_length=200)
    what = models.TextField(_("What we do this period"), blank=True)
    why = models.TextField(_("Why it matters"), blank=True)
    parent = TenantKey(
        "self",
        verbose_name=_("Part of"),
        null=True,
        blank=True,
        related_name="children",
    )
    period = TenantKey(Period, verbose_name=_("Period"), null=True, blank=True, related_name="+")
    sponsor = TenantKey(Membership, verbose_name=_("Sponsor"), null=True, blank=True, related_name="+")
    owner = TenantKey(Membership, verbose_name=_("Owner"), null=True, blank=True, related_name="+")
    cadence = models.CharField(_("Check-ins"), max_length=11, choices=Cadence.choices, blank=True)
    remind_at = models.DateTimeField(null=True, editable=False)
    is_archived = models.BooleanField(_("Archived"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantManager.from_queryset(GoalQuerySet)()

    class Meta(TenantModel.Meta):
        verbose_name = _("Goal")
        verbose_name_plural = _("Goals")
        ordering = ["title", "pk"]
        constraints = [
            *walls(
                "goals_goal",
                parent="goals_goal",
                period="teams_period",
                sponsor="teams_membership",
                owner="teams_membership",
            ),
            models.CheckConstraint(
                name="goals_goal_not_its_own_parent",
                condition=~models.Q(parent=models.F("id")),
            ),
        ]
        indexes = [
            models.Index(fields=["remind_at"], name="goals_goal_remind", condition=models.Q(remind_at__isnull=False))
        ]

    def __str__(self) -> str:
        return self.title
