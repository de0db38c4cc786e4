"""Fiscal periods: which years, quarters, months and weeks an organisation's calendar has.

All are closed-open date ranges. A fiscal year is named after the calendar year in which it *ends* when it starts later
than January (the common convention: FY2027 = April 2026 – March 2027). Weeks are ISO weeks (Monday to Sunday).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class PeriodSpan:
    """`key` is what people type ("2017", "2017-Q2", "2017-M04", "2017-W07")."""

    kind: str
    key: str
    year: int
    number: int
    starts_on: date
    ends_on: date


def fiscal_year_of(*, day: date, start_month: int) -> int:
    """Name of the fiscal year that holds `day`."""
    if start_month == 1:
        return day.year
    return day.year + 1 if day.month >= start_month else day.year


def periods_of_year(*, year: int, start_month: int) -> Iterator[PeriodSpan]:
    """Yield the fiscal year, its 4 quarters, 12 months, and the ISO weeks whose Thursday lies in it."""
    first_year = year if start_month == 1 else year - 1
    starts = [_month_start(first_year, start_month + offset) for offset in range(13)]
    yield PeriodSpan("year", f"{year}", year, 1, starts[0], starts[12])
    for number in range(4):
        yield PeriodSpan(
            "quarter", f"{year}-Q{number + 1}", year, number + 1, starts[number * 3], starts[number * 3 + 3]
        )
    for number in range(12):
        yield PeriodSpan("month", f"{year}-M{number + 1:02}", year, number + 1, starts[number], starts[number + 1])
    yield from _weeks(year, starts[0], starts[12])


def _weeks(year: int, starts_on: date, ends_on: date) -> Iterator[PeriodSpan]:
    monday = starts_on - timedelta(days=starts_on.weekday())
    if monday + timedelta(days=3) < starts_on:
        monday += timedelta(days=7)
    number = 1
    while monday + timedelta(days=3) < ends_on:
        yield PeriodSpan("week", f"{year}-W{number:02}", year, number, monday, monday + timedelta(days=7))
        monday += timedelta(days=7)
        number += 1


def _month_start(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
