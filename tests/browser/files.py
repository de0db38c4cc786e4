"""CSV files as people export them, generated in the test."""

import csv
import io
from datetime import date

HEADER = ["Deal id", "Deal name", "Deal owner", "Stage", "Opened on", "Closed on", "Amount", "Product"]


def deals(
    *, number: int = 1, with_errors: bool = False, amount: str = "$12,500.00", closed: date | None = None
) -> bytes:
    """Three good deals; with errors also an impossible date, text for an amount, and names that nobody knows."""
    day = f"{closed or date.today():%d %b, %Y}"
    rows = [
        [
            f"X{number}-1",
            "Desks for the new wing",
            "Grace Whitfield",
            "Closed Won",
            day,
            day,
            amount,
            "Heron standing desk",
        ],
        [
            f"X{number}-2",
            "Chairs, second floor",
            "Priya Raman",
            "Closed Won",
            day,
            day,
            "$4,000.00",
            "Plover task chair",
        ],
        [
            f"X{number}-3",
            "مكتب الاستقبال",
            "فاطمة الزهراني",
            "Negotiation",
            day,
            "",
            "$9,900.00",
            "Lapwing storage wall",
        ],
    ]
    if with_errors:
        rows += [
            [
                f"X{number}-4",
                "Impossible day",
                "Grace Whitfield",
                "Closed Won",
                "31 Feb, 2026",
                day,
                "$1.00",
                "Wren desk lamp",
            ],
            [f"X{number}-5", "No number", "Grace Whitfield", "Closed Won", day, day, "a lot", "Wren desk lamp"],
            [f"X{number}-6", "New names", "Somebody Else", "Closed Lost", day, day, "$700.00", "Wren Desklamp"],
        ]
    out = io.StringIO()
    csv.writer(out).writerows([HEADER, *rows])
    return out.getvalue().encode()
