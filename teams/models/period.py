from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from teams.tenancy import TenantManager, TenantModel, walls


class PeriodQuerySet(models.QuerySet["Period"]):
    def containing(self, day: date) -> "PeriodQuerySet":
        return self.filter(starts_on__lte=day, ends_on__gt=day)

    def of_kind(self, kind: str) -> "PeriodQuerySet":
        return self.filter(kind=kind)


class Period(TenantModel):
    """A fiscal year, quarter, month or week, closed-open: [starts_on, ends_on). Made by rules/periods.py."""

    class Kind(models.TextChoices):
        YEAR = "year", _("Year")
        QUARTER = "quarter", _("Quarter")
        MONTH = "month", _("Month")
        WEEK = "week", _("Week")

    kind = models.CharField(_("Kind"), max_length=10, choices=Kind.choices)
    key = models.CharField(_("Period"), max_length=10)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until (exclusive)"))

    objects = TenantManager.from_queryset(PeriodQuerySet)()

    class Meta(TenantModel.Meta):
        ordering = ["starts_on", "kind", "pk"]
        constraints = [
            *walls("teams_period"),
            models.UniqueConstraint(fields=["organisation", "key"], name="teams_period_key_key"),
            models.CheckConstraint(
                name="teams_period_not_empty", condition=models.Q(starts_on__lt=models.F("ends_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.key
