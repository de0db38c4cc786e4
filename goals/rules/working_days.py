"""Business days: the days of a span that fall on a working weekday and are no holiday.

Weekdays are ISO numbers (1 Monday … 7 Sunday), because weeks differ: Sunday to Thursday in Cairo, Monday to Friday in
Manila. Half days and opening hours belong to the clocks of promises, not to the pace of objectives.
Bind the calendar once and pass it on as a ``DayCount``: ``partial(count, weekdays=…, holidays=…)``.
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from goals.rules.spans import ONE_DAY

MONDAY_TO_FRIDAY = frozenset({1, 2, 3, 4, 5})


class NotAWeekday(ValueError):
    """A weekday outside 1–7."""


def is_working(*, day: date, weekdays: Collection[int], holidays: Collection[date]) -> bool:
    """Whether people work on ``day``."""
    return day.isoweekday() in weekdays and day not in holidays


def count(*, starts_on: date, ends_on: date, weekdays: Collection[int], holidays: Collection[date]) -> int:
    """Business days of [starts_on, ends_on), by whole weeks and a rest: as fast for ten years as for ten days.

    0 for an empty span. A holiday on a free weekday, or named twice, takes nothing away twice.
    Raises ``NotAWeekday``.
    """
    weekdays = _checked(weekdays)
    if ends_on <= starts_on:
        return 0
    weeks, rest = divmod((ends_on - starts_on).days, 7)
    loose = sum((starts_on + timedelta(days=n)).isoweekday() in weekdays for n in range(rest))
    free = sum(starts_on <= day < ends_on and day.isoweekday() in weekdays for day in set(holidays))
    return weeks * len(weekdays) + loose - free


def listed(*, starts_on: date, ends_on: date, weekdays: Collection[int], holidays: Collection[date]) -> Iterator[date]:
    """The business days of [starts_on, ends_on) themselves, in order. Raises ``NotAWeekday``."""
    weekdays = _checked(weekdays)
    day = starts_on
    while day < ends_on:
        if is_working(day=day, weekdays=weekdays, holidays=holidays):
            yield day
        day += ONE_DAY


def _checked(weekdays: Collection[int]) -> frozenset[int]:
    wrong = [day for day in weekdays if day not in range(1, 8)]
    if wrong:
        raise NotAWeekday(f"Weekdays are 1 (Monday) to 7 (Sunday), not {wrong}.")
    return frozenset(weekdays)
