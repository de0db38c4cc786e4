from django.db import models
from django.utils.translation import gettext_lazy as _

from goals.models.goal import Goal
from goals.models.objective import Objective
from goals.rules.confidence import Level, level
from teams.models import Department, Membership
from teams.tenancy import TenantKey, TenantManager, TenantModel, walls


class CheckIn(TenantModel):
    """How somebody sees a goal, or one of its objectives, on a day: how sure they are, what changed, what they ask of whom.

    Kept as it was said; only an ask is settled later. `department` is where who said it worked that day.
    """

    goal = TenantKey(Goal, related_name="+")
    objective = TenantKey(Objective, null=True, blank=True, related_name="+")
    day = models.DateField()
    confidence = models.PositiveSmallIntegerField(_("Confidence"))
    changed = models.TextField(_("What changed"))
    ask = models.CharField(_("What is asked"), max_length=500, blank=True)
    asked_of = TenantKey(Membership, verbose_name=_("Of whom"), null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = TenantKey(Membership, null=True, related_name="+")
    department = TenantKey(Department, null=True, related_name="+")
    made_by = TenantKey(Membership, related_name="+")
    made_at = models.DateTimeField()

    objects = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("Check-in")
        verbose_name_plural = _("Check-ins")
        ordering = ["-made_at", "-pk"]
        constraints = [
            *walls(
                "goals_checkin",
                goal="goals_goal",
                objective="goals_objective",
                asked_of="teams_membership",
                settled_by="teams_membership",
                department="teams_department",
                made_by="teams_membership",
            ),
            models.CheckConstraint(name="goals_checkin_confidence", condition=models.Q(confidence__lte=100)),
            models.CheckConstraint(
                name="goals_checkin_ask_is_whole",
                condition=models.Q(ask="", asked_of=None, settled_at=None)
                | (~models.Q(ask="") & models.Q(asked_of__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "objective", "-day"], name="goals_checkin_objective"),
            models.Index(fields=["organisation", "goal", "-made_at"], name="goals_checkin_goal"),
            models.Index(fields=["organisation", "-made_at"], name="goals_checkin_feed"),
            models.Index(
                fields=["organisation", "asked_of"],
                name="goals_checkin_open_asks",
                condition=models.Q(settled_at=None, asked_of__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.confidence} %"

    @property
    def level(self) -> Level:
        return level(confidence=self.confidence)
