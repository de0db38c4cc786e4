from django.utils.translation import gettext_lazy as _

from pipeline.importers.fields import Field, Kind, Parse
from pipeline.models import Activity
from pipeline.rules import stages

ACTIVITY = Kind(
    "activity",
    (
        Field("external_id", _("Id in the source"), Parse.ID, "activity id|taskid|task id|eventid|event id|quoteid|quote id|salesorderid|order id|invoiceid|invoice id|call id|meeting id|record id|id"),
        Field("occurred_at", _("Happened at"), Parse.MOMENT, "call start time|start datetime|start time|activity date|date|created time|created at|due date|timestamp", True),
        Field("kind", _("Kind"), Parse.WORD, "activity type|type|call type|activity kind", limit=150, choices=lambda: list(Activity.Kind.choices), guess_word=stages.activity_kind),
        Field("subject", _("Subject"), Parse.TEXT, "title|description|call purpose|notes"),
        Field("owner", _("Owner"), Parse.REFERENCE, "call owner|event owner|task owner|quote owner|sales order owner|invoice owner|sales_agent|assigned to|rep|agent|sales rep|user", to="member", limit=150),
        Field("duration_seconds", _("Duration in seconds"), Parse.COUNT, "call duration (in seconds)|duration (seconds)|seconds|call duration"),
        Field("duration_minutes", _("Duration in minutes"), Parse.COUNT, "duration|duration (minutes)|minutes", factor=60),
        Field("amount", _("Amount"), Parse.AMOUNT, "grand total|total|value"),
        Field("currency", _("Currency"), Parse.CURRENCY, "currency code|iso code"),
        Field("product", _("Product"), Parse.REFERENCE, "product name", to="product", limit=150),
        Field("lead", _("Lead"), Parse.LINK, "leadid|lead id|mql_id"),
        Field("deal", _("Deal"), Parse.LINK, "potentialid|potential id|opportunity_id|opportunity id|deal id"),
    ),
    identity=("occurred_at", "subject", "owner", "lead", "deal"),
)  # fmt: skip
