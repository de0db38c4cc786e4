"""Readings are stored as whole numbers: the value × SCALE, so that they can be compared, averaged and ranked exactly.

A share keeps thousandths of a per cent, a duration hundredths of a millisecond; an index on a whole number serves row
level security, one on a decimal number does not (ADR 1).
"""

from decimal import ROUND_HALF_UP, Decimal

from pipeline.rules import amounts
from pipeline.rules.amounts import Unit
from pipeline.rules.text import key

# What a file can say a number is: the unit it is kept in, and by what a plain number is multiplied to get there.
IN_FILES: dict[str, tuple[Unit, Decimal | None]] = {
    "count": ("count", None),
    "percent": ("share", None),
    "fraction": ("share", Decimal(1)),
    "score": ("score", None),
    "duration": ("duration", None),
    "minutes": ("duration", Decimal(60)),
    "hours": ("duration", Decimal(3600)),
    "money": ("money", None),
}
USUAL: dict[str, str] = {
    "count": "count",
    "share": "percent",
    "score": "score",
    "duration": "duration",
    "money": "money",
}
WORDS = {
    "percent": "percent|percentage|%|pct|نسبة مئوية|فیصد|百分比|porsiyento",
    "fraction": "share|fraction|ratio|rate",
    "score": "score|points|stars|rating|index|nps",
    "duration": "s|sec|second|seconds|duration|ثانية|سیکنڈ|秒|segundo",
    "minutes": "m|min|minute|minutes|دقيقة|منٹ|分钟|minuto",
    "hours": "h|hr|hrs|hour|hours|ساعة|گھنٹے|小时|oras",
    "money": "money|currency|amount|usd|eur|gbp|aed|sar|pkr|cny|php",
}
UNIT_OF_WORD = {key(word): unit for unit, line in WORDS.items() for word in line.split("|")}

SCALE = 100_000
BIGGEST = 2**63 - 1


class TooBig(ValueError):
    """More than can be stored."""


def scaled(value: Decimal) -> int:
    """The value as it is stored, halves away from zero. Raises TooBig."""
    whole = int((value * SCALE).to_integral_value(ROUND_HALF_UP))
    if abs(whole) > BIGGEST:
        raise TooBig(str(value))
    return whole


def unit_word(word: str) -> str:
    """What a word in a file says about the unit; a plain number when it says nothing more."""
    return UNIT_OF_WORD.get(key(word), "count")


def read_from_file(text: str, *, word: str, decimal: str, currency: str) -> tuple[Unit, int]:
    """The unit and the value as it is stored. Raises amounts.Unreadable, OutOfRange, OtherCurrency or TooBig."""
    unit, factor = IN_FILES[word]
    if factor is not None:
        try:
            plain = amounts.read(text=text, unit="score", currency=currency, decimal=decimal)
        except amounts.Unreadable:
            factor = None
        else:
            return unit, scaled(_not_negative(plain * factor))
    return unit, scaled(amounts.read(text=text, unit=unit, currency=currency, decimal=decimal))


def usual_word(unit: str | None) -> str:
    """How numbers of a known series are taken where the file does not say."""
    return USUAL.get(unit or "", "")


def guessed_word(text: str, *, decimal: str) -> str:
    """What a number of a new series is where the file does not say: a percentage, a whole number or a score."""
    if text.rstrip().endswith(("%", "％", "٪")):
        return "percent"
    try:
        amounts.read(text=text, unit="count", currency="USD", decimal=decimal)
    except ValueError:
        return "score"
    return "count"


def _not_negative(value: Decimal) -> Decimal:
    if value < 0:
        raise amounts.OutOfRange(str(value))
    return value


def value_of(stored: int) -> Decimal:
    """The value itself, as it was given."""
    return Decimal(stored) / SCALE
