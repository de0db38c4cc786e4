from django.utils.translation import gettext_lazy as _

from pipeline.importers.fields import Field, Kind, Parse

SPEND = Kind(
    "spend",
    (
        Field("external_id", _("Id in the source"), Parse.ID, "campaignid|campaign id|expense id|invoice id|transaction id|record id|id"),
        Field("occurred_at", _("Day"), Parse.MOMENT, "start date|day|date|spent on|invoice date|posting date|month|created time|created at", True),
        Field("amount", _("Amount"), Parse.AMOUNT, "actual cost|amount spent|spend|spent|cost|expense|total|net amount", True),
        Field("currency", _("Currency"), Parse.CURRENCY, "currency code|iso code"),
        Field("purpose", _("What for"), Parse.TEXT, "description|subject|type|campaign type|category|vendor|name"),
        Field("lead_source", _("Lead source or campaign"), Parse.REFERENCE, "campaign name|campaign|channel|source|lead source|origin|utm campaign", to="lead_source", limit=150),
        Field("owner", _("Owner"), Parse.REFERENCE, "campaign owner|spent by|employee|rep", to="member", limit=150),
        Field("team", _("Team"), Parse.REFERENCE, "team name|group", to="team", limit=100, may_create=False),
        Field("department", _("Department"), Parse.REFERENCE, "cost centre|cost center|division|function", to="department", limit=100, may_create=False),
        Field("territory", _("Territory"), Parse.REFERENCE, "region|area|market", to="territory", limit=100, may_create=False),
        Field("product", _("Product"), Parse.REFERENCE, "product name|item", to="product", limit=150),
    ),
    identity=("occurred_at", "purpose", "lead_source", "owner", "team", "department", "territory", "product"),
)  # fmt: skip
