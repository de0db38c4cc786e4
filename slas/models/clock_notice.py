from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from slas.models.clock import Clock
from slas.rules.escalation import Step as RuleStep
from teams.models import Membership
from teams.tenancy import TenantKey, TenantModel, walls


class ClockNotice(TenantModel):
    """Who was told of a clock, and when: the thread of its warnings and of its breach. They go out as digests."""

    class Step(models.TextChoices):
        WARNING = RuleStep.WARNING.value, pgettext_lazy("notice", "Warning")
        OWNER = RuleStep.OWNER.value, pgettext_lazy("notice", "Overdue: the owner")
        MANAGER = RuleStep.MANAGER.value, pgettext_lazy("notice", "Escalated to the manager")
        HEADS = RuleStep.HEADS.value, pgettext_lazy("notice", "Escalated to both heads")

    clock = TenantKey(Clock, verbose_name=pgettext_lazy("record", "Clock"), related_name="notices")
    step = models.CharField(max_length=7, choices=Step.choices)
    percent = models.PositiveSmallIntegerField(default=0)
    to = TenantKey(Membership, related_name="+")
    told_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        verbose_name = _("Notice about a clock")
        verbose_name_plural = _("Notices about clocks")
        ordering = ["told_at", "pk"]
        constraints = [
            *walls("slas_clocknotice", clock="slas_clock", to="teams_membership"),
            # Twice, or twice at once: told once.
            models.UniqueConstraint(
                fields=["organisation", "clock", "step", "percent", "to"], name="slas_clocknotice_once"
            ),
        ]
