"""The words on the canvases of the demo organisation, by goal. Days are counted from today."""

from dataclasses import dataclass
from decimal import Decimal

from goals.demo.wishes import ABROAD, ACCOUNTS, PIPELINE, QUOTAS, RANGE, REVENUE


@dataclass(frozen=True, slots=True)
class Board:
    """Initiatives: title, owner, first and last day, state. Obstacles: title, kind, who takes care, whether it is out of
    the way. Assumptions: title, what is expected (a share is counted as turnover), effect. Asks: title, department,
    needed in so many days, state, reply.
    """

    what: str
    initiatives: tuple[tuple[str, str, int, int, str], ...]
    obstacles: tuple[tuple[str, str, str, bool], ...]
    assumptions: tuple[tuple[str, str | Decimal, str], ...]
    asks: tuple[tuple[str, str, int, str, str], ...]


BOARDS = {
    REVENUE: Board(
        what="Every offer above 5 % discount says what the customer gets for the price. Finance, sales and marketing read the same price list.",
        initiatives=(
            ("Price book with value arguments, one page per desk", "Elena Marchetti", -45, -5, "done"),
            ("Discounts above 10 % are decided together, twice a week", "Samuel Okonkwo", -30, 40, "running"),
            ("Win-back calls to forty customers who left over the price", "Priya Raman", -12, 25, "running"),
            ("Bundles of desk, booth and storage wall", "Layla Haddad", 5, 45, "planned"),
        ),
        obstacles=(
            ("Nobody knows at which discount a deal is still worth winning", "analysis", "Victor Lund", False),
            ("Two competitors sell below cost in Europe", "obstacle", "Samuel Okonkwo", False),
            ("Margins by product were not in the CRM", "information", "Noor Rahman", True),
        ),
        assumptions=(
            ("Rep turnover", Decimal("0.1"), "Two of twenty-three desks stay empty for about six weeks each."),
            ("Steel and beech prices", "At most 3 % up", "The price list holds until the end of the quarter."),
        ),
        asks=(
            (
                "Margin by product and discount class of the last four quarters",
                "Sales operations",
                -2,
                "answered",
                "The report is under Reports, Margins; updated each Monday. Below 92 % of list price a desk earns nothing.",
            ),
            (
                "Three customer stories about value, not price",
                "Marketing",
                12,
                "accepted",
                "Two are written; the third needs a customer in the Gulf. Samuel, whom may we call?",
            ),
        ),
    ),
    ACCOUNTS: Board(
        what="Forty named accounts, chosen together; each has one owner in sales and one in marketing.",
        initiatives=(
            ("Choose the forty accounts, with reasons", "Samuel Okonkwo", -60, -20, "done"),
            ("A dinner in each of four cities", "Amelia Novak", -20, 20, "running"),
            ("Executive sponsor for the ten largest", "Amara Castellan", -10, 15, "running"),
            ("Account plans of one page", "Marcus Bell", -25, -3, "running"),
        ),
        obstacles=(
            ("Who decides at the customer is unknown for eleven accounts", "information", "Olivia Hart", False),
            ("No travel budget left for the third month", "resource", "", False),
        ),
        assumptions=(
            ("The renewals of two large customers", "Both renew", "They are a fifth of the enterprise number."),
            ("Rep turnover", Decimal("0.05"), "Accounts change hands once at most."),
        ),
        asks=(
            ("Names and roles of the buying committee of eleven accounts", "Marketing", 8, "open", ""),
            (
                "Which of our accounts visited the pricing page this month?",
                "Marketing",
                -4,
                "answered",
                "Nine did; the list is in the account plans. Ironbridge Hotels came six times.",
            ),
        ),
    ),
    ABROAD: Board(
        what="Local prices, local references, and an answer in the customer's language on the same day.",
        initiatives=(
            ("Arabic and Chinese price lists", "Rafael Mendes", -50, -15, "done"),
            ("Showroom days in Dubai and Manila", "Khalid Al-Mansouri", -8, 22, "running"),
            ("Two service partners under contract", "Layla Haddad", -30, 30, "running"),
        ),
        obstacles=(
            ("No service team nearer than Rotterdam", "resource", "Layla Haddad", False),
            ("Import duties differ by emirate and nobody has listed them", "information", "عمر الحسيني", False),
        ),
        assumptions=(
            ("New offices in the Gulf", "As many as last year", "A third of the leads come from them."),
            ("Exchange rates", "Within 4 %", "Prices stay as printed."),
        ),
        asks=(
            (
                "Case studies in Arabic",
                "Marketing",
                15,
                "accepted",
                "فاطمة names the customers, we write by the end of the month.",
            ),
            (
                "A stand at the fair in Shanghai",
                "Marketing",
                30,
                "declined",
                "The fair's deadline has passed and the budget is in the showroom days. We can send material to the partner's stand instead.",
            ),
        ),
    ),
    QUOTAS: Board(
        what="Each rep answers the offer with a number of their own; nothing is imposed without a reason that stays.",
        initiatives=(
            ("One hour with each rep before the quarter", "Samuel Okonkwo", -55, -30, "done"),
            ("Ramp of newcomers agreed before they start", "Noor Rahman", -20, 10, "running"),
        ),
        obstacles=(("Territories changed after the quotas were set", "obstacle", "Victor Lund", True),),
        assumptions=(("Rep turnover", Decimal("0.1"), "A leaver's quota is not spread over those who stay."),),
        asks=(("What each lead source will bring to each territory", "Marketing", 6, "open", ""),),
    ),
    PIPELINE: Board(
        what="Both departments look at every rejected lead of the week, on Friday, for half an hour.",
        initiatives=(
            ("Friday half-hour on rejected leads", "Elena Marchetti", -40, 45, "running"),
            ("Definition of an MQL, signed by both", "Olivia Hart", -35, -12, "done"),
            ("Drop the two weakest channels and move their money", "Yusuf Demir", -6, 20, "planned"),
        ),
        obstacles=(
            ("A third of the rejections have no reason", "information", "Hannah Kowalska", False),
            ("Web forms do not ask for the size of the company", "obstacle", "Yusuf Demir", True),
        ),
        assumptions=(
            ("Leads from paid search", "Cost per lead up 10 % at most", "Else 40 MQLs a month are missing."),
            ("Sales answers a lead within a day", "Nine of ten", "Conversion falls by half after a day."),
        ),
        asks=(
            (
                "A reason for every rejected lead, on the day",
                "Sales",
                -6,
                "accepted",
                "From Monday on; Hannah looks through them.",
            ),
            ("Two reps for a webinar on acoustic booths", "Sales", 10, "open", ""),
        ),
    ),
    RANGE: Board(
        what="Booths and storage walls are on the first page of every offer above ten desks.",
        initiatives=(
            ("Sound test in three customers' offices, filmed", "Bea Villanueva", -25, 8, "running"),
            ("Sample wall for each showroom", "Amelia Novak", 4, 35, "planned"),
        ),
        obstacles=(("Only two demo booths for four teams", "resource", "Bea Villanueva", False),),
        assumptions=(("Lead time of the booths", "Five weeks", "Longer, and offices open without them."),),
        asks=(("Add the booth to offers above ten desks", "Sales", 3, "accepted", "In the templates since Tuesday."),),
    ),
}
