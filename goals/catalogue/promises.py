"""Whether marketing and sales keep what they have promised each other, and how soon leads are answered in business time.

A clock counts as it does everywhere (slas/rules/compliance.py): kept, done late, or overdue; waived, cancelled and what is
not yet due are left out.
"""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from metrics.definitions import Condition, Measure, Metric
from slas.rules.compliance import BREACHED, JUDGED
from slas.sources import CLOCKS

DONE = Condition("state", "is", ("met", "met_late"))
FIRST_TOUCHES = Condition("promise_kind", "is", ("first_touch",))
OF_SALES, OF_MARKETING = (Condition("promise_side", "is", (side,)) for side in ("sales", "marketing"))


def _clocks(states: tuple[str, ...], *more: Condition) -> Measure:
    words = tuple(str(state) for state in states)
    return Measure(CLOCKS, "count", conditions=(Condition("state", "is", words), *more))


def _kept(*more: Condition) -> tuple[Measure, Measure]:
    return _clocks(("met",), *more), _clocks(JUDGED, *more)


def _touch_time(q: str) -> Measure:
    return Measure(CLOCKS, "percentile", "elapsed_seconds", conditions=(DONE, FIRST_TOUCHES), q=Decimal(q))


PROMISE_METRICS = (
    Metric(
        "promises_kept",
        "ratio",
        "share",
        _("Promises kept"),
        _("Clocks kept ÷ clocks kept, done late or overdue, of those that started in the period."),
        *_kept(),
    ),
    Metric(
        "promises_kept_by_sales",
        "ratio",
        "share",
        _("Promises kept by sales"),
        _("The same of the promises of sales alone."),
        *_kept(OF_SALES),
    ),
    Metric(
        "promises_kept_by_marketing",
        "ratio",
        "share",
        _("Promises kept by marketing"),
        _("The same of the promises of marketing alone."),
        *_kept(OF_MARKETING),
    ),
    Metric(
        "promises_broken",
        "count",
        "count",
        _("Promises broken"),
        _("Clocks done late or overdue, of those that started in the period."),
        _clocks(BREACHED),
        direction="at_most",
    ),
    Metric(
        "first_touch_median",
        "median",
        "duration",
        _("First touch, median in business hours"),
        _("Half of the first touches promised in the period and made took no longer than this, in open hours."),
        _touch_time("0.5"),
        direction="at_most",
    ),
    Metric(
        "first_touch_business_p90",
        "percentile",
        "duration",
        _("First touch, 90th percentile in business hours"),
        _("Nine of ten first touches promised in the period and made took no longer than this, in open hours."),
        _touch_time("0.9"),
        direction="at_most",
    ),
)
