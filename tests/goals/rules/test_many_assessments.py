"""The rule on columns says what the rule of one objective says, or that it does not know."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from goals.rules import many_assessments
from goals.rules.assessment import Assessment, Course, Promise, assess
from goals.rules.many_assessments import STATUSES, Asked, Assessments, Found, Way
from goals.rules.outlook import Outlook, outlook
from metrics.definitions import Measured
from tests.cases import times

AS_OF = date(2026, 8, 14)
FIGURES = ("actual", "attainment", "expected", "pace", "effective_target", "credited")
OUTLOOK = ("forecast", "required_rate", "required_ratio")
# Small numbers meet each other and the thresholds; large ones the limits of what floats can tell.
COUNTS = st.one_of(st.integers(-3, 300), st.integers(-(2**63), 2**63))
TARGETS = st.one_of(
    st.integers(0, 300).map(Decimal),
    st.decimals(min_value=-(10**17), max_value=10**17, places=6, allow_nan=False),
)
SHARES = st.one_of(
    st.sampled_from([Decimal(0), Decimal(1), Decimal("0.5"), Decimal("0.1")]),
    st.builds(lambda part, whole: Decimal(part) / whole, st.integers(0, 92), st.integers(92, 366)),
)
WAYS = st.builds(
    lambda share, factor, elapsed, left, starts, days: Way(
        course=Course(share=share, factor=factor, units_elapsed=elapsed, units=elapsed + left),
        starts_on=AS_OF + timedelta(days=starts),
        ends_on=AS_OF + timedelta(days=starts + days),
    ),
    SHARES,
    st.one_of(st.just(Decimal(1)), SHARES),
    st.integers(0, 92),
    st.integers(0, 92),
    st.integers(-100, 2),
    st.integers(1, 92),
)
OBJECTIVES = st.tuples(
    WAYS,
    st.sampled_from(["at_least", "at_most"]),
    st.booleans(),
    TARGETS,
    st.one_of(st.none(), TARGETS),
    st.one_of(st.none(), COUNTS),
    st.one_of(st.just(1), st.integers(1, 10**6)),
)


def on_columns(objectives: list[Any]) -> Assessments:
    ways, directions, accumulates, targets, baselines, numerators, denominators = zip(*objectives, strict=True)
    return many_assessments.assess_many(
        asked=Asked(
            is_at_most=np.array([direction == "at_most" for direction in directions]),
            accumulates=np.array(accumulates),
            target=targets,
            baseline=baselines,
            way=np.arange(len(ways)),
        ),
        found=Found(
            is_known=np.array([numerator is not None for numerator in numerators]),
            numerator=[numerator or 0 for numerator in numerators],
            denominator=denominators,
        ),
        ways=ways,
        as_of=AS_OF,
    )


def by_itself(
    way: Way,
    direction: Any,
    accumulates: bool,
    target: Decimal,
    baseline: Decimal | None,
    numerator: int | None,
    denominator: int,
) -> tuple[Assessment, Outlook]:
    promise = Promise(
        direction=direction,
        target=target,
        upper=None,
        baseline=baseline,
        accumulates=accumulates,
        starts_on=way.starts_on,
        ends_on=way.ends_on,
    )
    actual = None if numerator is None else Measured(numerator, denominator).actual
    judged = assess(promise=promise, actual=actual, course=way.course, as_of=AS_OF)
    return judged, outlook(promise=promise, course=way.course, judged=judged)


def number(column: Any, at: int) -> Decimal | None:
    return Decimal(int(column.millionths[at])).scaleb(-6) if column.is_known[at] else None


@settings(max_examples=times(300), deadline=None)
@given(st.lists(OBJECTIVES, min_size=1, max_size=25))
def test_columns_say_what_the_rule_of_one_says(objectives: list[Any]) -> None:
    found = on_columns(objectives)
    for at in np.flatnonzero(~found.doubt):
        judged, outlook = by_itself(*objectives[at])
        assert STATUSES[found.status[at]] == judged.status
        assert [number(getattr(found, name), at) for name in FIGURES] == [getattr(judged, name) for name in FIGURES]
        assert [number(getattr(found, name), at) for name in OUTLOOK] == [getattr(outlook, name) for name in OUTLOOK]


def test_the_usual_is_not_in_doubt() -> None:
    """Revenue in cents, a count, a rate: of a thousand targets the floats decide nearly all."""
    way = Way(
        course=Course(share=Decimal(45) / 92, units_elapsed=45, units=92),
        starts_on=date(2026, 7, 1),
        ends_on=date(2026, 10, 1),
    )
    money = [(way, "at_least", True, Decimal(30_000_000 + n), None, 12_345_678 + 7 * n, 1) for n in range(1_000)]
    counts = [(way, "at_least", True, Decimal(n), None, n // 2, 1) for n in range(1_000)]
    rates = [(way, "at_least", False, Decimal("0.3"), None, n, 1_000) for n in range(1_000)]
    assert on_columns(money + counts + rates).doubt.sum() < 30


def test_what_a_float_cannot_tell_is_in_doubt() -> None:
    way = Way(course=Course(share=Decimal(1)), starts_on=date(2026, 7, 1), ends_on=date(2026, 8, 14))
    third = (way, "at_least", False, Decimal("0.333333"), None, 333_333, 1_000_000)
    enormous = (way, "at_least", True, Decimal(10**17), None, 2**80, 1)
    assert on_columns([third, enormous]).doubt.all()
