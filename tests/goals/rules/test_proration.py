"""Effective targets of joiners, leavers, people on leave and in other teams."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals.rules import progress, proration
from goals.rules.proration import Presence
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
    presence = Presence(**({"assigned": ALWAYS} | terms))
    found = proration.prorated(presence=presence, **Q3)
    assert (TARGET * found.factor).quantize(Decimal("0.01")) == Decimal(target)
    assert presence.is_whole(**Q3) == (found.factor == 1)


def test_leave_is_counted_in_business_days() -> None:
    """17–21 August: five of August's 21 business days, though seven of 31 days with the weekend."""
    days = partial(working_days.count, weekdays=working_days.MONDAY_TO_FRIDAY, holidays=frozenset())
    absences = [(date(2026, 8, 15), date(2026, 8, 24))]
    found = proration.prorated(presence=Presence(assigned=ALWAYS, absences=absences), **Q3, days=days)
    assert (found.months[1].there, found.months[1].days) == (16, 21)
    assert found.months[1].active == Decimal(16) / 21


def test_a_month_without_business_days_is_counted_by_the_calendar() -> None:
    days = partial(working_days.count, weekdays=frozenset(), holidays=frozenset())
    presence = Presence(assigned=[(date(2026, 9, 1), date(2026, 9, 16))])
    found = proration.prorated(presence=presence, **Q3, days=days)
    assert (TARGET * found.factor).quantize(Decimal("0.01")) == 50_000


def test_a_week_over_two_months_weighs_its_days() -> None:
    week = {"starts_on": date(2026, 6, 29), "ends_on": date(2026, 7, 6)}
    found = proration.prorated(presence=Presence(assigned=[(date(2026, 7, 1), date(2026, 7, 6))]), **week)
    june, july = Decimal(2) / 30, Decimal(5) / 31
    assert [month.weight for month in found.months] == [june, july]
    assert found.factor == july / (june + july)


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        proration.prorated(presence=Presence(assigned=ALWAYS), starts_on=Q3["starts_on"], ends_on=Q3["starts_on"])
    with pytest.raises(ValueError, match="never negative"):
        Presence(assigned=ALWAYS, joined_on=Q3["starts_on"], ramp=[Decimal(-1)])


@given(assigned=SPANS, absences=SPANS, joined_on=st.none() | DAYS)
def test_absence_never_raises_a_target(assigned: list[Span], absences: list[Span], joined_on: date | None) -> None:
    terms = {"assigned": assigned, "joined_on": joined_on, "ramp": RAMP}
    found = proration.prorated(presence=Presence(**terms, absences=absences), **Q3)
    assert 0 <= found.factor <= 1
    assert found.factor <= proration.prorated(presence=Presence(**terms), **Q3).factor


@given(split=DAYS, absences=SPANS)
def test_a_transfer_shares_the_target_between_two_teams(split: date, absences: list[Span]) -> None:
    one, other = [(ALWAYS[0][0], split)], [(split, ALWAYS[0][1])]
    presences = [Presence(assigned=some, absences=absences) for some in (one, other, ALWAYS)]
    *parts, whole = [proration.prorated(presence=presence, **Q3).factor for presence in presences]
    assert abs(sum(parts) - whole) < Decimal("1e-20")


def linear(as_of: date) -> dict[date, Decimal]:
    """The plain course at the days that the own one asks for."""
    days = proration.boundaries(**Q3, as_of=as_of)
    return {day: progress.calendar_share(**Q3, as_of=day) for day in days}


def own_share(presence: Presence, as_of: date) -> Decimal | None:
    return proration.expected_share(presence=presence, shares=linear(as_of), **Q3, as_of=as_of)


@given(as_of=DAYS)
def test_whoever_is_always_there_has_the_plain_course(as_of: date) -> None:
    assert own_share(Presence(assigned=ALWAYS), as_of) == progress.calendar_share(**Q3, as_of=as_of)


@pytest.mark.parametrize(
    ("as_of", "share"),
    [
        pytest.param(date(2026, 7, 31), Decimal(31) / 61, id="before the leave"),
        pytest.param(date(2026, 8, 14), Decimal(31) / 61, id="nothing is asked during it"),
        pytest.param(date(2026, 9, 1), Decimal(32) / 61, id="and then again"),
        pytest.param(date(2026, 9, 30), Decimal(1), id="all of it in the end"),
    ],
)
def test_nobody_falls_behind_while_away(as_of: date, share: Decimal) -> None:
    presence = Presence(assigned=ALWAYS, absences=[(date(2026, 8, 1), date(2026, 9, 1))])
    assert abs(own_share(presence, as_of) - share) < Decimal("1e-20")


def test_a_ramp_asks_little_at_first() -> None:
    presence = Presence(assigned=ALWAYS, joined_on=date(2026, 7, 1), ramp=RAMP)
    parts = [Decimal("0.25") * 31, Decimal("0.5") * 31, Decimal("0.75") * 30]
    assert own_share(presence, date(2026, 7, 31)) == pytest.approx(parts[0] / sum(parts))


def test_who_is_never_there_has_no_course() -> None:
    assert own_share(Presence(assigned=[]), date(2026, 8, 14)) is None


@given(assigned=SPANS, absences=SPANS, one=DAYS, other=DAYS)
def test_the_own_course_never_passes_the_whole(
    assigned: list[Span], absences: list[Span], one: date, other: date
) -> None:
    presence = Presence(assigned=assigned, absences=absences, joined_on=date(2026, 7, 10), ramp=RAMP)
    share = own_share(presence, one)
    assert share is None or 0 <= share <= 1
    assert share is None or own_share(presence, date(2026, 9, 30)) == 1


def test_days_left_are_those_on_which_somebody_is_there() -> None:
    presence = Presence(assigned=ALWAYS, absences=[(date(2026, 8, 17), date(2026, 8, 22))])
    days = working_days.counted_by(None)
    assert proration.days_there(presence=presence, within=(date(2026, 8, 15), date(2026, 9, 1)), days=days) == 6
