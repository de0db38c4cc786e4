"""The path of concessions in the shape that static/js/charts.js draws."""

from typing import Any

from django.utils.translation import gettext as _

from goals.queries.charts import chart_unit
from goals.queries.negotiations import Talk
from goals.rules.negotiation import Side


def concession_chart(talk: Talk, *, currency: str) -> dict[str, Any]:
    """A line for each side over the versions; each keeps to its last number until it moves."""
    sides = ((Side.MANAGER, _("Offer"), "expected"), (Side.HOLDER, _("Counter-offer"), "actual"))
    return {
        "kind": "path",
        "labels": [_("Version %(number)s") % {"number": bid.offer.version} for bid in talk.path],
        "series": [{"name": name, "role": role, "data": _numbers(talk, side)} for side, name, role in sides],
        "unit": chart_unit(talk.negotiation.objective.metric.unit, currency),
    }


def _numbers(talk: Talk, side: Side) -> list[float | None]:
    return [float(bid.offer.committed) if bid.offer.side == side else None for bid in talk.path]
