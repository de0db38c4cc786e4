from django.db import models
from django.utils.translation import gettext_lazy as _

from pipeline.models.fact import WIDE, FactModel, fact_walls
from pipeline.models.touched import TouchTriggers


class Spend(FactModel):
    """Money spent on a day, on a campaign or whatever else its lead source, product, team or department says."""

    purpose = models.CharField(_("What for"), max_length=255, blank=True)
    occurred_at = models.DateTimeField()
    day = models.DateField(_("Day"))
    amount_minor = models.BigIntegerField(_("Amount"))
    currency = models.CharField(_("Currency"), max_length=3)

    class Meta(FactModel.Meta):
        verbose_name = _("Expense")
        verbose_name_plural = _("Expenses")
        ordering = ["-day", "pk"]
        constraints = [
            *fact_walls("pipeline_spend"),
            TouchTriggers(name="pipeline_spend_touch", fact="spend", days=("day",)),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "day"],
                include=["owner", "team", *WIDE, "amount_minor", "currency"],
                name="pipeline_spend_day",
            )
        ]

    def __str__(self) -> str:
        return self.purpose or self.external_id
