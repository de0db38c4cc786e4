"""What leads tell: how many come, how far they get, and how soon somebody talks to them."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from metrics.definitions import Condition, Measure, Metric
from pipeline.sources import LEADS, STAGE_ENTRIES


def _entries(stage: str) -> Measure:
    return Measure(
        STAGE_ENTRIES,
        "count",
        conditions=(Condition("to_stage", "is", (stage,)), Condition("is_first", "is", (True,))),
    )


ALL_LEADS = Measure(LEADS, "count")
WON_LEADS = Measure(LEADS, "count", conditions=(Condition("won_day", "is_known"),))
SLOW_TOUCH = Measure(LEADS, "percentile", "seconds_to_touch", q=Decimal("0.9"))
MQLS, SALS, SQLS = (_entries(stage) for stage in ("mql", "sal", "sql"))

LEAD_METRICS = (
    Metric(
        "leads",
        "count",
        "count",
        _("Leads"),
        _("Leads whose first contact was in the period."),
        ALL_LEADS,
    ),
    Metric(
        "mqls",
        "count",
        "count",
        _("MQLs"),
        _("Leads that first became an MQL in the period."),
        MQLS,
    ),
    Metric(
        "sals",
        "count",
        "count",
        _("SALs"),
        _("Leads that sales first accepted in the period."),
        SALS,
    ),
    Metric(
        "sqls",
        "count",
        "count",
        _("SQLs"),
        _("Leads that first became an SQL in the period."),
        SQLS,
    ),
    Metric(
        "lead_to_mql",
        "ratio",
        "share",
        _("Lead → MQL conversion"),
        _("Leads that became an MQL in the period ÷ leads whose first contact was in the period."),
        MQLS,
        ALL_LEADS,
    ),
    Metric(
        "mql_to_sql",
        "ratio",
        "share",
        _("MQL → SQL conversion"),
        _("Leads that became an SQL in the period ÷ leads that became an MQL in the period."),
        SQLS,
        MQLS,
    ),
    Metric(
        "lead_conversion",
        "ratio",
        "share",
        _("Lead → won conversion"),
        _("Leads won so far ÷ leads, of those whose first contact was in the period."),
        WON_LEADS,
        ALL_LEADS,
    ),
    Metric(
        "first_touch_p90",
        "percentile",
        "duration",
        _("First touch, 90th percentile"),
        _("Nine of ten leads of the period that were reached out to waited no longer than this, night and day."),
        SLOW_TOUCH,
        direction="at_most",
    ),
)
