from django.utils.translation import gettext_lazy as _

from pipeline.importers.fields import Field, Kind, Parse
from pipeline.models import Stage
from pipeline.rules import stages

LEAD = Kind(
    "lead",
    (
        Field("external_id", _("Id in the source"), Parse.ID, "lead id|leadid|mql_id|record id|id|contact id|prospect id"),
        Field("occurred_at", _("First contact"), Parse.MOMENT, "first_contact_date|created time|created at|created|create date|created date|creation date|date created|date|lead date|inquiry date", True),
        Field("name", _("Name"), Parse.TEXT, "full name|lead name|last name|contact name|contact"),
        Field("company", _("Company"), Parse.TEXT, "account|account name|company name|organisation|organization"),
        Field("owner", _("Owner"), Parse.REFERENCE, "lead owner|sales_agent|sdr_id|assigned to|rep|agent|sales rep", to="member", limit=150),
        Field("lead_source", _("Lead source"), Parse.REFERENCE, "origin|source|original source|channel|utm source", to="lead_source", limit=150),
        Field("product", _("Product"), Parse.REFERENCE, "product name|interest|product of interest", to="product", limit=150),
        Field("territory", _("Territory"), Parse.REFERENCE, "sales territory|territory name", to="territory", limit=100, may_create=False),
        Field("stage", _("Stage"), Parse.WORD, "lead status|status|lead stage|lifecycle stage|lifecycle", limit=150, choices=lambda: list(Stage.choices), guess_word=stages.lead_stage),
        Field("stage_at", _("Stage reached at"), Parse.MOMENT, "stage date|stage changed at|status date|stage entered at"),
    ),
    identity=("name", "company", "occurred_at"),
)  # fmt: skip
