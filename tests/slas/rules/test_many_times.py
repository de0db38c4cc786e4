import random

import numpy as np
import pytest

from slas.rules import many_times
from teams.rules.business_time import OutsideCalendar, instant
from tests.teams.rules.test_business_time_laws import MICROSECOND, made


@pytest.mark.parametrize("seed", range(20))
def test_very_many_at_once_are_what_each_is_alone(seed):
    """Ten thousand random cases in all, to the microsecond, over calendars, zones and changes of the clock."""
    _, table = made(seed)
    draw = random.Random(seed)
    starts, ends = ([draw.randint(table.first, table.last) for _ in range(500)] for _ in range(2))
    alone = [table.elapsed(start=instant(a), end=instant(b)) // MICROSECOND for a, b in zip(starts, ends, strict=True)]
    assert many_times.elapsed(table, starts=np.array(starts), ends=np.array(ends)).tolist() == alone
    left = [table.elapsed(start=instant(a), end=instant(table.last)) // MICROSECOND for a in starts]
    allowed = [draw.randint(1, most) for most in left if most]
    begun = [start for start, most in zip(starts, left, strict=True) if most]
    due = [table.due(start=instant(a), allowed=b * MICROSECOND) for a, b in zip(begun, allowed, strict=True)]
    assert [
        instant(one) for one in many_times.due(table, starts=np.array(begun), allowed=np.array(allowed)).tolist()
    ] == due


def test_none_at_all():
    _, table = made(1)
    nothing = np.array([], np.int64)
    assert many_times.due(table, starts=nothing, allowed=nothing).tolist() == []


@pytest.mark.parametrize(("start", "allowed"), [(-1, 1), (0, 10**15)])
def test_what_lies_outside_the_calendar_is_refused(start, allowed):
    _, table = made(1)
    with pytest.raises(OutsideCalendar):
        many_times.due(table, starts=np.array([table.first + start]), allowed=np.array([allowed]))
