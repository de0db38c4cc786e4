"""An organisation's own metrics for tests; made inside `tenant(…)`."""

from typing import Any

from metrics.models import OwnMetric, OwnMetricVersion
from tests.factories.teams import NOW

BIG_WINS: dict[str, Any] = {
    "kind": "count",
    "numerator": {
        "source": "deals_closed",
        "aggregate": "count",
        "value": None,
        "q": None,
        "limit": None,
        "conditions": [["status", "is", ["won"]], ["amount_minor", "at_least", [50_000]]],
        "names": {"currency": "USD"},
    },
    "denominator": None,
}


def make_own_metric(**values: Any) -> OwnMetric:
    """Won deals of at least USD 500, with its first version."""
    metric = OwnMetric.objects.create(**({"name": "Big wins"} | values))
    make_own_metric_version(metric=metric)
    return metric


def make_own_metric_version(**values: Any) -> OwnMetricVersion:
    metric = values.pop("metric", None) or OwnMetric.objects.create(name="Big wins")
    defaults: dict[str, Any] = {"number": metric.latest, "name": metric.name, "terms": BIG_WINS, "created_at": NOW}
    return OwnMetricVersion.objects.create(**(defaults | values), metric=metric)
