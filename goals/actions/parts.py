"""The rows that belong to an objective and are saved together with it: its milestones and guardrails."""

from collections.abc import Mapping, Sequence
from typing import Any

from goals.models import Guardrail, Milestone, Objective
from teams.tenancy import TenantModel

Rows = Sequence[Mapping[str, Any]]
PARTS: dict[str, tuple[type[TenantModel], tuple[str, ...]]] = {
    "milestones": (Milestone, ("due_on", "value")),
    "guardrails": (
        Guardrail,
        ("metric_key", "scope", "department", "kind", "limit_mode", "limit_change", "baseline", "limit", "is_hard"),
    ),
}


def parted(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Rows]]:
    """The objective's own values, and those of its parts; a part that is not named stays as it is."""
    own = {name: value for name, value in values.items() if name not in PARTS}
    return own, {name: values[name] for name in PARTS if name in values}


def changed(objective: Objective, parts: Mapping[str, Rows]) -> dict[str, tuple[Rows, Rows]]:
    """Before and after of the parts that differ."""
    found: dict[str, tuple[Rows, Rows]] = {}
    for name, rows in parts.items():
        model, columns = PARTS[name]
        kept = model.objects.filter(objective=objective).order_by("pk")
        kept = kept.select_related("department") if "department" in columns else kept
        before = [{column: getattr(row, column) for column in columns} for row in kept]
        if before != [dict(row) for row in rows]:
            found[name] = before, rows
    return found


def replace(objective: Objective, parts: Mapping[str, tuple[Rows, Rows]]) -> None:
    """Save the parts anew. They are few, and nothing refers to a row of them for longer than its figure."""
    for name, (_before, rows) in parts.items():
        model, _columns = PARTS[name]
        model.objects.filter(objective=objective).delete()
        for row in rows:
            model.objects.create(objective=objective, **row)


def in_words(rows: Rows) -> str:
    """As the audit trail keeps them."""
    return "; ".join(", ".join(str(value) for value in row.values() if value not in (None, False)) for row in rows)
