"""All that can be measured: the built-in metrics in a few tables, and those that an organisation describes itself.

An objective stores a metric's key.
"""

from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from goals.catalogue.activities import ACTIVITY_METRICS
from goals.catalogue.answers import ANSWER_METRICS
from goals.catalogue.leads import LEAD_METRICS
from goals.catalogue.promises import PROMISE_METRICS
from goals.catalogue.sales import SALES_METRICS
from metrics.definitions import NOTHING, Measure, Metric
from metrics.models.own_metric import PREFIX
from metrics.queries.own_metrics import offered, own_metric
from pipeline.sources import SOURCES as FACTS
from slas.sources import CLOCKS

SOURCES = (*FACTS, CLOCKS)
GROUPS = (
    (_("Sales"), SALES_METRICS),
    (_("Leads"), LEAD_METRICS),
    (_("Activities and budgets"), ACTIVITY_METRICS),
    (_("Customers and press"), ANSWER_METRICS),
    (_("Sales–marketing SLA"), PROMISE_METRICS),
)
METRICS = tuple(metric for _heading, metrics in GROUPS for metric in metrics)
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
    """For a select: the built-in ones under their headings, then the organisation's own."""
    own = [(metric.key, metric.label) for metric in choosable(keep=keep) if metric.key not in CATALOGUE]
    built_in = [(heading, [(metric.key, metric.label) for metric in metrics]) for heading, metrics in GROUPS]
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
