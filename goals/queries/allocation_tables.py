"""A plan as a picture and as a table to carry away."""

import csv
import io
from typing import Any

from django.utils.translation import gettext as _

from goals.queries.allocations import Grid
from goals.queries.charts import chart_unit
from pipeline.rules import amounts
from pipeline.rules.amounts import Unit
from pipeline.rules.text import neutralised

MOST_BARS = 24


def allocation_chart(grid: Grid, *, unit: Unit, currency: str) -> dict[str, Any]:
    """Plan, what is in force, and what was reached before, of the largest shares."""
    rows = sorted(grid.rows, key=lambda row: -(row.share.amount if row.share else 0))[:MOST_BARS]
    series: list[dict[str, Any]] = [
        {"name": _("Plan"), "role": "actual", "data": [float(row.share.amount) if row.share else None for row in rows]}
    ]
    if any(row.child for row in rows):
        current = [None if row.current is None else float(row.current) for row in rows]
        series.append({"name": _("In force"), "role": "target", "data": current})
    if any(row.line.history for row in rows):
        history = [None if row.line.history is None else float(row.line.history) for row in rows]
        series.append({"name": _("Reached before"), "role": "baseline", "data": history})
    return {
        "kind": "bars",
        "labels": [row.receiver.name for row in rows],
        "series": series,
        "unit": chart_unit(unit, currency),
    }


def allocation_csv(grid: Grid, *, unit: Unit, currency: str, language: str) -> str:
    """A line per receiver; amounts as they are typed, so that the paste form reads them back."""

    def written(value: Any) -> str:
        return amounts.entry(value=value, unit=unit, currency=currency, language=language)

    buffer = io.StringIO()
    writer = csv.writer(buffer)
    months = [f"{month:%Y-%m}" for month in grid.months]
    writer.writerow([_("Name"), _("Plan"), _("In force"), _("Reached before"), *months])
    for row in grid.rows:
        share = row.share
        parts = share.months if share else [None] * len(months)
        figures = [share.amount if share else None, row.current, row.line.history, *parts]
        writer.writerow([neutralised(row.receiver.name), *map(written, figures)])
    return "\ufeff" + buffer.getvalue()
