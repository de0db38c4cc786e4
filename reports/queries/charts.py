"""Departments and teams side by side, in the shape that static/js/charts.js draws."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from goals.queries.progress import ProgressRow


def comparison_chart(rows: Sequence[ProgressRow]) -> dict[str, Any]:
    """Attainment of each, beside the attainment expected today."""
    series = [
        {"name": _("Attainment"), "role": "actual", "data": [_plain(row.attainment) for row in rows]},
        {"name": _("Expected today"), "role": "expected", "data": [_plain(row.expected_attainment) for row in rows]},
    ]
    return {
        "kind": "bars",
        "labels": [row.scope_name or "" for row in rows],
        "status": [row.status or "no_data" for row in rows],
        "series": [one for one in series if any(value is not None for value in one["data"])],
        "unit": {"style": "percent", "digits": 0},
    }


def _plain(value: Any) -> float | None:
    return None if value is None else round(float(value), 4)
