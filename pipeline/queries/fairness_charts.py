"""What each rep got beside what their capacity asks for, as static/js/charts.js draws it."""

from typing import Any

from django.utils.translation import gettext as _

from pipeline.queries.routing import Fairness


def chart(fairness: Fairness) -> dict[str, Any]:
    return {
        "kind": "bars",
        "labels": [one.member.full_name for one in fairness.loads],
        "series": [
            {"name": _("By capacity"), "role": "expected", "data": [one.fair_leads for one in fairness.loads]},
            {"name": _("Leads"), "role": "actual", "data": [one.leads for one in fairness.loads]},
        ],
        "unit": {"style": "number"},
    }
