"""Effective targets of joiners, leavers, people on leave and in other teams."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals.rules import proration
from goals.rules.spans import Span
from teams.rules import working_days

Q3: dict[str, Any] = {"starts_on": date(2026, 7, 1), "ends_on": date(2026, 10, 1)}
ALWAYS = [(date(2020, 1, 1), date(2030, 1, 1))]
RAMP = [Decimal("0.25"), Decimal("0.5"), Decimal("0.75")]
TARGET = Decimal(300_000)
DAYS = st.integers(-30, 130).map(lambda n: Q3["starts_on"] + timedelta(days=n))
SPANS = st.lists(st.tuples(DAYS, DAYS), max_size=4)


@pytest.mark.parametrize(
    ("terms", "target"),
    [
        pytest.param({}, "300000", id="always there"),
        pytest.param({"absences": [(date(2026, 8, 1), date(2026, 9, 1))]}, "200000", id="a month's leave"),
        pytest.param({"absences": [(date(2026, 9, 1), date(2026, 9, 16))]}, "250000", id="half of September"),
        pytest.param({"assigned": [(date(2026, 9, 1), date(2030, 1, 1))]}, "100000", id="moved here in September"),
        pytest.param({"assigned": [(date(2020, 1, 1), date(2026, 7, 1))]}, "0", id="left before"),
        pytest.param({"joined_on": date(2026, 7, 1), "ramp": RAMP}, "150000", id="ramp from the first month"),
        pytest.param({"joined_on": date(2026, 5, 20), "ramp": RAMP}, "275000", id="third month of the ramp"),
        pytest.param({"joined_on": date(2025, 1, 1), "ramp": RAMP}, "300000", id="ramp long over"),
        pytest.param(
            {"joined_on": date(2026, 8, 1), "ramp": RAMP, "assigned": [(date(2026, 8, 1), date(2030, 1, 1))]},
            "75000",
            id="joined in August: 0, 0.25, 0.5",
        ),
        pytest.param(
            {"absences": [(date(2026, 8, 1), date(2026, 8, 20)), (date(2026, 8, 10), date(2026, 9, 1))]},
            "200000",
            id="overlapping leave counts once",
        ),
        pytest.param(
            {"assigned": [(date(2026, 7, 1), date(2026, 9, 1)), (date(2026, 8, 1), date(2026, 10, 1))]},
            "300000",
            id="two assignments at once",
        ),
    ],
)
def test_the_effective_target(terms: dict[str, Any], target: str) -> None:
    found = proration.prorated(**{"target": TARGET, **Q3, "assigned": ALWAYS, **terms})
    assert found.target.quantize(Decimal("0.01")) == Decimal(target)


def test_leave_is_counted_in_business_days() -> None:
    """17–21 August: five of August's 21 business days, though seven of 31 days with the weekend."""
    days = partial(working_days.count, weekdays=working_days.MONDAY_TO_FRIDAY, holidays=frozenset())
    absences = [(date(2026, 8, 15), date(2026, 8, 24))]
    found = proration.prorated(target=TARGET, **Q3, assigned=ALWAYS, absences=absences, days=days)
    assert found.months[1].active == Decimal(16) / 21


def test_a_month_without_business_days_is_counted_by_the_calendar() -> None:
    days = partial(working_days.count, weekdays=frozenset(), holidays=frozenset())
    found = proration.prorated(target=TARGET, **Q3, assigned=[(date(2026, 9, 1), date(2026, 9, 16))], days=days)
    assert found.target.quantize(Decimal("0.01")) == 50_000


def test_a_week_over_two_months_weighs_its_days() -> None:
    week = {"starts_on": date(2026, 6, 29), "ends_on": date(2026, 7, 6)}
    found = proration.prorated(target=Decimal(7), **week, assigned=[(date(2026, 7, 1), date(2026, 7, 6))])
    june, july = Decimal(2) / 30, Decimal(5) / 31
    assert [month.weight for month in found.months] == [june, july]
    assert found.factor == july / (june + july)


@pytest.mark.parametrize("terms", [{"ends_on": Q3["starts_on"]}, {"ramp": [Decimal(-1)], "joined_on": Q3["starts_on"]}])
def test_nonsense_is_refused(terms: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="at least one day"):
        proration.prorated(**{"target": TARGET, **Q3, "assigned": ALWAYS, **terms})


@given(assigned=SPANS, absences=SPANS, joined_on=st.none() | DAYS)
def test_absence_never_raises_a_target(assigned: list[Span], absences: list[Span], joined_on: date | None) -> None:
    terms = {"target": TARGET, **Q3, "assigned": assigned, "joined_on": joined_on, "ramp": RAMP}
    found = proration.prorated(**terms, absences=absences)
    assert 0 <= found.factor <= 1
    assert found.target <= proration.prorated(**terms).target


@given(split=DAYS, absences=SPANS)
def test_a_transfer_shares_the_target_between_two_teams(split: date, absences: list[Span]) -> None:
    one, other = [(ALWAYS[0][0], split)], [(split, ALWAYS[0][1])]
    parts = [proration.prorated(target=TARGET, **Q3, assigned=some, absences=absences).factor for some in (one, other)]
    whole = proration.prorated(target=TARGET, **Q3, assigned=ALWAYS, absences=absences).factor
    assert abs(sum(parts) - whole) < Decimal("1e-20")
