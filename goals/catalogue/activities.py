"""What people do, and what it costs: calls and visits, coaching, work for the press, expenses against a budget."""

from django.utils.translation import gettext_lazy as _

from metrics.definitions import Condition, Measure, Metric
from pipeline.sources import ACTIVITIES, SPEND


def _activities(kind: str) -> Measure:
    return Measure(ACTIVITIES, "count", conditions=(Condition("kind", "is", (kind,)),))


COACHING = Measure(ACTIVITIES, "sum", "duration_seconds", (Condition("kind", "is", ("coaching",)),))
SPENT = Measure(SPEND, "sum", "amount_minor")

ACTIVITY_METRICS = (
    Metric("calls", "count", "count", _("Calls"), _("Calls made in the period."), _activities("call")),
    Metric("meetings", "count", "count", _("Meetings"), _("Meetings held in the period."), _activities("meeting")),
    Metric(
        "presentations",
        "count",
        "count",
        _("Presentations"),
        _("Presentations given in the period."),
        _activities("presentation"),
    ),
    Metric(
        "proposals",
        "count",
        "count",
        _("Proposals"),
        _("Proposals made in the period."),
        _activities("proposal"),
    ),
    Metric(
        "store_visits",
        "count",
        "count",
        _("Store visits"),
        _("Visits to stores in the period."),
        _activities("store_visit"),
    ),
    Metric(
        "coaching_hours",
        "sum",
        "duration",
        _("Coaching hours"),
        _("The time that coaching took in the period, where it is known."),
        COACHING,
    ),
    Metric(
        "events",
        "count",
        "count",
        _("Events and association meetings"),
        _("Events and association meetings attended in the period."),
        _activities("event"),
    ),
    Metric(
        "press_releases",
        "count",
        "count",
        _("Press releases"),
        _("Press releases issued in the period."),
        _activities("press_release"),
    ),
    Metric(
        "publications",
        "count",
        "count",
        _("Articles and posts"),
        _("Articles and posts published in the period."),
        _activities("publication"),
    ),
    Metric(
        "spend",
        "spend",
        "money",
        _("Spend"),
        _("Expenses of the period, to be held against a budget."),
        SPENT,
        direction="at_most",
    ),
)
