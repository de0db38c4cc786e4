"""The one list of what belongs to a target's terms: what an agreement freezes, and what its hash commits to."""

from collections.abc import Mapping
from typing import Any

from django.utils import translation

from goals.models import Guardrail, Objective
from goals.models.objective import SCOPE_COLUMNS
from goals.rules import receipts
from teams.models import Organisation
from teams.rules import formats

# Fields of an objective that an agreement freezes. Its title, goal, weight, pace and milestones stay free.
FROZEN = (
    "metric_key",
    "scope",
    *SCOPE_COLUMNS,
    "period",
    "direction",
    "baseline",
    "target",
    "target_upper",
    "target_mode",
    "target_change",
    "stretch",
    "currency",
    "qualifying",
    "is_prorated",
    "owner",
)
# What is kept beside the objective, in a table of its own, and belongs to the terms.
FROZEN_ROWS = ("guardrails",)
# By what course it is judged on the way: no terms, but not of who is measured either.
COURSE = ("pace_method", "season_weights")


def exact_terms(*, objective: Objective, organisation: Organisation) -> dict[str, Any]:
    """The terms as they stand, in their canonical plain form; words are in the organisation's language."""
    with translation.override(organisation.language):
        terms = _about(objective) | _asked(objective, organisation) | {"guardrails": _guardrails(objective)}
        return dict(receipts.plain(terms))


def _about(objective: Objective) -> dict[str, Any]:
    metric, record = objective.metric, objective.scope_record
    return {
        "objective": objective.pk,
        "metric": {"key": metric.key, "name": str(metric.label), "sentence": str(metric.sentence), "unit": metric.unit},
        "scope": {
            "kind": objective.scope,
            "id": record.pk if record else None,
            "name": str(record) if record else objective.get_scope_display(),
        },
        "period": {
            "key": objective.period.key,
            "starts_on": objective.period.starts_on,
            "ends_before": objective.period.ends_on,
        },
        "owner": {"id": objective.owner_id, "name": objective.owner.full_name},
        "qualifying": objective.qualifying,
    }


def _asked(objective: Objective, organisation: Organisation) -> dict[str, Any]:
    """Money is in minor units: `minor_digits` of them are behind the point."""
    currency = objective.currency or organisation.currency
    return {
        "direction": objective.direction,
        "target": objective.target,
        "target_upper": objective.target_upper,
        "stretch": objective.stretch,
        "baseline": objective.baseline,
        "target_mode": objective.target_mode,
        "target_change": objective.target_change,
        "is_prorated": objective.is_prorated,
        "currency": currency,
        "minor_digits": formats.minor_digits(currency),
    }


def _guardrails(objective: Objective) -> list[Mapping[str, Any]]:
    rows = Guardrail.objects.filter(objective=objective).select_related("department").order_by("metric_key", "pk")
    return [
        {
            "metric": {"key": guard.metric_key, "sentence": str(guard.metric.sentence)},
            "scope": guard.scope,
            "department": guard.department.name if guard.department else None,
            "kind": guard.kind,
            "limit": guard.limit,
            "is_hard": guard.is_hard,
        }
        for guard in rows
    ]
