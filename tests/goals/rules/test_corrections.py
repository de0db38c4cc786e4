from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goals.rules import corrections

START = date(2026, 7, 1)
DAYS = corrections.days(starts_on=START, ends_on=START + timedelta(days=8))


def on(**values: int | None) -> dict[date, Decimal | None]:
    """d3=5: the value of 3 July."""
    return {date(2026, 7, int(name[1:])): None if value is None else Decimal(value) for name, value in values.items()}


@pytest.mark.parametrize(
    ("known", "corrected", "values"),
    [
        ({}, {}, [None, None, None, None]),
        (on(d1=1, d3=3), {}, [1, 1, 3, 3]),
        (on(d1=1, d3=3), on(d2=2), [1, 2, 3, 3]),
        (on(d1=1, d3=3), on(d3=4), [1, 1, 4, 4]),
        (on(d1=1), on(d2=None), [1, None, None, None]),
        ({}, on(d1=0, d4=2), [0, 0, 0, 2]),
    ],
)
def test_corrections_lie_over_what_was_known(known, corrected, values) -> None:
    course = corrections.carried(days=DAYS[:4], known=known, corrected=corrected)
    assert [value for _, value, _ in course] == values


@pytest.mark.parametrize(
    ("fresh", "known", "corrected", "found"),
    [
        (on(d1=0, d2=0, d3=1), {}, {}, on(d1=0, d3=1)),
        (on(d1=1, d2=1, d3=3), on(d1=1, d3=3), {}, {}),
        (on(d2=2, d3=4, d4=4), on(d1=1, d3=3), {}, on(d2=2, d3=4)),
        (on(d2=1), on(d1=1), on(d2=2), on(d2=1)),
        (on(d2=None, d3=None), on(d1=1), {}, on(d2=None)),
        (on(d1=None), {}, {}, on(d1=None)),
        ({}, on(d1=1), {}, {}),
    ],
)
def test_only_days_that_differ_are_corrected(fresh, known, corrected, found) -> None:
    assert corrections.differing(fresh=fresh, known=known, corrected=corrected, days=DAYS) == found


VALUES = st.dictionaries(st.sampled_from(DAYS), st.one_of(st.none(), st.integers(0, 3).map(Decimal)))


@settings(max_examples=2000)
@given(
    fresh=st.lists(st.one_of(st.none(), st.integers(0, 3).map(Decimal)), min_size=8, max_size=8),
    known=VALUES,
    old=VALUES,
)
def test_with_its_corrections_the_course_is_the_fresh_one(fresh, known, old) -> None:
    wanted = dict(zip(DAYS, fresh, strict=True))
    new = corrections.differing(fresh=wanted, known=known, corrected=old, days=DAYS)
    course = corrections.carried(days=DAYS, known=known, corrected=old | new)
    assert {day: value for day, value, _ in course} == wanted
    assert corrections.differing(fresh=wanted, known=known, corrected=old | new, days=DAYS) == {}
