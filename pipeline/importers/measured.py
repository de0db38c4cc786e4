from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pipeline.importers.fields import Field, Kind, Parse
from pipeline.rules import readings

UNITS = [
    ("count", _("Number")),
    ("percent", _("Percentage (75 or 75 %)")),
    ("fraction", _("Share (0.75 is 75 %)")),
    ("score", _("Score")),
    ("duration", _("Duration (seconds, or 1 h 30 min)")),
    ("minutes", _("Minutes")),
    ("hours", _("Hours")),
    ("money", _("Money")),
]
READING = Kind(
    "reading",
    (
        Field("external_id", _("Id in the source"), Parse.ID, "reading id|measurement id|record id|id"),
        Field("series", _("What was measured"), Parse.REFERENCE, "metric|measure|kpi|indicator|measurement|name|question", True, 150, to="reading_series"),
        Field("occurred_at", _("Day"), Parse.MOMENT, "date|day|measured at|measured on|week|month|timestamp|created at", True),
        Field("value", _("Value"), Parse.VALUE, "result|reading|score|number|answer|amount", True, 60),
        Field("unit", _("Unit"), Parse.WORD, "unit of measure|uom|measured in", limit=50, choices=lambda: list(UNITS), guess_word=readings.unit_word),
        Field("owner", pgettext_lazy("a reading is about", "Person"), Parse.REFERENCE, "owner|rep|employee|agent|manager", to="member", limit=150, may_create=False),
        Field("team", _("Team"), Parse.REFERENCE, "team name|group", to="team", limit=100, may_create=False),
        Field("department", _("Department"), Parse.REFERENCE, "division|function", to="department", limit=100, may_create=False),
        Field("territory", _("Territory"), Parse.REFERENCE, "region|area|market|store", to="territory", limit=100, may_create=False),
        Field("product", _("Product"), Parse.REFERENCE, "product name|item", to="product", limit=150),
        Field("lead_source", _("Lead source"), Parse.REFERENCE, "channel|campaign|source", to="lead_source", limit=150),
        Field("note", _("Note"), Parse.TEXT, "comment|remark|description"),
    ),
    identity=("series", "occurred_at", "owner", "team", "department", "territory", "product", "lead_source"),
)  # fmt: skip
