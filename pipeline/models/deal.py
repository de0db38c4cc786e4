from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pipeline.models.fact import WIDE, FactModel, covering_indexes, fact_walls
from pipeline.models.lead import Lead
from teams.tenancy import TenantKey


class Deal(FactModel):
    """An opportunity. Money is in minor units of `currency`; attribution is that of the closing day, while open of the opening day."""

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("deal", "Open")
        WON = "won", pgettext_lazy("deal", "Won")
        LOST = "lost", pgettext_lazy("deal", "Lost")

    name = models.CharField(_("Deal"), max_length=255, blank=True)
    account = models.CharField(_("Account"), max_length=255, blank=True)
    stage = models.CharField(_("Stage in the source"), max_length=150, blank=True)
    status = models.CharField(_("Status"), max_length=4, choices=Status.choices, default=Status.OPEN)
    amount_minor = models.BigIntegerField(_("Amount"), null=True, blank=True)
    list_price_minor = models.BigIntegerField(_("List price"), null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3)
    lead = TenantKey(Lead, null=True, blank=True, related_name="deals")
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_day = models.DateField(_("Opened on"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_day = models.DateField(_("Closed on"), null=True, blank=True)

    class Meta(FactModel.Meta):
        verbose_name = _("Deal")
        verbose_name_plural = _("Deals")
        ordering = ["-closed_day", "pk"]
        constraints = [
            *fact_walls("pipeline_deal", lead="pipeline_lead"),
            models.CheckConstraint(
                name="pipeline_deal_closed_has_day",
                condition=models.Q(status="open") | models.Q(closed_day__isnull=False),
            ),
        ]
        indexes = [
            *covering_indexes(
                "pipeline_deal_closed", key=("status", "closed_day"), values=("amount_minor", "currency")
            ),
            models.Index(
                fields=["organisation", "opened_day"],
                include=["owner", "team", *WIDE, "amount_minor", "currency"],
                name="pipeline_deal_opened_wide",
            ),
            models.Index(
                fields=["organisation", "lead"],
                name="pipeline_deal_lead",
                condition=models.Q(lead__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.account or self.external_id
