from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from slas.models.clock import Clock
from teams.models import Membership
from teams.tenancy import TenantKey, TenantManager, TenantModel, walls


class ClockReviewQuerySet(models.QuerySet["ClockReview"]):
    def standing(self) -> "ClockReviewQuerySet":
        """Of each clock the latest: the one that counts."""
        return self.order_by("clock_id", "-reviewed_at", "-pk").distinct("clock_id")


class ClockReview(TenantModel):
    """What somebody who audits found when they looked at a clock. Append-only (a trigger refuses): the latest counts."""

    class Verdict(models.TextChoices):
        CONFIRMED = "confirmed", pgettext_lazy("verdict", "Confirmed")
        DOUBTED = "doubted", pgettext_lazy("verdict", "Doubted")

    clock = TenantKey(Clock, verbose_name=pgettext_lazy("record", "Clock"), related_name="reviews")
    verdict = models.CharField(_("Verdict"), max_length=9, choices=Verdict.choices)
    note = models.CharField(_("Note"), max_length=500, blank=True)
    by = TenantKey(Membership, related_name="+")
    reviewed_at = models.DateTimeField()

    objects = TenantManager.from_queryset(ClockReviewQuerySet)()

    class Meta(TenantModel.Meta):
        verbose_name = _("Review of a clock")
        verbose_name_plural = _("Reviews of clocks")
        ordering = ["reviewed_at", "pk"]
        constraints = [
            *walls("slas_clockreview", clock="slas_clock", by="teams_membership"),
            models.CheckConstraint(
                name="slas_clockreview_doubt_says_why", condition=~Q(verdict="doubted") | ~Q(note="")
            ),
        ]
        indexes = [models.Index(fields=["organisation", "clock", "-reviewed_at"], name="slas_clockreview_latest")]
