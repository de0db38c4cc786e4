"""All that can be measured: the built-in metrics in one table, and those that an organisation describes itself.

An objective stores a metric's key.
"""

from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from metrics.definitions import NOTHING, Condition, Measure, Metric
from metrics.models.own_metric import PREFIX
from metrics.queries.own_metrics import offered, own_metric
from pipeline.sources import (
    ACTIVITIES,
    DEALS_CLOSED,
    DEALS_OPENED,
    LEADS,
    STAGE_ENTRIES,
)
from pipeline.sources import SOURCES as FACTS

SOURCES = FACTS


def _deals(*statuses: str) -> Measure:
    return Measure(DEALS_CLOSED, "count", conditions=(Condition("status", "is", statuses),))


def _entries(stage: str) -> Measure:
    return Measure(
        STAGE_ENTRIES,
        "count",
        conditions=(Condition("to_stage", "is", (stage,)), Condition("is_first", "is", (True,))),
    )


def _activities(kind: str) -> Measure:
    return Measure(ACTIVITIES, "count", conditions=(Condition("kind", "is", (kind,)),))


WON = (Condition("status", "is", ("won",)),)
REVENUE = Measure(DEALS_CLOSED, "sum", "amount_minor", WON)
PRICED_WINS = Measure(DEALS_CLOSED, "count", "amount_minor", WON)
OPENED_VALUE = Measure(DEALS_OPENED, "sum", "amount_minor")
OPENED = Measure(DEALS_OPENED, "count")
ALL_LEADS = Measure(LEADS, "count")
WON_LEADS = Measure(LEADS, "count", conditions=(Condition("won_day", "is_known"),))

METRICS = (
    Metric(
        "won_revenue",
        "sum",
        "money",
        _("Won revenue"),
        _("The value of deals won in the period."),
        REVENUE,
    ),
    Metric(
        "deals_won",
        "count",
        "count",
        _("Deals won"),
        _("Deals won in the period."),
        _deals("won"),
    ),
    Metric(
        "win_rate",
        "ratio",
        "share",
        _("Win rate"),
        _("Deals won ÷ deals won or lost, of those closed in the period."),
        _deals("won"),
        _deals("won", "lost"),
    ),
    Metric(
        "average_deal_size",
        "ratio",
        "money",
        _("Average deal size"),
        _("The value of deals won in the period ÷ their number."),
        REVENUE,
        PRICED_WINS,
    ),
    Metric(
        "deals_lost",
        "count",
        "count",
        _("Deals lost"),
        _("Deals lost in the period."),
        _deals("lost"),
        direction="at_most",
    ),
    Metric(
        "deals_opened",
        "count",
        "count",
        _("Deals opened"),
        _("Deals opened in the period."),
        OPENED,
    ),
    Metric(
        "pipeline_opened",
        "sum",
        "money",
        _("Pipeline opened"),
        _("The value of deals opened in the period, where it is known."),
        OPENED_VALUE,
    ),
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
        _entries("mql"),
    ),
    Metric(
        "sals",
        "count",
        "count",
        _("SALs"),
        _("Leads that sales first accepted in the period."),
        _entries("sal"),
    ),
    Metric(
        "sqls",
        "count",
        "count",
        _("SQLs"),
        _("Leads that first became an SQL in the period."),
        _entries("sql"),
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
        "mql_to_sql",
        "ratio",
        "share",
        _("MQL → SQL conversion"),
        _("Leads that became an SQL in the period ÷ leads that became an MQL in the period."),
        _entries("sql"),
        _entries("mql"),
    ),
    Metric(
        "calls",
        "count",
        "count",
        _("Calls"),
        _("Calls made in the period."),
        _activities("call"),
    ),
    Metric(
        "meetings",
        "count",
        "count",
        _("Meetings"),
        _("Meetings held in the period."),
        _activities("meeting"),
    ),
    Metric(
        "presentations",
        "count",
        "count",
        _("Presentations"),
        _("Presentations given in the period."),
        _activities("presentation"),
    ),
    Metric(
        "proposals",
        "count",
        "count",
        _("Proposals"),
        _("Proposals made in the period."),
        _activities("proposal"),
    ),
    Metric(
        "closing_ratio",
        "ratio",
        "share",
        _("Closing ratio"),
        _("Deals won in the period ÷ presentations given in the period."),
        _deals("won"),
        _activities("presentation"),
    ),
)
CATALOGUE = {metric.key: metric for metric in METRICS}


class UnknownMetric(LookupError):
    """Nobody describes how to measure this: neither the catalogue nor the organisation."""


def metric_of(key: str) -> Metric:
    """The one place that finds a metric by its key. Raises `UnknownMetric`."""
    found = CATALOGUE.get(key)
    if found is None and key.startswith(PREFIX):
        found = own_metric(key, SOURCES)
    if found is None:
        raise UnknownMetric(key)
    return found


def choosable(*, keep: str = "") -> list[Metric]:
    """What a new objective may be about; `keep` is the key of one that stays on offer whatever it is."""
    found = [*METRICS, *offered(SOURCES)]
    if keep and all(metric.key != keep for metric in found):
        found.append(metric_or_gone(keep))
    return found


def metric_choices(*, keep: str = "") -> list[Any]:
    """For a select: built-in ones, then the organisation's own under their heading."""
    listed = choosable(keep=keep)
    own = [(metric.key, metric.label) for metric in listed if metric.key.startswith(PREFIX)]
    built_in = [(metric.key, metric.label) for metric in listed if not metric.key.startswith(PREFIX)]
    return [*built_in, (_("Our own metrics"), own)] if own else built_in


def metric_or_gone(key: str) -> Metric:
    """The same for rows that are there already: a metric that is gone has a name and no number, and stops no other."""
    try:
        return metric_of(key)
    except UnknownMetric:
        return gone(key)


@lru_cache(maxsize=256)
def gone(key: str) -> Metric:
    """Something with a name and no number."""
    return Metric(
        key,
        "count",
        "count",
        _("A metric that is gone"),
        _("What it counted is no longer described, so there is no number."),
        Measure(NOTHING, "count"),
    )
