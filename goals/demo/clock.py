"""Days and hours of the demo organisation's work: seasons, week-ends, opening hours; nothing happens after `now`."""

import random
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from goals.demo.cast import TIME_ZONE

QUARTERS_BEFORE = 8
WARM_UP = timedelta(days=100)
MONTHS = (0.88, 0.96, 1.08, 0.95, 1.0, 1.08, 0.88, 0.88, 1.12, 1.0, 1.06, 1.05)
YEARLY_GROWTH = 0.11
SATURDAY = 5


def quarter_start(day: date, *, quarters_back: int = 0) -> date:
    """First day of the calendar quarter so many quarters before that of `day`."""
    month = day.year * 12 + (day.month - 1) // 3 * 3 - 3 * quarters_back
    return date(month // 12, month % 12 + 1, 1)


@dataclass(frozen=True, slots=True)
class Clock:
    """The time that the demo tells of: from `start` to `now`."""

    now: datetime
    rng: random.Random

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(TIME_ZONE)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    @property
    def start(self) -> date:
        """Eight quarters before the present one, and some days more, so that the first of them is not empty of deals."""
        return quarter_start(self.today, quarters_back=QUARTERS_BEFORE) - WARM_UP

    def days(self) -> list[date]:
        return [self.start + timedelta(days=number) for number in range((self.today - self.start).days + 1)]

    def weight(self, day: date) -> float:
        """How busy a day is: growth over the years, season, week-end."""
        growth = 1 + YEARLY_GROWTH * (day - self.start).days / 365
        return growth * MONTHS[day.month - 1] * (0.06 if day.weekday() >= SATURDAY else 1)

    def busy_days(self, count: int) -> Iterator[date]:
        """`count` days, busy ones more often, in order."""
        days = self.days()
        sums = list(accumulate(map(self.weight, days)))
        draws = sorted(self.rng.random() * sums[-1] for _ in range(count))
        return (days[bisect_left(sums, draw)] for draw in draws)

    def at(self, day: date) -> datetime:
        """A moment in the opening hours of a day."""
        moment = time(self.rng.randint(8, 17), self.rng.randint(0, 59), self.rng.randint(0, 59))
        return datetime.combine(day, moment, self.zone)

    def later(self, moment: datetime, days: float) -> datetime:
        """A moment on a working day about so many days later, and always later."""
        day = (moment + timedelta(days=days)).date()
        if day.weekday() >= SATURDAY:
            day += timedelta(days=7 - day.weekday())
        found = self.at(day)
        return found if found > moment else moment + timedelta(minutes=self.rng.randint(20, 200))

    def around(self, days: float, spread: float = 0.5) -> float:
        """A number of days: most are near `days`, a few much longer."""
        return self.rng.lognormvariate(0, spread) * days

    def pick[Item](self, items: Sequence[Item], weights: Sequence[float] | None = None) -> Item:
        return self.rng.choices(items, weights)[0]
