import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.utils import InternalError
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from goals import tasks
from goals.actions import closes, goals, objectives, recomputes
from goals.models import Close, ClosedResult, CloseSignature, Objective, ObjectiveProgress, ProgressPoint, Restatement
from goals.queries.closes import frozen_of, parts_of
from notifications.models import Notification
from pipeline.models import Deal
from teams.actions.refusals import Refused
from teams.models import Membership, Organisation, Period
from teams.permissions import Role
from teams.tenancy import organisations_due, tenant
from tests.factories.goals import make_goal, make_objective
from tests.factories.pipeline import make_deal
from tests.factories.teams import NOW, make_assignment, make_department, make_membership, make_team

LATER = NOW + timedelta(hours=1)
APRIL = date(2026, 4, 10)


@pytest.fixture
def quarter(in_tenant: Organisation) -> Period:
    return Period.objects.get(key="2026-Q2")


@pytest.fixture
def manager(in_tenant: Organisation) -> Membership:
    """Heads the department of the objectives' team."""
    return make_membership(Role.SALES_MANAGER, full_name="Sara Sales")


@pytest.fixture
def objective(quarter: Period, manager: Membership) -> Objective:
    department = make_department(name="Sales", head=manager)
    team = make_team(name="West", department=department)
    make_deal(day=APRIL, amount_minor=100_00, team=team, department=department)
    return make_objective(team=team, period=quarter, target=Decimal(200_00), owner=manager)


def closed(period: Period, by: Membership) -> Close:
    close = closes.request(period=period, by=by, at=NOW)
    frozen = closes.freeze(close_id=close.pk, at=NOW)
    assert frozen is not None
    return frozen


def test_results_are_frozen_with_terms_figures_and_inputs(quarter, objective, manager) -> None:
    make_objective(period=quarter, metric_key="win_rate", target=Decimal("0.5"), rep=make_membership())
    close = closed(quarter, manager)
    assert (close.state, close.results, close.undefined, len(close.hash)) == (Close.State.CLOSED, 2, 1, 64)
    result = ClosedResult.objects.select_related("department").get(objective=objective)
    assert (result.actual, result.attainment, result.status) == (100_00, Decimal("0.5"), "missed")
    assert (result.department.name, result.name, result.scope_name) == ("Sales", "Won revenue", "West")
    frozen = json.loads(result.text)
    assert (frozen["terms"]["target"], frozen["terms"]["period"]) == ("20000", "2026-Q2")
    assert frozen["figures"]["actual"] == "10000"
    assert frozen["figures"]["rule_version"] == result.rule_version
    assert frozen["inputs"]["numerator"]["records"] == 1
    assert Event.objects.of(close.organisation_id).filter(action__startswith="close.").count() == 2


def test_as_many_queries_for_ten_results_as_for_three(quarter, objective, manager) -> None:
    kinds: list[dict[str, Any]] = [
        {"metric_key": "win_rate", "target": Decimal("0.5")},
        {"metric_key": "deals_won", "qualifying": [["amount_minor", "at_least", [100_000]]]},
    ]
    spent = []
    for _ in range(4):
        for kind in kinds:
            rep = make_membership()
            make_assignment(membership=rep, team=objective.team)
            make_objective(**kind, period=quarter, goal=objective.goal, rep=rep, owner=manager)
        close = closes.request(period=quarter, by=manager, at=NOW)
        with CaptureQueriesContext(connection) as queries:
            frozen = closes.freeze(close_id=close.pk, at=NOW)
        spent.append((frozen.results, len(queries)))
        closes.reopen(close=frozen, reason="More of them", by=manager, at=NOW)
    assert [results for results, _ in spent] == [3, 5, 7, 9]
    assert spent[1][1] == spent[-1][1]


def test_a_period_that_runs_or_has_nothing_is_not_closed(in_tenant, manager) -> None:
    make_objective()
    with pytest.raises(Refused, match="not over"):
        closes.request(period=Period.objects.get(key="2026-Q3"), by=manager, at=NOW)
    with pytest.raises(Refused, match="no objectives"):
        closes.request(period=Period.objects.get(key="2026-Q1"), by=manager, at=NOW)


def test_asking_again_is_harmless(quarter, objective, manager) -> None:
    close = closes.request(period=quarter, by=manager, at=NOW)
    assert closes.request(period=quarter, by=manager, at=LATER) == close
    assert organisations_due("closes") == [quarter.organisation_id]
    tasks.run_closes(str(quarter.organisation_id))
    assert organisations_due("closes") == []
    assert closes.request(period=quarter, by=manager, at=LATER) == close
    assert closes.freeze(close_id=close.pk, at=LATER) is None
    assert ClosedResult.objects.count() == 1


def test_work_that_never_ends_is_given_up(quarter, objective, manager) -> None:
    closes.request(period=quarter, by=manager, at=NOW)
    for _ in range(closes.MOST_ATTEMPTS + 1):
        closes.claim(at=NOW)
    assert Close.objects.get().state == Close.State.FAILED
    assert closes.request(period=quarter, by=manager, at=NOW).number == 2


def test_records_that_move_meanwhile_undo_it(quarter, objective, manager, monkeypatch: pytest.MonkeyPatch) -> None:
    def import_comes_in(**where: Any) -> list[ClosedResult]:
        make_deal(day=APRIL, team=objective.team, department=objective.team.department)
        return []

    close = closes.request(period=quarter, by=manager, at=NOW)
    monkeypatch.setattr(closes, "frozen_results", import_comes_in)
    with pytest.raises(closes.RecordsMoved):
        closes.freeze(close_id=close.pk, at=NOW)
    close.refresh_from_db()
    assert close.state == Close.State.QUEUED
    assert not ClosedResult.objects.exists()


def test_a_late_record_is_restated_beside_the_frozen_result(quarter, objective, manager) -> None:
    close = closed(quarter, manager)
    closes.sign(close=close, **shown(close, manager), by=manager, at=NOW)
    points = ProgressPoint.objects.filter(objective=objective).count()
    late = make_deal(day=APRIL, amount_minor=100_00, team=objective.team, department=objective.team.department)
    assert recomputes.everything(at=LATER).changed == 1
    assert recomputes.everything(at=LATER).changed == 0
    frozen = frozen_of(objective)
    assert frozen is not None
    assert (frozen.result.actual, [one.actual for one in frozen.restatements]) == (100_00, [200_00])
    assert frozen.restatements[0].status == "reached"
    assert ObjectiveProgress.objects.get(objective=objective).actual == 100_00
    assert ProgressPoint.objects.filter(objective=objective).count() == points
    late.delete()
    assert recomputes.everything(at=LATER + timedelta(days=1)).changed == 1
    assert [one.actual for one in Restatement.objects.order_by("computed_at")] == [200_00, 100_00]
    assert Notification.objects.filter(to=manager, kind="result_restated").count() == 2


def test_a_figure_of_a_day_within_the_period_is_no_restatement(quarter, objective, manager) -> None:
    closed(quarter, manager)
    assert recomputes.everything(at=LATER, as_of=date(2026, 4, 1)).changed == 0


def shown(close: Close, member: Membership) -> dict[str, str]:
    part = next(part for part in parts_of(close, member=member, today=NOW.date()) if part.department)
    return {"department": part.key, "shown": part.hash}


def test_a_manager_signs_exactly_what_was_shown(quarter, objective, manager) -> None:
    close = closed(quarter, manager)
    what = shown(close, manager)
    with pytest.raises(Refused, match="not the results"):
        closes.sign(close=close, department=what["department"], shown="0" * 64, by=manager, at=LATER)
    signature = closes.sign(close=close, **what, by=manager, at=LATER)
    assert (signature.hash, signature.signer_name, signature.results) == (what["shown"], "Sara Sales", 1)
    assert closes.sign(close=close, **what, by=manager, at=LATER) == signature
    assert Notification.objects.filter(to=manager, kind="period_closed").count() == 1


def test_a_stranger_to_the_department_does_not_sign_for_it(quarter, objective, manager) -> None:
    close = closed(quarter, manager)
    other = make_membership(Role.MARKETING_MANAGER)
    make_assignment(membership=other)
    with pytest.raises(Refused, match="managers of the department"):
        closes.sign(close=close, **shown(close, manager), by=other, at=LATER)
    owner = make_membership(Role.OWNER)
    assert closes.sign(close=close, **shown(close, manager), by=owner, at=LATER).signed_by == owner


def test_objectives_of_a_closed_period_stay_as_they_are(quarter, objective, manager) -> None:
    closed(quarter, manager)
    values: dict[str, Any] = {"target": Decimal(1)}
    with pytest.raises(closes.PeriodIsClosed):
        objectives.edit(objective=objective, version=1, values=values, by=manager, at=LATER)
    with pytest.raises(closes.PeriodIsClosed):
        objectives.archive(objective=objective, by=manager, at=LATER)
    new = {"goal": make_goal(), "metric_key": "leads", "scope": "organisation", "period": quarter, "owner": manager}
    with pytest.raises(closes.PeriodIsClosed):
        objectives.create(values=new | values, by=manager, at=LATER)
    goals.archive(goal=objective.goal, by=manager, at=LATER)
    objective.refresh_from_db()
    assert (objective.target, objective.is_archived) == (200_00, False)


def test_opened_again_it_moves_and_the_first_results_are_kept(quarter, objective, manager) -> None:
    first = closed(quarter, manager)
    closes.sign(close=first, **shown(first, manager), by=manager, at=NOW)
    make_deal(day=APRIL, amount_minor=100_00, team=objective.team, department=objective.team.department)
    closes.reopen(close=first, reason="A deal was booked twice", by=manager, at=LATER)
    assert ObjectiveProgress.objects.get(objective=objective).actual == 200_00
    assert frozen_of(objective) is None
    objectives.edit(objective=objective, version=1, values={"title": "West in spring"}, by=manager, at=LATER)
    second = closed(quarter, manager)
    assert (second.number, second.hash != first.hash) == (2, True)
    assert {result.actual for result in ClosedResult.objects.filter(close=first)} == {100_00}
    assert CloseSignature.objects.filter(close=first).exists()
    assert Event.objects.of(quarter.organisation_id).get(action="close.reopen").after == {
        "reason": "A deal was booked twice"
    }
    with pytest.raises(Refused):
        closes.reopen(close=first, reason="Again", by=manager, at=LATER)


CHANGES = [
    "UPDATE goals_closedresult SET actual = 0",
    "DELETE FROM goals_closedresult",
    "UPDATE goals_closesignature SET signer_name = 'Nobody'",
    "DELETE FROM goals_closesignature",
    "UPDATE goals_restatement SET actual = 0",
    "DELETE FROM goals_restatement",
    "DELETE FROM goals_close",
    "UPDATE goals_close SET hash = ''",
    "UPDATE goals_close SET state = 'queued', closed_at = NULL, results = NULL",
]


def refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except (ProgrammingError, InternalError) as error:
        return "permission denied" in str(error) or "never changed" in str(error) or "only moves on" in str(error)
    return False


def frozen_signed_and_restated(period: Period, objective: Objective, manager: Membership) -> None:
    close = closed(period, manager)
    closes.sign(close=close, **shown(close, manager), by=manager, at=NOW)
    make_deal(day=APRIL, team=objective.team, department=objective.team.department)
    assert recomputes.everything(at=LATER).changed == 1


def test_the_application_cannot_change_what_was_frozen(quarter, objective, manager) -> None:
    frozen_signed_and_restated(quarter, objective, manager)
    assert [statement for statement in CHANGES if not refused(statement)] == []


@pytest.mark.django_db(transaction=True)
def test_not_even_the_owner_of_the_tables_can(organisation: Organisation) -> None:
    with tenant(organisation.pk):
        manager = make_membership(Role.SALES_MANAGER)
        team = make_team(department=make_department(head=manager))
        quarter = Period.objects.get(key="2026-Q2")
        objective = make_objective(team=team, period=quarter, owner=manager)
        frozen_signed_and_restated(quarter, objective, manager)
    with connection.as_owner():
        assert [statement for statement in CHANGES if not refused(statement)] == []


def test_no_result_is_added_to_a_closed_period(quarter, objective, manager) -> None:
    close = closed(quarter, manager)
    result = ClosedResult.objects.get()
    result.pk, result.objective, result._state.adding = None, make_objective(), True
    with pytest.raises((ProgrammingError, InternalError)), transaction.atomic():
        result.save(force_insert=True)
    assert ClosedResult.objects.filter(close=close).count() == 1


def test_another_organisations_periods_are_left_alone(
    organisation: Organisation, other_organisation: Organisation
) -> None:
    with tenant(other_organisation.pk):
        member, period = make_membership(), Period.objects.get(key="2026-Q2")
        make_objective(period=period)
        closed(period, member)
    with tenant(organisation.pk):
        assert not Close.objects.exists()
        assert Deal.objects.count() == 0
