from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import UUID7
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from teams.rules.calendars import time_zones
from teams.rules.formats import current_currencies
from teams.tenancy import RowLevelSecurity, doubt

LOOKED_UP = "organisation"


def validate_time_zone(value: str) -> None:
    if value not in time_zones():
        raise ValidationError(_("%(value)s is not a time zone."), params={"value": value})


def validate_currency(value: str) -> None:
    if value not in current_currencies():
        raise ValidationError(_("%(value)s is not a currency in use."), params={"value": value})


class OrganisationQuerySet(models.QuerySet):
    def update(self, **values: Any) -> int:
        doubt(LOOKED_UP)
        return super().update(**values)


class Organisation(models.Model):
    """A tenant: one company, with the calendar and the money in which it counts."""

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    slug = models.SlugField(_("Short name"), max_length=50, unique=True)
    name = models.CharField(_("Name"), max_length=150)
    time_zone = models.CharField(_("Time zone"), max_length=64, default="UTC", validators=[validate_time_zone])
    currency = models.CharField(_("Currency"), max_length=3, default="USD", validators=[validate_currency])
    fiscal_start_month = models.PositiveSmallIntegerField(
        _("Fiscal year starts in"),
        default=1,
        choices=MONTHS.items(),
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    language = models.CharField(_("Language"), max_length=10, choices=settings.LANGUAGES, default="en")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Organisation")
        constraints = [
            RowLevelSecurity(name="teams_organisation_rls", column="id"),
            models.CheckConstraint(
                name="teams_organisation_fiscal_start_month",
                condition=models.Q(fiscal_start_month__gte=1, fiscal_start_month__lte=12),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        doubt(LOOKED_UP)
        super().save(*args, **kwargs)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)
