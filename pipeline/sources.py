"""What can be measured in the pipeline: its tables, described for the engine in `metrics`."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pipeline.definitions import Field, Source, by_name
from pipeline.models import Activity, Case, Deal
from pipeline.models.lead import Stage
from pipeline.rules.readings import SCALE

ATTRIBUTION = (
    ("department", "department_id"),
    ("team", "team_id"),
    ("rep", "owner_id"),
    ("product", "product_id"),
    ("territory", "territory_id"),
    ("lead_source", "lead_source_id"),
)
ATTRIBUTED = (
    Field("owner_id", "record", _("Owner")),
    Field("team_id", "record", _("Team")),
    Field("department_id", "record", _("Department")),
    Field("territory_id", "record", _("Territory")),
    Field("product_id", "record", _("Product")),
    Field("lead_source_id", "record", _("Lead source")),
)
DEAL_FIELDS = (
    Field("status", "word", _("Status"), tuple(Deal.Status.choices)),
    Field("amount_minor", "money", _("Amount")),
    Field("list_price_minor", "money", _("List price")),
    Field("cost_minor", "money", _("Cost")),
    Field("margin_minor", "money", _("Margin")),
    Field("quantity", "number", _("Quantity")),
    Field("price_share_bp", "share", _("Share of the list price"), scale=10_000),
    Field("customer_key", "word", _("Customer")),
    Field("is_first_win", "flag", _("First deal of its customer")),
    Field("cycle_seconds", "duration", _("Sales cycle")),
    Field("opened_day", "day", _("Opened on")),
    Field("closed_day", "day", _("Closed on")),
    *ATTRIBUTED,
)

LEADS = Source(
    key="leads",
    fact="lead",
    table="pipeline_lead",
    label=_("Leads, by first contact"),
    day="day",
    dimensions=ATTRIBUTION,
    narrow=("rep", "team"),
    is_rolled_up=True,
    rolled_known="won_day",
    fields=by_name(
        [
            Field("stage", "word", _("Stage"), tuple(Stage.choices)),
            Field("day", "day", _("First contact")),
            Field("won_day", "day", _("Won on")),
            Field("seconds_to_touch", "duration", _("Time to first touch")),
            *ATTRIBUTED,
        ]
    ),
)
DEALS_CLOSED = Source(
    key="deals_closed",
    fact="deal",
    table="pipeline_deal",
    label=_("Deals, by closing day"),
    day="closed_day",
    dimensions=ATTRIBUTION,
    narrow=("rep", "team"),
    value="amount_minor",
    currency="currency",
    is_rolled_up=True,
    rolled_by="status",
    fields=by_name(DEAL_FIELDS),
)
DEALS_OPENED = Source(
    key="deals_opened",
    fact="deal",
    table="pipeline_deal",
    label=_("Deals, by opening day"),
    day="opened_day",
    dimensions=ATTRIBUTION,
    value="amount_minor",
    currency="currency",
    started="opened_at",
    stopped="closed_at",
    fields=by_name(DEAL_FIELDS),
)
STAGE_ENTRIES = Source(
    key="stage_entries",
    fact="stage_transition",
    table="pipeline_stagetransition",
    label=_("Stages entered"),
    day="day",
    dimensions=ATTRIBUTION,
    narrow=("rep", "team"),
    is_rolled_up=True,
    rolled_by="to_stage",
    rolled_if="is_first",
    fields=by_name(
        [
            Field("to_stage", "word", _("Stage entered"), tuple(Stage.choices)),
            Field("is_first", "flag", _("First entry")),
            *ATTRIBUTED,
        ]
    ),
)
ACTIVITIES = Source(
    key="activities",
    fact="activity",
    table="pipeline_activity",
    label=_("Activities"),
    day="day",
    dimensions=ATTRIBUTION,
    narrow=("rep", "team"),
    currency="currency",
    is_rolled_up=True,
    rolled_by="kind",
    fields=by_name(
        [
            Field("kind", "word", _("Kind"), tuple(Activity.Kind.choices)),
            Field("duration_seconds", "duration", _("Duration")),
            Field("amount_minor", "money", _("Amount")),
            *ATTRIBUTED,
        ]
    ),
)
READINGS = Source(
    key="readings",
    fact="reading",
    table="pipeline_reading",
    label=pgettext_lazy("measured", "Readings"),
    day="day",
    dimensions=ATTRIBUTION,
    value="value_scaled",
    fields=by_name(
        [
            Field("series_id", "record", _("What was measured")),
            Field("value_scaled", "number", _("Value"), scale=SCALE),
            *ATTRIBUTED,
        ]
    ),
)
SPEND = Source(
    key="spend",
    fact="spend",
    table="pipeline_spend",
    label=_("Expenses"),
    day="day",
    dimensions=ATTRIBUTION,
    value="amount_minor",
    currency="currency",
    fields=by_name([Field("amount_minor", "money", _("Amount")), *ATTRIBUTED]),
)
CASE_FIELDS = (
    Field("kind", "word", _("Kind"), tuple(Case.Kind.choices)),
    Field("status", "word", _("Status"), tuple(Case.Status.choices)),
    Field("opened_day", "day", _("Opened on")),
    Field("closed_day", "day", _("Closed on")),
    Field("seconds_to_answer", "duration", _("Time to the first answer")),
    Field("business_seconds_to_answer", "duration", _("Business time to the first answer")),
    Field("seconds_to_close", "duration", _("Time to the end")),
    *ATTRIBUTED,
)
CASES_OPENED = Source(
    key="cases_opened",
    fact="case",
    table="pipeline_case",
    label=_("Cases, by opening day"),
    day="opened_day",
    dimensions=ATTRIBUTION,
    value="seconds_to_answer",
    started="opened_at",
    stopped="first_answered_at",
    due="due_at",
    fields=by_name(CASE_FIELDS),
)
CASES_CLOSED = Source(
    key="cases_closed",
    fact="case",
    table="pipeline_case",
    label=_("Cases, by closing day"),
    day="closed_day",
    dimensions=ATTRIBUTION,
    value="seconds_to_close",
    started="opened_at",
    stopped="closed_at",
    is_dated_by_end=True,
    fields=by_name(CASE_FIELDS),
)
SOURCES = (
    DEALS_CLOSED,
    DEALS_OPENED,
    LEADS,
    STAGE_ENTRIES,
    ACTIVITIES,
    READINGS,
    SPEND,
    CASES_OPENED,
    CASES_CLOSED,
)
ROLLED_UP = tuple(source for source in SOURCES if source.is_rolled_up)
