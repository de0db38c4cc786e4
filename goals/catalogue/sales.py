"""What deals tell: revenue, customers, prices and margins, how long selling takes, and what lies open."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from metrics.definitions import Condition, Measure, Metric
from pipeline.sources import ACTIVITIES, DEALS_CLOSED, DEALS_OPENED

# A share of the list price that is as good as all of it.
FULL_PRICE = Decimal("0.98")
WON = (Condition("status", "is", ("won",)),)
LOST = (Condition("status", "is", ("lost",)),)
CLOSED = (Condition("status", "is", ("won", "lost")),)
AT_FULL_PRICE = (*WON, Condition("price_share_bp", "at_least", (FULL_PRICE,)))
OF_KNOWN_COST = (*WON, Condition("margin_minor", "is_known"))

REVENUE = Measure(DEALS_CLOSED, "sum", "amount_minor", WON)
PRICED_WINS = Measure(DEALS_CLOSED, "count", "amount_minor", WON)
WINS = Measure(DEALS_CLOSED, "count", conditions=WON)
LOSSES = Measure(DEALS_CLOSED, "count", conditions=LOST)
ENDS = Measure(DEALS_CLOSED, "count", conditions=CLOSED)
NEW_CUSTOMERS = Measure(DEALS_CLOSED, "count", conditions=(Condition("is_first_win", "is", (True,)),))
CUSTOMERS = Measure(DEALS_CLOSED, "distinct", "customer_key", WON)
UNITS = Measure(DEALS_CLOSED, "sum", "quantity", WON)
UNITS_AT_FULL_PRICE = Measure(DEALS_CLOSED, "sum", "quantity", AT_FULL_PRICE)
MEDIAN_SIZE = Measure(DEALS_CLOSED, "percentile", "amount_minor", WON, q=Decimal("0.5"))
SLOW_CYCLE = Measure(DEALS_CLOSED, "percentile", "cycle_seconds", WON, q=Decimal("0.9"))
MARGIN = Measure(DEALS_CLOSED, "sum", "margin_minor", OF_KNOWN_COST)
REVENUE_OF_KNOWN_COST = Measure(DEALS_CLOSED, "sum", "amount_minor", OF_KNOWN_COST)
OPENED = Measure(DEALS_OPENED, "count")
OPENED_VALUE = Measure(DEALS_OPENED, "sum", "amount_minor")
IN_PROCESS = Measure(DEALS_OPENED, "stock")
VALUE_IN_PROCESS = Measure(DEALS_OPENED, "stock", "amount_minor")
PRESENTED = Measure(ACTIVITIES, "count", conditions=(Condition("kind", "is", ("presentation",)),))
PROPOSED = Measure(ACTIVITIES, "count", conditions=(Condition("kind", "is", ("proposal",)),))

SALES_METRICS = (
    Metric(
        "won_revenue",
        "sum",
        "money",
        _("Won revenue"),
        _("The value of deals won in the period."),
        REVENUE,
    ),
    Metric(
        "deals_won",
        "count",
        "count",
        _("Deals won"),
        _("Deals won in the period."),
        WINS,
    ),
    Metric(
        "customers_won",
        "distinct",
        "count",
        _("Customers won"),
        _("Different customers with a deal won in the period, each counted once."),
        CUSTOMERS,
    ),
    Metric(
        "new_customers",
        "count",
        "count",
        _("New customers"),
        _("Customers whose first deal ever was won in the period; it counts for whoever won that deal."),
        NEW_CUSTOMERS,
    ),
    Metric(
        "units_sold",
        "sum",
        "count",
        _("Units sold"),
        _("The quantities of deals won in the period, where they are known."),
        UNITS,
    ),
    Metric(
        "units_at_list_price",
        "sum",
        "count",
        _("Units sold at full list price"),
        _("The quantities of deals won in the period for at least 98% of the list price."),
        UNITS_AT_FULL_PRICE,
    ),
    Metric(
        "win_rate",
        "ratio",
        "share",
        _("Win rate"),
        _("Deals won ÷ deals won or lost, of those closed in the period."),
        WINS,
        ENDS,
    ),
    Metric(
        "closing_ratio",
        "ratio",
        "share",
        _("Closing ratio"),
        _("Deals won in the period ÷ presentations given in the period."),
        WINS,
        PRESENTED,
    ),
    Metric(
        "proposal_closing_ratio",
        "ratio",
        "share",
        _("Closing ratio of proposals"),
        _("Deals won in the period ÷ proposals made in the period."),
        WINS,
        PROPOSED,
    ),
    Metric(
        "average_deal_size",
        "ratio",
        "money",
        _("Average deal size"),
        _("The value of deals won in the period ÷ their number."),
        REVENUE,
        PRICED_WINS,
    ),
    Metric(
        "median_deal_size",
        "median",
        "money",
        _("Median deal size"),
        _("The value in the middle of all deals won in the period: half of them are larger."),
        MEDIAN_SIZE,
    ),
    Metric(
        "gross_margin",
        "ratio",
        "share",
        _("Gross margin"),
        _("Revenue less cost ÷ revenue, of deals won in the period whose cost is known."),
        MARGIN,
        REVENUE_OF_KNOWN_COST,
    ),
    Metric(
        "sales_cycle_p90",
        "percentile",
        "duration",
        _("Sales cycle, 90th percentile"),
        _("Nine of ten deals won in the period took no longer than this from opening to closing."),
        SLOW_CYCLE,
        direction="at_most",
    ),
    Metric(
        "deals_lost",
        "count",
        "count",
        _("Deals lost"),
        _("Deals lost in the period."),
        LOSSES,
        direction="at_most",
    ),
    Metric(
        "deals_opened",
        "count",
        "count",
        _("Deals opened"),
        _("Deals opened in the period."),
        OPENED,
    ),
    Metric(
        "pipeline_opened",
        "sum",
        "money",
        _("Pipeline opened"),
        _("The value of deals opened in the period, where it is known."),
        OPENED_VALUE,
    ),
    Metric(
        "deals_in_process",
        "stock",
        "count",
        _("Deals in process"),
        _("How many deals lay open at a time, on average over the days of the period so far."),
        IN_PROCESS,
    ),
    Metric(
        "open_pipeline",
        "stock",
        "money",
        _("Open pipeline"),
        _("The value of the deals that lay open at a time, on average over the days of the period so far."),
        VALUE_IN_PROCESS,
    ),
)
