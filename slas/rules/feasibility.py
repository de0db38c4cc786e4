"""Whether a promise can be kept: promised leads × minutes against the minutes that people have for them."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Load:
    """Minutes a week. `share` is needed ÷ available, undefined without anybody."""

    needed: int
    available: int

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.needed, self.available) if self.available else None

    @property
    def is_feasible(self) -> bool:
        return self.needed <= self.available

    @property
    def spare(self) -> int:
        return self.available - self.needed


def load(*, leads: int, minutes_each: int, working_minutes: int, percent: int) -> Load:
    """So many leads a week, each taking so long, against that percentage of the week's working minutes of all people."""
    return Load(needed=leads * minutes_each, available=working_minutes * percent // 100)
