"""How progress is judged over time, through the real recompute: the vectors of the third quarter of 2026."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from goals.actions import recomputes
from goals.models import LearnedFrom, Objective, ObjectiveProgress, PaceMethod, Status
from teams.actions import periods
from teams.actions.calendars import SpecialDay
from teams.models import CalendarDay, Membership, Organisation
from tests.factories.goals import make_milestone, make_objective
from tests.factories.pipeline import make_deal
from tests.factories.teams import (
    NOW,
    make_absence,
    make_assignment,
    make_calendar,
    make_membership,
    make_ramp_plan,
)

TODAY = NOW.date()
TARGET, ACTUAL = Decimal(300_000), 120_000
HOLIDAY = SpecialDay(kind=CalendarDay.Kind.HOLIDAY)
WEIGHTS = [Decimal("0.25"), Decimal("0.30"), Decimal("0.45")]


@pytest.fixture(autouse=True)
def calendar(in_tenant: Organisation) -> None:
    make_calendar(is_default=True, days={date(2026, 7, 3): HOLIDAY, date(2026, 9, 7): HOLIDAY})


def on(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def figure(objective: Objective, *, day: date = TODAY) -> ObjectiveProgress:
    recomputes.everything(at=on(day))
    return ObjectiveProgress.objects.get(objective=objective)


def cents(value: Decimal | None) -> str:
    return str(None if value is None else value.quantize(Decimal("0.01")))


@pytest.mark.parametrize(
    ("method", "weights", "units", "share", "expected", "forecast"),
    [
        pytest.param("calendar", [], (45, 92), "0.489130", "146739.13", "245333.33", id="every day alike"),
        pytest.param("business_days", [], (32, 64), "0.500000", "150000.00", "240000.00", id="business days"),
        pytest.param("seasonal", WEIGHTS, (32, 64), "0.392857", "117857.14", "305454.55", id="month weights"),
        pytest.param("steps", [], (45, 92), "0.336957", "101086.96", "356129.03", id="steps"),
    ],
)
def test_the_third_quarter(
    method: str, weights: list[Decimal], units: tuple[int, int], share: str, expected: str, forecast: str
) -> None:
    objective = make_objective(target=TARGET, pace_method=method, season_weights=weights)
    make_deal(amount_minor=ACTUAL)
    row = figure(objective)
    assert (row.units_elapsed, row.units) == units
    assert (str(row.share), cents(row.expected), cents(row.forecast)) == (share, expected, forecast)


def test_what_is_needed_per_business_day() -> None:
    objective = make_objective(target=TARGET, pace_method="business_days")
    make_deal(amount_minor=ACTUAL)
    row = figure(objective)
    assert (row.required_rate, row.required_ratio) == (5_625, Decimal("1.5"))


def test_a_season_turns_behind_linear_into_on_track() -> None:
    linear = make_objective(target=TARGET)
    seasonal = make_objective(target=TARGET, pace_method="seasonal", season_weights=WEIGHTS)
    make_deal(amount_minor=ACTUAL)
    assert figure(linear).status == Status.WATCH
    row = figure(seasonal)
    assert (row.pace.quantize(Decimal("0.001")), row.status) == (Decimal("1.018"), Status.ON_TRACK)


def test_too_early_for_a_forecast() -> None:
    objective = make_objective(target=TARGET)
    make_deal(amount_minor=ACTUAL, day=date(2026, 7, 2))
    assert figure(objective, day=date(2026, 7, 9)).forecast is None
    assert figure(objective, day=date(2026, 7, 10)).forecast == ACTUAL * Decimal("9.2")


def past_quarters(organisation: Organisation, scope: dict[str, Any], *, number: int, first_half: int = 30) -> None:
    """So many quarters before, each with a share of its result won in its first half."""
    periods.ensure(organisation=organisation, first=date(2024, 1, 1), last=NOW.date())
    starts = [date(2026, 4, 1), date(2026, 1, 1), date(2025, 10, 1), date(2025, 7, 1)][:number]
    for start in starts:
        make_deal(amount_minor=first_half, day=start, **scope)
        make_deal(amount_minor=100 - first_half, day=start + timedelta(days=80), **scope)


def test_a_course_learned_from_the_same_scope(in_tenant: Organisation) -> None:
    rep = make_membership()
    objective = make_objective(target=TARGET, rep=rep, pace_method="learned")
    past_quarters(in_tenant, {"owner": rep}, number=3)
    make_deal(amount_minor=ACTUAL, owner=rep)
    row = figure(objective)
    assert (row.share, row.expected) == (Decimal("0.3"), 90_000)
    assert (row.learned_from, row.learned_periods) == (LearnedFrom.OWN, 3)


def test_else_from_the_whole_organisation(in_tenant: Organisation) -> None:
    newcomer = make_membership()
    objective = make_objective(target=TARGET, rep=newcomer, pace_method="learned")
    past_quarters(in_tenant, {}, number=4, first_half=60)
    row = figure(objective)
    assert (row.share, row.learned_from, row.learned_periods) == (Decimal("0.6"), LearnedFrom.ORGANISATION, 4)


def test_else_from_the_calendar(in_tenant: Organisation) -> None:
    objective = make_objective(target=TARGET, pace_method="learned")
    past_quarters(in_tenant, {}, number=2)
    row = figure(objective)
    assert (str(row.share), row.learned_from, row.learned_periods) == ("0.489130", LearnedFrom.CALENDAR, 0)


def test_milestones_are_a_staircase() -> None:
    objective = make_objective(target=TARGET, pace_method="milestones")
    make_milestone(objective=objective, due_on=date(2026, 8, 31), value=Decimal(210_000))
    make_milestone(objective=objective, due_on=date(2026, 7, 31), value=Decimal(90_000))
    make_deal(amount_minor=ACTUAL)
    assert (figure(objective).expected, figure(objective).status) == (90_000, Status.ON_TRACK)
    assert figure(objective, day=date(2026, 8, 31)).expected == 210_000
    assert figure(objective, day=date(2026, 9, 30)).expected == TARGET


def test_a_level_goes_from_its_baseline_by_milestones() -> None:
    objective = make_objective(
        metric_key="closing_ratio", baseline=Decimal("0.2"), target=Decimal("0.4"), pace_method="milestones"
    )
    make_milestone(objective=objective, due_on=date(2026, 7, 31), value=Decimal("0.3"))
    assert figure(objective, day=date(2026, 7, 30)).expected == Decimal("0.2")
    assert figure(objective).expected == Decimal("0.3")


def test_a_level_is_expected_at_its_target_on_any_other_course() -> None:
    objective = make_objective(metric_key="closing_ratio", target=Decimal("0.4"), pace_method="business_days")
    assert figure(objective).expected == Decimal("0.4")


@pytest.fixture
def rep() -> Membership:
    return make_membership()


def quota(rep: Membership, **values: Any) -> Objective:
    make_deal(amount_minor=ACTUAL, owner=rep)
    return make_objective(rep=rep, target=TARGET, **values)


def test_a_month_of_leave_takes_a_third_of_the_target(rep: Membership) -> None:
    make_absence(membership=rep, starts_on=date(2026, 8, 1), ends_on=date(2026, 9, 1))
    row = figure(quota(rep, pace_method="business_days"))
    assert (cents(row.effective_target), row.presence) == ("200000.00", Decimal("0.666667"))
    assert cents(row.attainment) == "0.60"
    assert (row.units_elapsed, row.units) == (22, 43)


def test_nobody_falls_behind_while_away(rep: Membership) -> None:
    make_absence(membership=rep, starts_on=date(2026, 8, 1), ends_on=date(2026, 9, 1))
    objective = quota(rep)
    before, during = (figure(objective, day=day).expected for day in (date(2026, 7, 31), date(2026, 8, 28)))
    assert before == during


def test_a_newcomer_is_asked_by_the_organisations_ramp(rep: Membership) -> None:
    rep.joined_on = date(2026, 7, 1)
    rep.save()
    make_ramp_plan(shares=[Decimal("0.25"), Decimal("0.5"), Decimal("0.75")])
    assert figure(quota(rep)).effective_target == 150_000


def test_ones_own_ramp_comes_first(rep: Membership) -> None:
    rep.joined_on = date(2026, 7, 1)
    rep.save()
    make_ramp_plan(shares=[Decimal("0.25")])
    make_ramp_plan(membership=rep, shares=[Decimal("0.4")])
    assert figure(quota(rep)).effective_target == 240_000


def test_days_before_joining_a_team_are_not_asked(rep: Membership) -> None:
    make_assignment(membership=rep, starts_on=date(2026, 9, 1))
    assert figure(quota(rep)).effective_target == 100_000


def test_a_transfer_without_a_gap_asks_for_all(rep: Membership) -> None:
    make_assignment(membership=rep, starts_on=date(2025, 1, 1), ends_on=date(2026, 8, 10))
    make_assignment(membership=rep, starts_on=date(2026, 8, 10))
    row = figure(quota(rep))
    assert (row.effective_target, row.presence) == (TARGET, None)


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"is_prorated": False}, id="an objective that says so"),
        pytest.param({"metric_key": "closing_ratio", "target": Decimal("0.3")}, id="a rate"),
        pytest.param({"direction": "at_most"}, id="a limit"),
    ],
)
def test_what_is_not_prorated(rep: Membership, values: dict[str, Any]) -> None:
    make_absence(membership=rep, starts_on=date(2026, 8, 1), ends_on=date(2026, 9, 1))
    objective = make_objective(**({"rep": rep, "target": TARGET} | values))
    row = figure(objective)
    assert (row.effective_target, row.presence) == (objective.target, None)


def test_who_is_away_all_the_time_is_asked_for_nothing(rep: Membership) -> None:
    make_absence(membership=rep, starts_on=date(2026, 6, 1), ends_on=date(2026, 12, 1))
    row = figure(quota(rep))
    assert (row.effective_target, row.attainment, row.required_rate) == (0, None, None)
    assert row.reason == {"code": "nothing_asked"}


@pytest.mark.parametrize("method", [method for method in PaceMethod if method != PaceMethod.SEASONAL])
def test_a_second_run_changes_no_row(in_tenant: Organisation, rep: Membership, method: str) -> None:
    past_quarters(in_tenant, {"owner": rep}, number=3)
    make_absence(membership=rep, starts_on=date(2026, 8, 1), ends_on=date(2026, 8, 12))
    objective = quota(rep, pace_method=method)
    make_milestone(objective=objective)
    assert recomputes.everything(at=NOW).changed == 1
    assert recomputes.everything(at=NOW).changed == 0
