"""How soon those who ask are answered: customers, journalists, courts."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from metrics.definitions import Condition, Measure, Metric
from pipeline.sources import CASES_OPENED

A_DAY = 24 * 60 * 60
OF_CUSTOMERS = (Condition("kind", "is", ("customer_request", "complaint", "quote_request")),)
OF_THE_PRESS = (Condition("kind", "is", ("press_inquiry", "legal_statement")),)

WAITED = Measure(CASES_OPENED, "average", "seconds_to_answer", OF_CUSTOMERS)
SLOW_ANSWER = Measure(CASES_OPENED, "percentile", "seconds_to_answer", q=Decimal("0.9"))
SLOW_ANSWER_IN_HOURS = Measure(CASES_OPENED, "percentile", "business_seconds_to_answer", q=Decimal("0.9"))
KEPT = Measure(CASES_OPENED, "compliance")
TOLD_THE_PRESS = Measure(CASES_OPENED, "compliance", conditions=OF_THE_PRESS, limit=A_DAY)

ANSWER_METRICS = (
    Metric(
        "customer_waiting_time",
        "average",
        "duration",
        _("Customer waiting time"),
        _("How long customers waited for the first answer on average, of those who asked in the period and have one."),
        WAITED,
        direction="at_most",
    ),
    Metric(
        "first_answer_p90",
        "percentile",
        "duration",
        _("First answer, 90th percentile"),
        _("Nine of ten cases opened in the period and answered took no longer than this, night and day."),
        SLOW_ANSWER,
        direction="at_most",
    ),
    Metric(
        "first_answer_business_p90",
        "percentile",
        "duration",
        _("First answer, 90th percentile in business hours"),
        _(
            "Nine of ten cases opened in the period and answered took no longer than this, in the open hours of the "
            "organisation's calendar as it was when they were opened."
        ),
        SLOW_ANSWER_IN_HOURS,
        direction="at_most",
    ),
    Metric(
        "cases_in_time",
        "compliance",
        "share",
        _("Cases answered in time"),
        _("Cases answered by their due time ÷ cases that came due, of those opened in the period."),
        KEPT,
    ),
    Metric(
        "press_within_day",
        "compliance",
        "share",
        _("Press statements within 24 hours"),
        _(
            "Press inquiries and lawsuits answered within 24 hours ÷ those that came due, of those opened in the period."
        ),
        TOLD_THE_PRESS,
    ),
)
