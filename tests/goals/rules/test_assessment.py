"""One objective's figures: status, raw beside credited, prorated targets, bands, and reasons."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals.rules import assessment, progress
from goals.rules.assessment import Assessment, Course, Promise
from goals.rules.guardrails import Guard
from metrics.definitions import Measured

Q3 = {"starts_on": date(2026, 7, 1), "ends_on": date(2026, 10, 1)}
AUG_14, AFTER = date(2026, 8, 14), date(2026, 10, 1)
AMOUNTS = st.integers(min_value=-(2**63), max_value=2**63 - 1).map(Decimal)
TARGETS = st.decimals(min_value=0, max_value=10**18, places=6, allow_nan=False)
DAYS = st.dates(min_value=date(2026, 5, 1), max_value=date(2026, 12, 1))


def judge(
    actual: Any,
    *,
    as_of: date = AUG_14,
    guards: tuple[Guard, ...] = (),
    factor: Decimal = Decimal(1),
    **asked: Any,
) -> Assessment:
    """Of at least 100 that accumulate through the third quarter, unless asked otherwise."""
    terms: dict[str, Any] = {
        "direction": "at_least",
        "target": Decimal(100),
        "upper": None,
        "baseline": None,
        "accumulates": True,
        **Q3,
    }
    return assessment.assess(
        promise=Promise(**terms | asked),
        actual=None if actual is None else Decimal(actual),
        course=Course(share=progress.calendar_share(**Q3, as_of=as_of), factor=factor),
        as_of=as_of,
        guards=guards,
    )


def guard(companion: str | None, *, is_hard: bool = False) -> Guard:
    """A floor of 30 %."""
    known = None if companion is None else Decimal(companion)
    return Guard(name="margin", metric="margin", kind="floor", limit=Decimal("0.30"), is_hard=is_hard, companion=known)


SOFT, HARD, KEPT, UNKNOWN = guard("0.24"), guard("0.24", is_hard=True), guard("0.30"), guard(None)


@pytest.mark.parametrize(
    ("as_of", "actual", "target", "direction", "is_ratio", "status"),
    [
        pytest.param("2026-06-30", 0, 100, "at_least", False, "not_started", id="the day before"),
        pytest.param("2026-07-01", 2, 92, "at_least", False, "on_track", id="the first day"),
        pytest.param("2026-08-14", 95, 200, "at_least", False, "on_track", id="0.97"),
        pytest.param("2026-08-14", 40, 92, "at_least", False, "watch", id="0.89"),
        pytest.param("2026-08-14", 36, 92, "at_least", False, "watch", id="0.80 exactly"),
        pytest.param("2026-08-14", 35, 92, "at_least", False, "off_track", id="0.78"),
        pytest.param("2026-09-30", 91, 92, "at_least", False, "on_track", id="the last day is still open"),
        pytest.param("2026-10-01", 91, 92, "at_least", False, "missed", id="closed below"),
        pytest.param("2026-10-01", 92, 92, "at_least", False, "reached", id="closed on the target"),
        pytest.param("2026-10-01", 92, 92, "at_most", False, "reached", id="closed on the ceiling"),
        pytest.param("2026-10-01", 93, 92, "at_most", False, "missed", id="closed above the ceiling"),
        pytest.param("2026-10-01", None, 92, "at_least", False, "no_data", id="closed without a figure"),
        pytest.param("2026-08-14", None, 92, "at_least", True, "no_data", id="a ratio of nothing"),
        pytest.param("2026-08-14", 0, 92, "at_most", False, "on_track", id="no spending yet"),
        pytest.param("2026-08-14", 60, 92, "at_most", False, "off_track", id="spending too fast"),
        pytest.param("2026-08-14", 0, 0, "at_most", False, "on_track", id="none allowed, none there"),
        pytest.param("2026-08-14", 1, 0, "at_most", False, "off_track", id="none allowed, one there"),
        pytest.param(
            "2026-08-14", "0.62", "0.65", "at_least", True, "on_track", id="a ratio is held against its target"
        ),
        pytest.param("2026-07-01", "0.52", "0.65", "at_least", True, "watch", id="a ratio on the first day"),
    ],
)
def test_status(as_of, actual, target, direction, is_ratio, status) -> None:  # type: ignore[no-untyped-def]
    judged = judge(
        actual, as_of=date.fromisoformat(as_of), target=Decimal(target), direction=direction, accumulates=not is_ratio
    )
    assert judged.status == status


@pytest.mark.parametrize(
    ("actual", "guards", "credited", "credited_attainment", "status"),
    [
        pytest.param(100, (), "100", "1", "reached", id="no guard"),
        pytest.param(100, (KEPT,), "100", "1", "reached", id="kept"),
        pytest.param(100, (SOFT,), "80", "0.8", "missed", id="soft"),
        pytest.param(130, (SOFT,), "104", "1.04", "reached", id="what was achieved beyond makes up for a soft guard"),
        pytest.param(130, (HARD,), "0", "0", "missed", id="but not for a hard one"),
        pytest.param(130, (UNKNOWN,), None, None, "no_data", id="nobody can say"),
        pytest.param(-5, (SOFT,), "-5", "-0.05", "missed", id="a refund stays one"),
    ],
)
def test_raw_beside_credited(actual, guards, credited, credited_attainment, status) -> None:  # type: ignore[no-untyped-def]
    found = judge(actual, as_of=AFTER, guards=guards)
    assert found.attainment == Decimal(actual) / 100
    assert found.credited == (None if credited is None else Decimal(credited))
    assert found.credited_attainment == (None if credited_attainment is None else Decimal(credited_attainment))
    assert found.status == status


@pytest.mark.parametrize(
    ("asked", "actual", "attainment", "credited_attainment"),
    [
        pytest.param({"direction": "at_most"}, 50, "2", "1.6", id="at most"),
        pytest.param({"direction": "between", "upper": Decimal(120)}, 110, "1", "0.8", id="between"),
        pytest.param({"baseline": Decimal(50), "accumulates": False}, 75, "0.5", "0.4", id="from a baseline"),
    ],
)
def test_elsewhere_the_attainment_is_withheld(asked, actual, attainment, credited_attainment) -> None:  # type: ignore[no-untyped-def]
    found = judge(actual, guards=(SOFT,), **asked)
    assert (found.actual, found.credited) == (actual, None)
    assert found.attainment == Decimal(attainment)
    assert found.credited_attainment == Decimal(credited_attainment)


def test_a_broken_guard_is_missing_in_the_pace() -> None:
    plain, guarded = judge(50), judge(50, guards=(SOFT,))
    assert (plain.status, guarded.status) == ("on_track", "watch")
    assert plain.pace is not None
    assert guarded.pace is not None
    assert abs(guarded.pace - plain.pace * Decimal("0.8")) < Decimal("0.000002")


def test_no_spending_is_not_well_done_while_its_guard_is_broken() -> None:
    assert judge(0, direction="at_most").status == "on_track"
    assert judge(0, direction="at_most", guards=(HARD,)).status == "off_track"


def test_the_verdicts_are_kept_as_lines() -> None:
    (kept, soft) = judge(50, guards=(KEPT, SOFT)).guards or ()
    assert (kept["state"], kept["factor"], kept["binds"]) == ("kept", "1.000000", False)
    assert soft == {
        "guard": "margin",
        "metric": "margin",
        "kind": "floor",
        "is_hard": False,
        "state": "broken",
        "limit": "0.300000",
        "companion": "0.240000",
        "factor": "0.800000",
        "binds": True,
    }
    assert judge(50).guards is None


def test_leave_prorates_what_accumulates_and_nothing_else() -> None:
    half = judge(25, as_of=AFTER, factor=Decimal("0.5"))
    assert (half.effective_target, half.attainment, half.status) == (50, Decimal("0.5"), "missed")
    assert judge(25, factor=Decimal("0.5"), accumulates=False).effective_target == 100
    band = judge(55, as_of=AFTER, factor=Decimal("0.5"), direction="between", upper=Decimal(120))
    assert (band.effective_target, band.status) == (50, "reached")


@pytest.mark.parametrize(
    ("as_of", "actual", "status"),
    [
        (AUG_14, 55, "on_track"),
        (AUG_14, 44, "watch"),
        (AUG_14, 90, "off_track"),
        (AFTER, 100, "reached"),
        (AFTER, 120, "reached"),
        (AFTER, 121, "missed"),
        (AFTER, 99, "missed"),
    ],
)
def test_a_band_is_left_on_both_sides(as_of: date, actual: int, status: str) -> None:
    assert judge(actual, as_of=as_of, direction="between", upper=Decimal(120)).status == status


@pytest.mark.parametrize(
    ("actual", "asked", "status"),
    [
        pytest.param(5, {"direction": "at_most"}, "on_track", id="some of a limit"),
        pytest.param(101, {"direction": "at_most"}, "off_track", id="more than all of it"),
        pytest.param(5, {"direction": "between", "upper": Decimal(120)}, "on_track", id="some of a band"),
        pytest.param(121, {"direction": "between", "upper": Decimal(120)}, "off_track", id="more than its upper end"),
        pytest.param(0, {}, "on_track", id="nothing of a target"),
    ],
)
def test_while_nothing_is_expected_a_limit_is_kept_as_a_whole(actual: int, asked: dict[str, Any], status: str) -> None:
    """The weekend before the first business day."""
    terms: dict[str, Any] = {"direction": "at_least", "target": Decimal(100), "upper": None, "baseline": None, **Q3}
    promise = Promise(accumulates=True, **terms | asked)
    found = assessment.assess(
        promise=promise, actual=Decimal(actual), course=Course(share=Decimal(0)), as_of=date(2026, 7, 1)
    )
    assert (found.pace, found.status) == (None, status)


@pytest.mark.parametrize(
    ("actual", "asked", "code"),
    [
        (None, {}, "no_facts"),
        (5, {"target": Decimal(0)}, "target_is_zero"),
        (0, {"direction": "at_most"}, "nothing_to_divide_by"),
        (5, {"baseline": Decimal(100), "accumulates": False}, "baseline_is_target"),
        (-5, {"direction": "between", "upper": Decimal(120)}, "outside_of_quotients"),
        (5, {"guards": (UNKNOWN,)}, "guard_undefined"),
        (5, {"factor": Decimal(0)}, "nothing_asked"),
    ],
)
def test_what_is_undefined_says_why(actual: int | None, asked: dict[str, Any], code: str) -> None:
    found = judge(actual, **asked)
    assert found.reason is not None
    assert found.reason["code"] == code
    assert found.credited_attainment is None


@given(
    AMOUNTS,
    st.one_of(st.none(), AMOUNTS),
    TARGETS,
    st.one_of(st.none(), TARGETS),
    st.sampled_from(["at_least", "at_most"]),
    DAYS,
)
def test_any_input_can_be_judged_and_stored(numerator, denominator, target, baseline, direction, as_of) -> None:  # type: ignore[no-untyped-def]
    actual = Measured(numerator=numerator, denominator=denominator).actual
    judged = judge(
        actual, as_of=as_of, target=target, baseline=baseline, direction=direction, accumulates=denominator is None
    )
    numbers = (judged.actual, judged.attainment, judged.expected, judged.pace)
    assert all(number is None or abs(number) < Decimal(10) ** 30 for number in numbers)
    assert Q3["starts_on"] - timedelta(days=1) <= judged.as_of <= Q3["ends_on"]


@given(st.integers(min_value=1, max_value=10**12), st.integers(min_value=1, max_value=10**12), DAYS)
def test_more_is_never_a_worse_status(actual: int, target: int, as_of: date) -> None:
    order = ["no_data", "not_started", "missed", "off_track", "watch", "on_track", "reached"]
    statuses = [judge(amount, as_of=as_of, target=Decimal(target)).status for amount in (actual, actual + 1)]
    assert order.index(statuses[0]) <= order.index(statuses[1])
