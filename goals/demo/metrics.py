"""A metric that the demo organisation has described itself, and the objective that is about it."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from goals.actions import objectives
from goals.demo.company import Company
from goals.demo.wishes import REVENUE
from goals.models import Direction, Goal, Scope
from metrics.actions import own_metrics
from teams.models import Period

LARGE_MINOR, TARGET = 1_500_000, Decimal(60)
TERMS: dict[str, Any] = {
    "kind": "count",
    "numerator": {
        "source": "deals_closed",
        "aggregate": "count",
        "value": None,
        "q": None,
        "limit": None,
        "conditions": [["status", "is", ["won"]], ["amount_minor", "at_least", [LARGE_MINOR]]],
    },
    "denominator": None,
}


def write(*, company: Company, quarter: Period, at: datetime) -> None:
    """Large deals won, described by the sales manager."""
    manager = company.with_account("sales")
    terms = TERMS | {"numerator": TERMS["numerator"] | {"names": {"currency": company.organisation.currency}}}
    version = own_metrics.create(name="Large deals won", direction="at_least", terms=terms, by=manager, at=at)
    objectives.create(
        values={
            "goal": Goal.objects.get(title=REVENUE),
            "metric_key": version.key,
            "scope": Scope.DEPARTMENT,
            "department": company.departments["Sales"],
            "period": quarter,
            "direction": Direction.AT_LEAST,
            "target": TARGET,
            "owner": manager,
        },
        by=manager,
        at=at,
    )
