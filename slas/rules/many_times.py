"""Business time of very many clocks at once: the same questions as `business_time.py`, on arrays of microseconds.

One test asks both on the same random cases. Instants are microseconds since the epoch (int64).
"""

import numpy as np
from numpy.typing import NDArray

from teams.rules.business_time import OutsideCalendar, WorkingTime

type Micros = NDArray[np.int64]


def elapsed(time: WorkingTime, *, starts: Micros, ends: Micros) -> Micros:
    """Open time of each [start, end); 0 where it ends before it starts. Raises OutsideCalendar."""
    return np.maximum(_worked(time, ends) - _worked(time, starts), 0)


def due(time: WorkingTime, *, starts: Micros, allowed: Micros) -> Micros:
    """The earliest instant at which each `allowed` (more than nothing) has elapsed since its start. Raises OutsideCalendar."""
    begins, ends, before = (np.frombuffer(column, np.int64) for column in (time.starts, time.ends, time.before))
    worked = _worked(time, starts) + allowed
    number = np.searchsorted(before, worked, side="left") - 1
    found = begins[number] + worked - before[number]
    if found.size and np.any(found > ends[number]):
        raise OutsideCalendar("some are due beyond the last day of the calendar")
    return found


def _worked(time: WorkingTime, instants: Micros) -> Micros:
    """Open time from the beginning of the calendar until each instant."""
    begins, ends, before = (np.frombuffer(column, np.int64) for column in (time.starts, time.ends, time.before))
    if instants.size and not (time.first <= instants.min() and instants.max() <= time.last):
        raise OutsideCalendar("some instants are outside the days of the calendar")
    number = np.searchsorted(begins, instants, side="right") - 1
    known = np.maximum(number, 0)
    worked = before[known] + np.minimum(instants, ends[known]) - begins[known]
    return np.where(number < 0, 0, worked)
