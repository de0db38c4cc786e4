from datetime import date, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from teams.models.membership import Membership
from teams.tenancy import NoOverlap, TenantKey, TenantManager, TenantModel, walls


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def on(self, day: date) -> "AbsenceQuerySet":
        return self.filter(starts_on__lte=day, ends_on__gt=day)

    def within(self, starts_on: date, ends_on: date) -> "AbsenceQuerySet":
        """That touch [starts_on, ends_on)."""
        return self.filter(starts_on__lt=ends_on, ends_on__gt=starts_on)


class Absence(TenantModel):
    """A member is away during [starts_on, ends_on): no lead is handed over, and targets are prorated."""

    class Kind(models.TextChoices):
        LEAVE = "leave", pgettext_lazy("absence", "Annual leave")
        SICK = "sick", pgettext_lazy("absence", "Sick leave")
        PARENTAL = "parental", pgettext_lazy("absence", "Parental leave")
        OTHER = "other", pgettext_lazy("absence", "Other absence")

    membership = TenantKey(Membership, verbose_name=_("Person"), related_name="absences")
    kind = models.CharField(_("Kind"), max_length=8, choices=Kind.choices, default=Kind.LEAVE)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until (exclusive)"))
    version = models.PositiveIntegerField(default=1, editable=False)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = TenantManager.from_queryset(AbsenceQuerySet)()

    class Meta(TenantModel.Meta):
        verbose_name = _("Absence")
        verbose_name_plural = _("Absences")
        ordering = ["starts_on", "pk"]
        constraints = [
            *walls("teams_absence", membership="teams_membership"),
            NoOverlap(name="teams_absence_no_overlap", key="membership"),
            models.CheckConstraint(
                name="teams_absence_not_empty", condition=models.Q(starts_on__lt=models.F("ends_on"))
            ),
        ]
        indexes = [models.Index(fields=["organisation", "membership"], name="teams_absence_membership")]

    def __str__(self) -> str:
        return f"{self.membership} – {self.get_kind_display()}"

    @property
    def last_day(self) -> date:
        return self.ends_on - timedelta(days=1)


class RampPlan(TenantModel):
    """What is expected of a newcomer, month by month since joining: shares of the full target, then all of it.

    Without a member it is the organisation's; a member's own comes first.
    """

    membership = TenantKey(Membership, verbose_name=_("Person"), null=True, blank=True, related_name="ramp_plans")
    shares = ArrayField(models.DecimalField(max_digits=4, decimal_places=3), verbose_name=_("Ramp"), default=list)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta(TenantModel.Meta):
        verbose_name = _("Ramp plan")
        verbose_name_plural = _("Ramp plans")
        ordering = ["pk"]
        constraints = [
            *walls("teams_rampplan", membership="teams_membership"),
            models.UniqueConstraint(
                fields=["organisation", "membership"], name="teams_rampplan_one", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return str(self.membership or self._meta.verbose_name)


class PresenceChange(TenantModel):
    """When people work has changed (of one member, or of everybody): swept by `goals`, which judges progress anew."""

    membership = TenantKey(Membership, null=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta(TenantModel.Meta):
        ordering = ["recorded_at", "pk"]
        constraints = walls("teams_presencechange", membership="teams_membership")
