"""How numbers, money and dates are written in a language. CLDR patterns through Babel; digits stay Latin, so that columns line up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache

from babel import Locale, dates, numbers, units
from babel.core import get_global

LOCALES = {"en": "en_US", "ar": "ar_EG", "ur": "ur_PK", "zh-hans": "zh_Hans_CN", "fil": "fil_PH"}
NONE = "–"
LEFT_TO_RIGHT = "\u200e"
COMMAS = {"ar": "، ", "ur": "، ", "zh-hans": "、"}
# (large unit, small unit, seconds of a small one, how many of them are a large one, below how many seconds)
STEPS = (
    ("minute", "second", 1, 60, 3600),
    ("hour", "minute", 60, 60, 3 * 86400),
    ("day", "hour", 3600, 24, float("inf")),
)


@cache
def locale_of(language: str) -> Locale:
    return Locale.parse(LOCALES.get(language, "en_US"))


def joined(*, parts: Iterable[str], language: str) -> str:
    """Names or things in a row, with the comma of the reader's language."""
    return COMMAS.get(language, ", ").join(parts)


def minor_digits(currency: str) -> int:
    """Number of decimals of a currency: 2 for USD, 0 for JPY, 3 for KWD."""
    return numbers.get_currency_precision(currency)


@cache
def current_currencies() -> frozenset[str]:
    """ISO codes of the currencies that are legal tender somewhere today (CLDR)."""
    listed = get_global("territory_currencies").values()
    return frozenset(
        code for tenders in listed for code, _start, ended, is_tender in tenders if is_tender and ended is None
    )


def currency_choices(*, language: str) -> list[tuple[str, str]]:
    """Code and name of each currency in use, for a select."""
    named = locale_of(language).currencies
    return [(code, f"{code} – {named.get(code, code)}") for code in sorted(current_currencies())]


def money(*, minor: int | Decimal | None, currency: str, language: str, compact: bool = False) -> str:
    """Write an amount given in minor units, without decimals when they are zero or `compact`."""
    if minor is None:
        return NONE
    digits = minor_digits(currency)
    amount = Decimal(minor).scaleb(-digits)
    shown = 0 if compact or amount == amount.to_integral_value() else digits
    # The ISO code rather than a sign: "$" means many currencies, and it lines up in every language.
    text = number(value=amount, language=language, digits=shown)
    return f"{currency}\u00a0{text}"


def number(*, value: int | float | Decimal | None, language: str, digits: int = 0) -> str:
    if value is None:
        return NONE
    marks = _marks(language)
    # Groups of three in every language, as `#,##0`; Babel itself takes ten times as long, a hundred times a page.
    text = f"{abs(value):,.{digits}f}".translate(marks.separators)
    is_negative = value < 0 and any(digit in "123456789" for digit in text)
    return f"{marks.minus}{text}" if is_negative else text


def percent(*, share: float | Decimal | None, language: str, digits: int = 1) -> str:
    """Write a 0–1 share as a percentage."""
    if share is None:
        return NONE
    before, after = _marks(language).percent
    return f"{before}{number(value=share * 100, language=language, digits=digits)}{after}"


def duration(*, seconds: int | Decimal | None, language: str) -> str:
    """The two largest units that matter: "2.5 sec", "5 min", "1 hr 30 min", "3 days"; below three days in hours."""
    if seconds is None:
        return NONE
    total = Decimal(seconds)
    if total < 0:
        return _marks(language).minus + duration(seconds=-total, language=language)
    if total < 60:
        return _units(language, [("second", total.quantize(Decimal("0.1")).normalize())])
    large, small, seconds_each, per = next(step for step in STEPS if total < step[4])[:4]
    whole, rest = divmod(round(total / seconds_each), per)
    return _units(language, [(large, whole), (small, rest)])


def _units(language: str, parts: Iterable[tuple[str, int | Decimal]]) -> str:
    """The first part, and the next one unless it is nothing; a narrow place may break the line between them, never within."""
    words = [
        units.format_unit(value, f"duration-{unit}", "short", locale=locale_of(language), numbering_system="latn")
        for number, (unit, value) in enumerate(parts)
        if value or not number
    ]
    return " ".join(word.replace(" ", "\u00a0") for word in words)


@dataclass(frozen=True, slots=True)
class _Marks:
    """What a language writes around and between Latin digits."""

    separators: dict[int, str]
    minus: str
    percent: tuple[str, str]


@cache
def _marks(language: str) -> _Marks:
    locale = locale_of(language)
    signs = locale.number_symbols["latn"]
    before, _zero, after = numbers.format_percent(0, locale=locale, numbering_system="latn").partition("0")
    # Within a sentence from right to left the sign would else jump to the other side of its number.
    mark = LEFT_TO_RIGHT if locale.text_direction == "rtl" else ""
    percent = (mark + before, after + mark)
    return _Marks({ord(","): signs["group"], ord("."): signs["decimal"]}, signs["minusSign"], percent)


def day(*, value: date | datetime | None, language: str, style: str = "medium") -> str:
    """Of a moment the day in its own time zone."""
    if value is None:
        return NONE
    # The same instant in two zones is equal, and may be of two days: what is remembered is asked by the day.
    return _day(value.date() if isinstance(value, datetime) else value, language, style)


@lru_cache(maxsize=4096)
def _day(on: date, language: str, style: str) -> str:
    return str(dates.format_date(on, style, locale=locale_of(language)))


@lru_cache(maxsize=1024)
def month(*, value: date, language: str) -> str:
    """The month's name, standing alone: "August"."""
    return str(dates.format_date(value, "LLLL", locale=locale_of(language)))


def moment(*, value: datetime | None, language: str) -> str:
    """Write a local date and time; `value` is already in the reader's zone."""
    if value is None:
        return NONE
    return dates.format_datetime(value, "medium", locale=locale_of(language), tzinfo=value.tzinfo)


def time_of_day(*, value: datetime, language: str) -> str:
    """Of a local moment the hour and minute, as its language says them: "9:48 AM"."""
    return dates.format_time(value, "short", locale=locale_of(language), tzinfo=value.tzinfo)


def whole_hours(*, minutes: int, language: str) -> str:
    """Minutes as rounded hours with their word: “38 hr”; never as days, which are longer than people work."""
    return units.format_unit(
        round(minutes / 60), "duration-hour", "short", locale=locale_of(language), numbering_system="latn"
    )


def hours(*, minutes: int | None, language: str) -> str:
    """Write minutes as hours, with as many decimals as they need: "8", "7.5", "7.25"."""
    if minutes is None:
        return NONE
    digits = next(digits for digits in (0, 1, 2) if digits == 2 or minutes * 10**digits % 60 == 0)
    return number(value=Decimal(minutes) / 60, language=language, digits=digits)


def weekday(*, number: int, language: str, width: str = "wide") -> str:
    """The name of an ISO weekday (1 Monday … 7 Sunday)."""
    return locale_of(language).days["stand-alone"][width][number - 1]


def country(*, code: str, language: str) -> str:
    return locale_of(language).territories.get(code, code)


def decimal_mark(*, language: str) -> str:
    """What parts the whole from the fraction when a number is typed with Latin digits."""
    return numbers.get_decimal_symbol(locale_of(language), numbering_system="latn")
