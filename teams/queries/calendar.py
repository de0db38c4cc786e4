from dataclasses import dataclass, field
from datetime import date

from teams.models import Period


@dataclass
class YearRow:
    """A fiscal year with its parts by kind, each in order."""

    year: Period
    quarters: list[Period] = field(default_factory=list)
    months: list[Period] = field(default_factory=list)
    weeks: list[Period] = field(default_factory=list)
    is_current: bool = False


def year_rows(*, on: date) -> list[YearRow]:
    """The whole calendar, the newest year first, in one query."""
    rows: dict[int, YearRow] = {}
    periods = list(Period.objects.order_by("-year", "starts_on", "pk"))
    for period in periods:
        if period.kind == Period.Kind.YEAR:
            rows[period.year] = YearRow(period, is_current=period.starts_on <= on < period.ends_on)
    for period in periods:
        if period.kind != Period.Kind.YEAR:
            getattr(rows[period.year], f"{period.kind}s").append(period)
    return list(rows.values())
