from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from goals import tasks
from goals.actions import corrections, objectives, recomputes
from goals.models import CorrectedPoint, CorrectionDue, Objective
from teams.models import Organisation, Period
from teams.queries.organisations import active_organisation
from teams.tenancy import organisations_due
from tests.factories.goals import make_correction_due, make_goal, make_objective
from tests.factories.pipeline import make_deal, make_touched
from tests.factories.teams import NOW, make_membership

DAY = timedelta(days=1)
TODAY = date(2026, 8, 14)
START = date(2026, 7, 1)


def corrected(objective: Objective) -> dict[date, Decimal | None]:
    return dict(CorrectedPoint.objects.filter(objective=objective).order_by("day").values_list("day", "actual"))


def advance() -> int:
    served = 0
    while now := corrections.advance(at=NOW):
        served += now
    return served


def test_a_late_fact_moves_the_days_since(in_tenant: Organisation) -> None:
    objective = make_objective(metric_key="deals_won")
    for days in (3, 2, 1):
        recomputes.everything(at=NOW - days * DAY)
    make_deal(day=TODAY - 2 * DAY)
    make_touched(first_day=TODAY - 2 * DAY, last_day=TODAY)
    recomputes.run_touched(at=NOW)
    assert advance() == 1
    assert corrected(objective) == {TODAY - 2 * DAY: 1, TODAY - DAY: 1}
    assert not CorrectionDue.objects.exists()


def test_measuring_again_writes_nothing(in_tenant: Organisation) -> None:
    objective = make_objective(metric_key="deals_won")
    make_deal(day=START)
    corrections.mark(first_days=[(objective.pk, START)])
    advance()
    before = list(CorrectedPoint.objects.values_list("day", "actual", "measured_at"))
    corrections.mark(first_days=[(objective.pk, START)])
    corrections.advance(at=NOW + timedelta(hours=1))
    assert list(CorrectedPoint.objects.values_list("day", "actual", "measured_at")) == before


def test_history_that_comes_in_late_is_filled_in(in_tenant: Organisation) -> None:
    past = make_objective(metric_key="deals_won", period=Period.objects.get(key="2026-Q2"))
    make_deal(day=date(2026, 4, 2))
    make_deal(day=date(2026, 6, 30))
    make_touched(first_day=date(2026, 4, 2), last_day=date(2026, 6, 30))
    recomputes.run_touched(at=NOW)
    advance()
    assert corrected(past) == {date(2026, 4, 2): 1, date(2026, 6, 30): 2}


def test_todays_facts_leave_the_days_before_alone(in_tenant: Organisation) -> None:
    make_objective(metric_key="deals_won")
    make_deal(day=TODAY)
    make_touched(first_day=TODAY, last_day=TODAY)
    recomputes.run_touched(at=NOW)
    assert not CorrectionDue.objects.exists()


def test_the_earlier_of_two_marks_stands(in_tenant: Organisation) -> None:
    due = make_correction_due(from_day=TODAY)
    corrections.mark(first_days=[(due.objective_id, START)])
    corrections.mark(first_days=[(due.objective_id, TODAY)])
    assert CorrectionDue.objects.get().from_day == START


def test_a_new_objective_has_its_course_at_once(in_tenant: Organisation) -> None:
    make_deal(day=date(2026, 7, 3))
    member, manager = make_membership(), make_membership("sales_manager")
    values: dict[str, Any] = {
        "goal": make_goal(),
        "metric_key": "deals_won",
        "scope": "organisation",
        "period": Period.objects.get(key="2026-Q3"),
        "target": Decimal(10),
        "owner": member,
    }
    objective = objectives.create(values=values, by=manager, at=NOW)
    assert corrected(objective) == {START: 0, date(2026, 7, 3): 1}
    edited = objectives.edit(
        objective=objective, version=1, values=values | {"metric_key": "deals_lost"}, by=manager, at=NOW
    )
    assert corrected(edited) == {START: 0, date(2026, 7, 3): 0}


def test_chunks_are_served_one_after_the_other(in_tenant: Organisation) -> None:
    for _ in range(3):
        make_correction_due(objective=make_objective(metric_key="deals_won"))
    make_deal(day=START)
    assert corrections.advance(at=NOW, most=2) == 2
    assert CorrectionDue.objects.count() == 1
    tasks.run_corrections(str(in_tenant.pk))
    assert not CorrectionDue.objects.exists()
    assert CorrectedPoint.objects.filter(actual=1).count() == 3


def test_as_many_queries_for_many_objectives_as_for_few(in_tenant: Organisation) -> None:
    counts = []
    active_organisation()
    for wanted in (2, 8):
        for _ in range(wanted):
            make_correction_due()
        with CaptureQueriesContext(connection) as queries:
            assert corrections.advance(at=NOW) == wanted
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_sweep_finds_who_has_corrections_due(in_tenant: Organisation) -> None:
    assert organisations_due("corrections") == []
    make_correction_due()
    assert organisations_due("corrections") == [in_tenant.pk]
