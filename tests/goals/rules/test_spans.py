"""Laws of day spans, checked against plain sets of days."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals.rules import spans
from goals.rules.spans import Span

DAYS = st.integers(0, 80).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
SPANS = st.lists(st.tuples(DAYS, DAYS), max_size=6)


def days_of(found: list[Span]) -> set[date]:
    return {start + timedelta(days=n) for start, end in found for n in range((end - start).days)}


@given(some=SPANS, others=SPANS)
def test_difference_holds_the_days_of_one_and_not_the_other(some: list[Span], others: list[Span]) -> None:
    left = spans.without(spans=some, others=others)
    assert days_of(left) == days_of(some) - days_of(others)
    assert spans.merged(spans=left) == left


@given(some=SPANS)
def test_merging_keeps_the_days_and_counts_each_once(some: list[Span]) -> None:
    joined = spans.merged(spans=some)
    assert days_of(joined) == days_of(some)
    assert sum(spans.calendar_days(starts_on=a, ends_on=b) for a, b in joined) == len(days_of(some))
    assert all(one[1] < two[0] for one, two in pairwise(joined))


@given(some=SPANS, starts_on=DAYS, ends_on=DAYS)
def test_clipping_keeps_what_lies_inside(some: list[Span], starts_on: date, ends_on: date) -> None:
    clipped = spans.clipped(spans=some, to=(starts_on, ends_on))
    assert days_of(clipped) == days_of(some) & days_of([(starts_on, ends_on)])


@given(starts_on=DAYS, ends_on=DAYS)
def test_months_tile_the_period(starts_on: date, ends_on: date) -> None:
    months = list(spans.months(starts_on=starts_on, ends_on=ends_on))
    assert days_of(months) == days_of([(starts_on, ends_on)])
    assert all(start.month == (end - timedelta(days=1)).month for start, end in months)
    assert all(start.day == 1 for start, _ in months[1:])


@pytest.mark.parametrize(
    ("as_of", "behind"),
    [
        (date(2026, 6, 30), 0),
        (date(2026, 7, 1), 1),
        (date(2026, 8, 14), 45),
        (date(2026, 9, 30), 92),
        (date(2027, 1, 1), 92),
    ],
)
def test_a_day_has_elapsed_at_its_end(as_of: date, behind: int) -> None:
    period = {"starts_on": date(2026, 7, 1), "ends_on": date(2026, 10, 1)}
    assert spans.elapsed_of_total(**period, as_of=as_of, days=spans.calendar_days) == (behind, 92)


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2026, 1, 31), date(2026, 2, 1)),
        (date(2026, 12, 5), date(2027, 1, 1)),
        (date(2028, 2, 29), date(2028, 3, 1)),
    ],
)
def test_the_month_after(day: date, following: date) -> None:
    assert spans.month_after(day=day) == following
