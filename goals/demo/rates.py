"""What other currencies cost in the demo organisation's own."""

from datetime import date, datetime
from decimal import Decimal

from goals.demo import cast
from teams.actions import exchange_rates

IN_DOLLARS = {"EUR": "1.0825", "GBP": "1.27", "AED": "0.2723"}


def write(*, first: date, at: datetime) -> None:
    for currency, per_unit in IN_DOLLARS.items():
        if currency != cast.CURRENCY:
            values = {"currency": currency, "starts_on": first, "per_unit": Decimal(per_unit)}
            exchange_rates.create(values=values, by=None, at=at)
