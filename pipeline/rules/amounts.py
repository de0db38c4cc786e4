"""The values of objectives as people write and read them: money in minor units, counts and scores, shares as
percentages, durations in seconds as "30 s", "1 h 30 min" or "2 d"."""

from collections.abc import Callable
from decimal import Decimal
from typing import Literal

from pipeline.rules import durations, numbers
from teams.rules import formats

Unit = Literal["money", "count", "share", "duration", "score"]
BIGGEST_SHARE = Decimal(10)
BIGGEST = Decimal(10) ** 18 - 1  # of 24 digits six are behind the point
PLAIN = "KWD"


class Unreadable(ValueError):
    """Not a number, or not in this language's way of writing one."""


class OutOfRange(ValueError):
    """Negative, or more than can be stored."""


class OtherCurrency(ValueError):
    """An amount in another currency than the organisation's."""


def read(*, text: str, unit: Unit, currency: str, decimal: str) -> Decimal:
    """What a person typed, as it is stored. Understands 1,200.50 · USD 1.2m · ١٢٠٠ · 12.5 % (and 12.5 for a share)."""
    text = text.strip()
    try:
        value = _money(text, currency, decimal) if unit == "money" else READERS[unit](text, decimal)
    except numbers.NotANumber as error:
        raise Unreadable(text) from error
    except numbers.TooBig as error:
        raise OutOfRange(text) from error
    if not (-BIGGEST if unit == "score" else 0) <= value <= BIGGEST:
        raise OutOfRange(text)
    return value


def _money(text: str, currency: str, decimal: str) -> Decimal:
    found = numbers.amount(text, decimal=decimal, currency=currency)
    if found.currency != currency:
        raise OtherCurrency(found.currency)
    return Decimal(found.minor)


def _count(text: str, decimal: str) -> Decimal:
    value = number(text=text, decimal=decimal)
    if value != value.to_integral_value():
        raise Unreadable(text)
    return value


def _share(text: str, decimal: str) -> Decimal:
    share = number(text=text.translate(dict.fromkeys(map(ord, "%٪؉﹪％"))), decimal=decimal) / 100
    if share > BIGGEST_SHARE:
        raise OutOfRange(text)
    return share


READERS: dict[Unit, Callable[[str, str], Decimal]] = {
    "count": _count,
    "share": _share,
    "score": lambda text, decimal: number(text=text, decimal=decimal),
    "duration": lambda text, decimal: durations.read(text=text, decimal=decimal),
}


def number(*, text: str, decimal: str) -> Decimal:
    """To three places: read as if it were money of three decimals, then stripped of it; a real currency is refused."""
    try:
        found = numbers.amount(text, decimal=decimal, currency=PLAIN)
    except numbers.NotANumber as error:
        raise Unreadable(text) from error
    except numbers.TooBig as error:
        raise OutOfRange(text) from error
    if found.currency != PLAIN or PLAIN in text.upper():
        raise Unreadable(text)
    return Decimal(found.minor) / 1000


def write(*, value: Decimal | int | None, unit: Unit, currency: str, language: str) -> str:
    """A value for reading. An expected count or an average need not be whole; a small one shows a decimal."""
    if unit == "money":
        return formats.money(minor=value, currency=currency, language=language, compact=_is_large(value, currency))
    if unit == "share":
        return formats.percent(share=value, language=language)
    if unit == "duration":
        return formats.duration(seconds=value, language=language)
    if unit == "score":
        return formats.number(value=value, language=language, digits=_places(value, most=2))
    is_whole = value is None or abs(Decimal(value)) >= 100 or value == int(value)
    return formats.number(value=value, language=language, digits=0 if is_whole else 1)


def _places(value: Decimal | int | None, *, most: int) -> int:
    """As many as the value has, up to `most`."""
    exponent = Decimal(value or 0).normalize().as_tuple().exponent
    return min(max(-int(exponent), 0), most)


def _is_large(value: Decimal | int | None, currency: str) -> bool:
    """From 1,000 on, cents only get in the way."""
    return value is not None and abs(value) >= 1000 * 10 ** formats.minor_digits(currency)


def entry(*, value: Decimal | None, unit: Unit, currency: str, language: str) -> str:
    """A value as it stands in an input: without sign or code, and `read` gives it back."""
    if value is None:
        return ""
    if unit == "share":
        return formats.number(value=value * 100, language=language, digits=_places(value * 100, most=3))
    if unit == "count":
        return formats.number(value=value, language=language)
    if unit == "duration":
        return durations.entry(seconds=value, decimal=formats.decimal_mark(language=language))
    if unit == "score":
        return formats.number(value=value, language=language, digits=_places(value, most=3))
    places = formats.minor_digits(currency)
    amount = value.scaleb(-places)
    return formats.number(value=amount, language=language, digits=0 if amount == amount.to_integral_value() else places)
