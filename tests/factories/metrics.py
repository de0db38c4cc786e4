"""An organisation's own metrics, and rollups, for tests; made inside `tenant(…)`."""

import uuid
from datetime import date
from typing import Any

from metrics.models import OwnMetric, OwnMetricVersion, Rollup, RollupDay
from tests.factories.pipeline import DAY
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


def make_rollup(*, source: str = "activities", scope: str = "organisation", **values: Any) -> Rollup:
    return Rollup.objects.create(source=source, scope=scope, **values)


def make_rollup_day(*, series: str = "activities:organisation", day: date = DAY, **values: Any) -> RollupDay:
    """Three calls."""
    defaults = {"scope_id": uuid.uuid4(), "word": "call", "currency": "", "n": 3}
    return RollupDay.objects.create(series=series, day=day, **(defaults | values))
