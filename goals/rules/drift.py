"""Whether a stored figure says what the facts say. Figures are in the unit of the metric; None is undefined."""

from decimal import Decimal
from typing import NamedTuple

from goals.rules.progress import EXACT, PLACES


class Counted(NamedTuple):
    """Numerator, denominator (None where there is none) and the figure."""

    numerator: Decimal | int | None
    denominator: Decimal | int | None
    actual: Decimal | int | None


def has_drifted(*, stored: Counted, full: Counted) -> bool:
    """Compared as they are stored, to the millionth."""
    return tuple(map(_stored, stored)) != tuple(map(_stored, full))


def difference(*, stored: Decimal | None, full: Decimal | None) -> Decimal | None:
    """Full − stored; None where one of them is undefined."""
    return None if stored is None or full is None else full - stored


def _stored(value: Decimal | int | None) -> Decimal | None:
    return None if value is None else Decimal(value).quantize(PLACES, context=EXACT)
