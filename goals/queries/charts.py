"""The course of an objective in the shape that static/js/charts.js draws, and as the rows of its table."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from goals.queries.points import Point
from metrics.definitions import Metric
from pipeline.rules.amounts import Unit
from teams.rules.formats import minor_digits

EVERY = 7
DURATIONS = (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))


def chart_unit(unit: Unit, currency: str, *, around: Decimal = Decimal(0)) -> dict[str, Any]:
    """A chart of durations has one unit: the largest of which `around` (the target) has a few."""
    if unit == "share":
        return {"style": "percent", "digits": 1}
    if unit in ("count", "score"):
        return {"style": "number", "digits": 0 if unit == "count" else 1}
    if unit == "duration":
        name, seconds = next((step for step in DURATIONS if around >= 3 * step[1]), DURATIONS[-1])
        return {"style": "unit", "unit": name, "divisor": seconds, "digits": 1}
    return {"style": "currency", "currency": currency, "divisor": 10 ** minor_digits(currency), "digits": 0}


def progress_chart(
    *,
    points: Sequence[Point],
    metric: Metric,
    target: Decimal,
    upper: Decimal | None = None,
    baseline: Decimal | None,
    currency: str,
) -> dict[str, Any]:
    """Actual against what was expected by each day, with the target, or both ends of a band; a ratio may be expected at its
    target always.
    """
    ends = [(_("Target"), target)] if upper is None else [(_("Lower end"), target), (_("Upper end"), upper)]
    series = [{"name": _("Actual"), "role": "actual", "data": [_plain(point.actual) for point in points]}]
    if any(point.expected != target for point in points):
        expected = [_plain(point.expected) for point in points]
        series.append({"name": _("Expected"), "role": "expected", "data": expected})
    series += [{"name": name, "role": "target", "data": len(points) * [float(end)]} for name, end in ends]
    if baseline is not None:
        series.append({"name": _("Baseline"), "role": "baseline", "data": len(points) * [float(baseline)]})
    return {
        "kind": "progress",
        "labels": [point.day.isoformat() for point in points],
        "series": series,
        "unit": chart_unit(metric.unit, currency, around=target),
    }


def chart_table(*, points: Sequence[Point], as_of: date) -> list[Point]:
    """The end of each week, the as-of day, and the last day."""
    last = len(points) - 1
    return [
        point
        for number, point in enumerate(points)
        if number % EVERY == EVERY - 1 or number == last or point.day == as_of
    ]


def _plain(value: Decimal | None) -> float | None:
    return None if value is None else round(float(value), 6)
