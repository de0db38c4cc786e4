"""The history of a draft in the shape that static/js/charts.js draws: results and targets then, and the drafted target."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from goals.queries.charts import chart_unit
from goals.queries.drafts import Draft
from goals.queries.precedents import History


def precedent_chart(draft: Draft, history: History, *, currency: str) -> dict[str, Any]:
    """Results of periods that are over, and the target as a line through all of them up to its own period."""
    shown = history.shown
    labels = [past.period.label for past in shown] + ([draft.period.label] if draft.period else [])
    results = [past.result if past.is_over else None for past in shown]
    series = [{"name": _("Result"), "role": "actual", "data": [*map(_plain, results), None]}]
    if any(past.target is not None for past in shown):
        data = [*(_plain(past.target) for past in shown), None]
        series.append({"name": _("Target then"), "role": "expected", "data": data})
    for name, value in ((_("This target"), draft.target), (_("Upper end"), draft.upper)):
        if value is not None:
            series.append({"name": name, "role": "target", "data": len(labels) * [_plain(value)]})
    around = draft.target or max((value for value in results if value is not None), default=Decimal(0))
    return {
        "kind": "path",
        "labels": labels,
        "series": series,
        "unit": chart_unit(draft.metric.unit, currency, around=around),
    }


def _plain(value: Decimal | None) -> float | None:
    return None if value is None else round(float(value), 6)
