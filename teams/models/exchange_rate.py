from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teams.models.organisation import validate_currency
from teams.tenancy import TenantModel, walls


class ExchangeRate(TenantModel):
    """From `starts_on` on, until the next one is dated, one unit of `currency` costs `per_unit` units of the
    organisation's own currency. `digits` are the decimals of `currency`, so that amounts in minor units convert in SQL.
    """

    currency = models.CharField(_("Currency"), max_length=3, validators=[validate_currency])
    starts_on = models.DateField(_("From"))
    per_unit = models.DecimalField(
        _("Rate"), max_digits=20, decimal_places=10, validators=[MinValueValidator(Decimal("0.0000000001"))]
    )
    digits = models.PositiveSmallIntegerField(editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta(TenantModel.Meta):
        verbose_name = _("Exchange rate")
        verbose_name_plural = _("Exchange rates")
        ordering = ["currency", "-starts_on", "pk"]
        constraints = [
            *walls("teams_exchangerate"),
            models.UniqueConstraint(
                fields=["organisation", "currency", "starts_on"], name="teams_exchangerate_one_per_day"
            ),
            models.CheckConstraint(name="teams_exchangerate_above_zero", condition=models.Q(per_unit__gt=0)),
        ]

    @property
    def places(self) -> int:
        """Decimals that the rate has."""
        return max(0, -int(self.per_unit.normalize().as_tuple().exponent))

    def __str__(self) -> str:
        return f"{self.currency} {self.starts_on}"


class RateChange(TenantModel):
    """What a currency costs from `starts_on` on has changed: swept by `goals`, which measures what counts in money anew."""

    starts_on = models.DateField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta(TenantModel.Meta):
        ordering = ["recorded_at", "pk"]
        constraints = walls("teams_ratechange")
