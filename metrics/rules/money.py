"""Money of several currencies in one: each fact by the rate of its own date, rounded once, or not at all.

A rate is how many units of the home currency one unit of another costs, from a date on *until the next one is dated*;
the last holds on. Before the first there is none: such a fact refuses the whole sum and says which rate is missing,
for a mixed or partial sum looks right and is wrong. Two foreign currencies cross through the home currency.
Amounts are integers in minor units (cents; a currency has 0, 2 or 3 decimals). Rounding is half to even, so that many
small amounts do not drift; once per fact, so that the records of a sum add up to it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal

from teams.rules.formats import minor_digits

EXACT = Context(prec=60)


class MissingRate(LookupError):
    """No rate of ``currency`` on ``on``."""

    def __init__(self, *, currency: str, on: date) -> None:
        super().__init__(f"No rate for {currency} on {on}.")
        self.currency = currency
        self.on = on


@dataclass(frozen=True, slots=True)
class Rate:
    """From ``starts_on`` on, one unit of the currency costs ``per_unit`` units of the home currency."""

    starts_on: date
    per_unit: Decimal

    def __post_init__(self) -> None:
        if self.per_unit <= 0:
            raise ValueError(f"A rate is above 0, not {self.per_unit}.")


@dataclass(frozen=True, slots=True)
class Rates:
    """An organisation's rates: ``dated`` holds those of each currency by date, ascending. Home needs none: it is 1."""

    home: str
    dated: Mapping[str, Sequence[Rate]]

    def __post_init__(self) -> None:
        for currency, rates in self.dated.items():
            days = [rate.starts_on for rate in rates]
            if days != sorted(set(days)):
                raise ValueError(f"The rates of {currency} are not in order, one per date.")

    def on(self, *, currency: str, day: date) -> Decimal:
        """The rate in force on a day. Raises ``MissingRate``."""
        if currency == self.home:
            return Decimal(1)
        rates = self.dated.get(currency, ())
        in_force = bisect_right(rates, day, key=lambda rate: rate.starts_on)
        if not in_force:
            raise MissingRate(currency=currency, on=day)
        return rates[in_force - 1].per_unit


@dataclass(frozen=True, slots=True)
class Amount:
    """A fact's money: minor units of a currency, on the local date of the event."""

    minor: int
    currency: str
    on: date


def converted(*, amount: Amount, to: str, rates: Rates) -> int:
    """Minor units of ``to``, rounded half to even. The same currency needs no rate. Raises ``MissingRate``."""
    if amount.currency == to:
        return amount.minor
    sold = rates.on(currency=amount.currency, day=amount.on)
    bought = rates.on(currency=to, day=amount.on)
    shift = minor_digits(to) - minor_digits(amount.currency)
    exact = EXACT.divide(EXACT.multiply(Decimal(amount.minor), sold), bought).scaleb(shift, context=EXACT)
    return int(exact.to_integral_value(rounding=ROUND_HALF_EVEN, context=EXACT))


def total(*, amounts: Iterable[Amount], to: str, rates: Rates) -> int:
    """Σ of the converted amounts, in minor units of ``to``. Raises ``MissingRate`` for the first that has none."""
    return sum(converted(amount=amount, to=to, rates=rates) for amount in amounts)


def missing(*, amounts: Iterable[Amount], to: str, rates: Rates) -> list[tuple[str, date]]:
    """Every (currency, date) that stands in the way of ``total``, once each, in order: the list to fill in."""
    wanted = {(code, amount.on) for amount in amounts if amount.currency != to for code in (amount.currency, to)}
    return sorted(pair for pair in wanted if not _is_known(rates, *pair))


def _is_known(rates: Rates, currency: str, on: date) -> bool:
    try:
        rates.on(currency=currency, day=on)
    except MissingRate:
        return False
    return True
