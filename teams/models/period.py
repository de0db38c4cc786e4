from datetime import date, timedelta
from typing import Any

from babel.dates import format_skeleton
from django.db import models
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from teams.rules.formats import locale_of
from teams.tenancy import TenantManager, TenantModel, walls

NUMBERED = {"quarter": _("Q%(number)s %(year)s"), "week": _("Week %(number)s, %(year)s")}
KIND_OF_LETTER = {"Q": "quarter", "M": "month", "W": "week"}


def period_label(*, key: str, starts_on: date) -> str:
    """In the reader's language: "Q3 2026", "August 2026", "2026", "Week 33, 2026"."""
    year, _hyphen, rest = key.partition("-")
    kind = KIND_OF_LETTER.get(rest[:1], "year")
    if kind == "month":
        return str(format_skeleton("yMMMM", starts_on, locale=locale_of(get_language() or "en")))
    return NUMBERED[kind] % {"number": int(rest[1:]), "year": year} if kind in NUMBERED else year


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
        verbose_name = _("Period")
        verbose_name_plural = _("Periods")
        ordering = ["starts_on", "kind", "pk"]
        constraints = [
            *walls("teams_period"),
            models.UniqueConstraint(fields=["organisation", "key"], name="teams_period_key_key"),
            models.CheckConstraint(
                name="teams_period_not_empty",
                condition=models.Q(starts_on__lt=models.F("ends_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def last_day(self) -> date:
        return self.ends_on - timedelta(days=1)

    @property
    def label(self) -> str:
        return period_label(key=self.key, starts_on=self.starts_on)

    @property
    def told(self) -> str | dict[str, Any]:
        """Its name in a notice, whose reader may read another language."""
        if self.kind not in NUMBERED:
            return self.key
        with override(None):
            return {"msgid": str(NUMBERED[self.kind]), "number": self.number, "year": self.year}
