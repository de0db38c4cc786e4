"""What a person types where a target is asked: a number, a change of the baseline ("+10 %"), or points ("+5 points").

A change begins with its sign: "10 %" of a share is the share itself. Percent is a share of the baseline's size; points
are added to a baseline that is itself a share. The words for points are those of the product's languages.
"""

from decimal import Decimal
from typing import NamedTuple

from goals.rules.targets import Mode
from pipeline.rules import amounts
from pipeline.rules.amounts import OutOfRange, Unit, Unreadable
from teams.rules import formats

PLUS, MINUS = "+＋﹢", "-−–﹣－"
PERCENT = "%٪﹪％"
POINTS = (
    *("percentage points", "percentage point", "points", "point", "ppts", "ppt", "pts", "pp"),
    *("نقاط مئوية", "نقطة مئوية", "نقاط", "نقطة"),
    *("فیصدی پوائنٹس", "پوائنٹس", "پوائنٹ"),
    *("个百分点", "百分点"),
    *("puntos ng porsiyento", "puntos", "punto"),
)
BIGGEST_CHANGE = Decimal(1000)


class PointsOfNoShare(ValueError):
    """Percentage points are asked of a metric that is not a share."""


class Asked(NamedTuple):
    """The mode, and the number itself (absolute) or a signed share (relative, points)."""

    mode: Mode
    value: Decimal


def read(*, text: str, unit: Unit, currency: str, decimal: str) -> Asked:
    """Raises ``Unreadable``, ``OutOfRange``, ``OtherCurrency`` or ``PointsOfNoShare``."""
    text = text.strip()
    if not text.startswith(tuple(PLUS + MINUS)):
        return Asked("absolute", amounts.read(text=text, unit=unit, currency=currency, decimal=decimal))
    sign, size = (-1 if text[0] in MINUS else 1), text[1:].strip()
    for word in POINTS:
        if size.lower().endswith(word):
            if unit != "share":
                raise PointsOfNoShare(text)
            return Asked("points", sign * _share(size[: -len(word)].rstrip(PERCENT + " \u00a0"), decimal))
    if not size.endswith(tuple(PERCENT)):
        raise OutOfRange(text) if sign < 0 else Unreadable(text)
    return Asked("relative", sign * _share(size[:-1], decimal))


def _share(text: str, decimal: str) -> Decimal:
    share = amounts.number(text=text, decimal=decimal) / 100
    if not 0 <= share <= BIGGEST_CHANGE:
        raise OutOfRange(text)
    return share


def entry(*, asked: Asked, unit: Unit, currency: str, language: str, points: str) -> str:
    """As it stands in an input, so that `read` gives it back; `points` is the reader's word for them."""
    if asked.mode == "absolute":
        return amounts.entry(value=asked.value, unit=unit, currency=currency, language=language)
    percent = (abs(asked.value) * 100).normalize()
    places = min(max(-int(percent.as_tuple().exponent), 0), 3)
    size = formats.number(value=percent, language=language, digits=places)
    sign = "−" if asked.value < 0 else "+"
    return f"{sign}{size} {points}" if asked.mode == "points" else f"{sign}{size} %"
