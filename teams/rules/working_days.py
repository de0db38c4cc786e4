"""Business days: the days of a span that fall on a working weekday and are no holiday, or are worked all the same.

Weekdays are ISO numbers (1 Monday … 7 Sunday), because weeks differ: Sunday to Thursday in Cairo, Monday to Friday in
Manila. Half days and opening hours belong to the clocks of promises, not to the pace of objectives.
"""

from collections.abc import Callable, Collection
from datetime import date, timedelta
from functools import partial

from teams.rules.calendars import Calendar

MONDAY_TO_FRIDAY = frozenset({1, 2, 3, 4, 5})
NONE: frozenset[date] = frozenset()


class NotAWeekday(ValueError):
    """A weekday outside 1–7."""


def counted_by(calendar: Calendar | None) -> Callable[..., int]:
    """`count` bound to a calendar, keeping what it counted; Monday to Friday where nobody has said."""
    counted: dict[tuple[date, date], int] = {}
    bound = partial(
        count,
        weekdays=MONDAY_TO_FRIDAY if calendar is None else calendar.weekdays,
        holidays=NONE if calendar is None else calendar.closed_days,
        extras=NONE if calendar is None else calendar.extra_days,
    )

    def counter(*, starts_on: date, ends_on: date) -> int:
        key = starts_on, ends_on
        if key not in counted:
            counted[key] = bound(starts_on=starts_on, ends_on=ends_on)
        return counted[key]

    return counter


def count(
    *,
    starts_on: date,
    ends_on: date,
    weekdays: Collection[int],
    holidays: Collection[date],
    extras: Collection[date] = NONE,
) -> int:
    """Business days of [starts_on, ends_on), by whole weeks and a rest: as fast for ten years as for ten days.

    0 for an empty span. A holiday on a free weekday, or named twice, takes nothing away twice; `extras` are worked
    although their weekday is free. Raises ``NotAWeekday``.
    """
    weekdays = _checked(weekdays)
    if ends_on <= starts_on:
        return 0
    weeks, rest = divmod((ends_on - starts_on).days, 7)
    loose = sum((starts_on + timedelta(days=n)).isoweekday() in weekdays for n in range(rest))
    free = sum(starts_on <= day < ends_on and day.isoweekday() in weekdays for day in set(holidays))
    more = sum(starts_on <= day < ends_on and day.isoweekday() not in weekdays for day in set(extras))
    return weeks * len(weekdays) + loose - free + more


def _checked(weekdays: Collection[int]) -> frozenset[int]:
    wrong = [day for day in weekdays if day not in range(1, 8)]
    if wrong:
        raise NotAWeekday(f"Weekdays are 1 (Monday) to 7 (Sunday), not {wrong}.")
    return frozenset(weekdays)
