"""Leads by class, before and after, as static/js/charts.js draws them."""

from typing import Any

from django.utils.translation import gettext as _

from pipeline.queries.replays import Replay


def chart(replay: Replay) -> dict[str, Any]:
    before = [one.before.leads for one in replay.conversions]
    after = [one.after.leads for one in replay.conversions]
    return {
        "kind": "bars",
        "labels": [one.label for one in replay.conversions],
        "series": [
            {"name": _("As they were"), "role": "baseline", "data": before},
            {"name": _("By this version"), "role": "actual", "data": after},
        ],
        "unit": {"style": "number"},
    }
