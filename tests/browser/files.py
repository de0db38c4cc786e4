"""CSV files as people export them, generated in the test."""

import csv
import io
from datetime import datetime
from zoneinfo import ZoneInfo

from goals.demo.cast import TIME_ZONE

HEADER = ["Deal id", "Deal name", "Deal owner", "Stage", "Opened on", "Closed on", "Amount", "Product"]
WON = 12_500 + 4_000
WORKBOOK = b"PK\x03\x04\x14\x00\x06\x00\x08\x00" + bytes(2000)


def deals(*, number: int = 1, with_errors: bool = False, more: int = 0) -> bytes:
    """Two won deals of together `WON`, an open one, and `more` won ones of 10 each.

    With errors also an impossible date, text for an amount (lines 5 and 6), and two names that nobody knows.
    """
    day = f"{datetime.now(tz=ZoneInfo(TIME_ZONE)):%d %b, %Y}"
    grace, priya, desk = "Grace Whitfield", "Priya Raman", "Heron standing desk"
    rows = [
        ["Desks for the new wing", grace, "Closed Won", day, day, "$12,500.00", desk],
        ["Chairs, second floor", priya, "Closed Won", day, day, "$4,000.00", "Plover task chair"],
        ["مكتب الاستقبال", "فاطمة الزهراني", "Negotiation", day, "", "$9,900.00", "Lapwing storage wall"],
    ]
    if with_errors:
        rows += [
            ["Impossible day", grace, "Closed Won", "31 Feb, 2026", day, "$1.00", desk],
            ["No number", grace, "Closed Won", day, day, "a lot", desk],
            ["New names", f"Newcomer {number}", "Closed Lost", day, day, "$700.00", "Wren Desklamp"],
        ]
    rows += [[f"Small order {line}", priya, "Closed Won", day, day, "$10.00", desk] for line in range(more)]
    out = io.StringIO()
    csv.writer(out).writerows([HEADER, *([f"X{number}-{line}", *row] for line, row in enumerate(rows))])
    return out.getvalue().encode()
