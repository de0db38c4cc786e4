from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pipeline.models.fact import WIDE, FactModel, covering_indexes, fact_walls
from pipeline.models.generated import generated, seconds_between
from pipeline.models.lead import Lead
from pipeline.models.touched import TouchTriggers
from teams.tenancy import TenantKey

# Beyond this a difference might not fit.
HALF = 2**62
MARGIN = f"CASE WHEN abs(amount_minor) < {HALF} AND abs(cost_minor) < {HALF} THEN amount_minor - cost_minor END"
PRICE_SHARE = (
    "CASE WHEN amount_minor IS NOT NULL AND list_price_minor <> 0 AND coalesce(quantity, 1) <> 0 THEN"
    " least(greatest(floor(amount_minor::numeric * 10000 / (list_price_minor::numeric * coalesce(quantity, 1))),"
    " -2147483648), 2147483647)::integer END"
)


class Deal(FactModel):
    """An opportunity. Money is in minor units of `currency`; attribution is that of the closing day, while open of the opening day.

    `list_price_minor` is of one unit; `price_share_bp` what was paid of it, in hundredths of a per cent, rounded down:
    "at 98 % of the list price or more" is 9,800 or more. `customer_key` tells customers apart whatever their spelling;
    `is_first_win` marks the first won deal of each (pipeline/actions/first_wins.py).
    """

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("deal", "Open")
        WON = "won", pgettext_lazy("deal", "Won")
        LOST = "lost", pgettext_lazy("deal", "Lost")

    name = models.CharField(_("Deal"), max_length=255, blank=True)
    account = models.CharField(_("Account"), max_length=255, blank=True)
    customer_key = models.CharField(_("Customer"), max_length=300, blank=True, editable=False)
    stage = models.CharField(_("Stage in the source"), max_length=150, blank=True)
    status = models.CharField(_("Status"), max_length=4, choices=Status.choices, default=Status.OPEN)
    amount_minor = models.BigIntegerField(_("Amount"), null=True, blank=True)
    list_price_minor = models.BigIntegerField(_("List price"), null=True, blank=True)
    cost_minor = models.BigIntegerField(_("Cost"), null=True, blank=True)
    quantity = models.PositiveIntegerField(_("Quantity"), null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3)
    lead = TenantKey(Lead, null=True, blank=True, related_name="deals")
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_day = models.DateField(_("Opened on"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_day = models.DateField(_("Closed on"), null=True, blank=True)
    expected_day = models.DateField(_("Expected to close on"), null=True, blank=True)
    is_first_win = models.BooleanField(_("First deal of its customer"), db_default=False, editable=False)
    margin_minor = generated(MARGIN, models.BigIntegerField(_("Margin"), null=True))
    price_share_bp = generated(PRICE_SHARE, models.IntegerField(_("Share of the list price"), null=True))
    cycle_seconds = generated(
        seconds_between("opened_at", "closed_at"), models.BigIntegerField(_("Sales cycle"), null=True)
    )

    class Meta(FactModel.Meta):
        verbose_name = _("Deal")
        verbose_name_plural = _("Deals")
        ordering = ["-closed_day", "pk"]
        constraints = [
            *fact_walls("pipeline_deal", lead="pipeline_lead"),
            TouchTriggers(name="pipeline_deal_touch", fact="deal", days=("opened_day", "closed_day")),
            models.CheckConstraint(
                name="pipeline_deal_closed_has_day",
                condition=models.Q(status="open") | models.Q(closed_day__isnull=False),
            ),
        ]
        indexes = [
            *covering_indexes(
                "pipeline_deal_closed", key=("status", "closed_day"), values=("amount_minor", "currency")
            ),
            *covering_indexes(
                "pipeline_deal_first",
                key=("closed_day",),
                values=("amount_minor", "currency"),
                condition=models.Q(is_first_win=True),
            ),
            models.Index(
                fields=["organisation", "customer_key"],
                name="pipeline_deal_customer",
                condition=models.Q(status="won"),
            ),
            models.Index(
                fields=["organisation", "opened_day"],
                include=["owner", "team", *WIDE, "amount_minor", "currency"],
                name="pipeline_deal_opened_wide",
            ),
            models.Index(
                fields=["organisation", "expected_day"],
                name="pipeline_deal_expected",
                condition=models.Q(status="open"),
            ),
            models.Index(
                fields=["organisation", "lead"],
                name="pipeline_deal_lead",
                condition=models.Q(lead__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.account or self.external_id
