from django.utils.translation import gettext_lazy as _

from pipeline.importers.fields import Field, Kind, Parse
from pipeline.models import Deal
from pipeline.rules import stages

DEAL = Kind(
    "deal",
    (
        Field("external_id", _("Id in the source"), Parse.ID, "opportunity_id|opportunity id|order_id|deal id|potentialid|potential id|record id|id|mql_id"),
        Field("name", _("Deal"), Parse.TEXT, "potential name|opportunity name|opportunity|deal name|subject|title"),
        Field("account", _("Account"), Parse.TEXT, "account name|company|customer|client|seller_id"),
        Field("owner", _("Owner"), Parse.REFERENCE, "sales_agent|potential owner|opportunity owner|deal owner|sr_id|sales rep|rep|agent|assigned to|salesperson", to="member", limit=150),
        Field("status", _("Stage"), Parse.WORD, "deal_stage|stage|deal stage|opportunity stage|sales stage|sales status|outcome", limit=150, choices=lambda: list(Deal.Status.choices), guess_word=stages.deal_status),
        Field("opened_at", _("Opened"), Parse.MOMENT, "engage_date|created time|created at|created|create date|created date|creation date|order_date|open date|opened on|start date"),
        Field("closed_at", _("Closed"), Parse.MOMENT, "close_date|closing date|closed date|close date|closed at|won_date|won date|closed on|end date"),
        Field("expected_day", _("Expected to close"), Parse.DAY, "expected close date|expected closing date|expected close|expected to close|forecast date|target close date"),
        Field("amount", _("Amount"), Parse.AMOUNT, "close_value|deal value|value|deal amount|revenue|price|total|grand total|contract value"),
        Field("cost", _("Cost"), Parse.AMOUNT, "cost of sale|cost of goods|cogs|total cost|purchase price"),
        Field("quantity", _("Quantity"), Parse.COUNT, "qty|units|pieces|seats|number of units|licenses"),
        Field("list_price", _("List price of one unit"), Parse.AMOUNT, "list price|unit price|retail price|catalogue price"),
        Field("currency", _("Currency"), Parse.CURRENCY, "currency code|iso code|deal currency"),
        Field("product", _("Product"), Parse.REFERENCE, "product name|item|line of business", to="product", limit=150),
        Field("lead_source", _("Lead source"), Parse.REFERENCE, "origin|source|original source|channel", to="lead_source", limit=150),
        Field("lead", _("Lead"), Parse.LINK, "mql_id|leadid|lead id|converted lead id"),
    ),
    identity=("lead", "name", "account", "opened_at"),
)  # fmt: skip
