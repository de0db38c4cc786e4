"""The course of an objective, day by day: what was known at the end of each day, and what the records say since.

A day that is neither known nor corrected is as the day before it.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

Values = Mapping[date, Decimal | None]


def days(*, starts_on: date, ends_on: date) -> list[date]:
    """The days of a closed-open span."""
    return [starts_on + timedelta(days=number) for number in range((ends_on - starts_on).days)]


def carried(*, days: Iterable[date], known: Values, corrected: Values) -> Iterator[tuple[date, Decimal | None, bool]]:
    """(day, value, whether anything says so): corrections over what was known, each until the next."""
    value: Decimal | None = None
    is_said = False
    for day in days:
        for source in (known, corrected):
            if day in source:
                value, is_said = source[day], True
        yield day, value, is_said


def differing(*, fresh: Values, known: Values, corrected: Values, days: Iterable[date]) -> dict[date, Decimal | None]:
    """Which days must be corrected so that the course becomes the fresh one: as few as possible.

    A fresh value holds for its own day only; a day without one is left alone.
    """
    new = dict(corrected)
    found: dict[date, Decimal | None] = {}
    value: Decimal | None = None
    is_said = False
    for day in days:
        for source in (known, new):
            if day in source:
                value, is_said = source[day], True
        if day in fresh and (not is_said or value != fresh[day]):
            found[day] = new[day] = value = fresh[day]
            is_said = True
    return found
