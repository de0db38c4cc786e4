"""What the write-back keeps of objectives with guards, bands and constraints."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from goals.actions import recomputes
from goals.models import Guardrail, Objective, ObjectiveProgress, Status
from goals.queries.touched import touched_objectives
from tests.factories.goals import make_guardrail, make_objective
from tests.factories.pipeline import make_deal, make_touched
from tests.factories.teams import NOW, make_department, make_membership

pytestmark = pytest.mark.usefixtures("in_tenant")


def figure(objective: Objective) -> ObjectiveProgress:
    recomputes.everything(at=NOW)
    return ObjectiveProgress.objects.get(objective=objective)


def test_a_guard_in_the_same_scope_watches_the_same_person() -> None:
    rep = make_membership()
    objective = make_objective(rep=rep, metric_key="deals_won", target=Decimal(10))
    guard = make_guardrail(objective=objective, metric_key="average_deal_size", limit=Decimal(100_000))
    make_deal(owner=rep, amount_minor=50_000)
    make_deal(amount_minor=9_000_000)
    row = figure(objective)
    assert (row.actual, row.attainment) == (1, Decimal("0.1"))
    assert (row.credited, row.credited_attainment) == (Decimal("0.5"), Decimal("0.05"))
    assert [(line["guard"], line["state"], line["companion"]) for line in row.guards] == [
        (str(guard.pk), "broken", "50000.000000")
    ]


@pytest.mark.parametrize(("scope", "state"), [("organisation", "kept"), ("department", "broken")])
def test_a_guard_watches_the_department_or_the_whole_organisation(scope: str, state: str) -> None:
    sales = make_department()
    rep = make_membership()
    objective = make_objective(rep=rep, metric_key="deals_won", target=Decimal(10))
    make_guardrail(
        objective=objective,
        metric_key="won_revenue",
        scope=scope,
        department=sales if scope == "department" else None,
        limit=Decimal(1_000_000),
    )
    make_deal(owner=rep, department=sales, amount_minor=100_000)
    make_deal(amount_minor=900_000)
    assert [line["state"] for line in figure(objective).guards] == [state]


def test_a_floor_under_a_sum_asks_for_what_is_expected_by_now() -> None:
    objective = make_objective(metric_key="deals_won", target=Decimal(2))
    make_guardrail(objective=objective, metric_key="won_revenue", limit=Decimal(920_000), is_hard=True)
    make_deal(amount_minor=450_000)
    row = figure(objective)
    assert (row.guards[0]["limit"], row.guards[0]["state"]) == ("450000.000000", "kept")
    assert row.status == Status.ON_TRACK


def test_a_guard_without_a_figure_withholds_and_says_so() -> None:
    objective = make_objective()
    make_guardrail(objective=objective, metric_key="closing_ratio", limit=Decimal("0.2"))
    make_deal()
    row = figure(objective)
    assert (row.credited, row.status) == (None, Status.NO_DATA)
    assert row.attainment is not None
    assert row.reason == {"code": "guard_undefined", "metric": "closing_ratio"}


def test_a_guards_facts_touch_its_objective() -> None:
    objective = make_objective()
    make_guardrail(objective=objective, metric_key="calls", limit=Decimal(5))
    assert touched_objectives([make_touched(source="activity")]) == [objective.pk]


def test_only_what_qualifies_counts_and_everything_is_told_beside_it() -> None:
    objective = make_objective(
        metric_key="deals_won", target=Decimal(2), qualifying=[["amount_minor", "at_least", [98_000]]]
    )
    make_guardrail(objective=objective, metric_key="won_revenue", limit=Decimal(1))
    make_deal(amount_minor=98_000)
    make_deal(amount_minor=97_999)
    row = figure(objective)
    assert (row.actual, row.actual_of_all) == (1, 2)
    assert row.guards[0]["companion"] == "195999.000000"


def test_conditions_that_no_longer_fit_give_a_reason_and_stop_no_other() -> None:
    broken = make_objective(qualifying=[["colour", "is", ["red"]]])
    other = make_objective()
    make_deal()
    assert (figure(broken).actual, figure(broken).reason) == (None, {"code": "unknown_source"})
    assert figure(other).actual is not None


def test_a_metric_that_is_gone_gives_a_reason_and_stops_no_other() -> None:
    gone, other = make_objective(metric_key="gone_metric"), make_objective()
    guarded = make_objective()
    make_guardrail(objective=guarded, metric_key="gone_metric", limit=Decimal(1))
    make_deal()
    assert figure(gone).reason == {"code": "unknown_source"}
    assert figure(guarded).reason == {"code": "guard_undefined", "metric": "gone_metric"}
    assert figure(other).actual is not None


def test_an_objective_is_measured_in_its_own_currency() -> None:
    objective = make_objective(currency="EUR", target=Decimal(1000))
    make_deal(amount_minor=500, currency="EUR")
    assert figure(objective).actual == 500
    make_deal(amount_minor=500, currency="USD")
    row = figure(objective)
    assert (row.actual, row.reason["code"]) == (None, "missing_rate")


def test_a_second_run_with_guards_changes_no_row() -> None:
    make_guardrail()
    make_deal()
    assert recomputes.everything(at=NOW).changed == 1
    assert recomputes.everything(at=NOW).changed == 0


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"direction": "between"}, id="a band without an upper end"),
        pytest.param({"direction": "between", "target_upper": Decimal(1)}, id="a band upside down"),
        pytest.param({"target_upper": Decimal(10**9)}, id="an upper end without a band"),
        pytest.param({"target_mode": "relative"}, id="a change without a share"),
        pytest.param({"target_mode": "points", "target_change": Decimal("0.1")}, id="points on nothing"),
        pytest.param({"stretch": Decimal(1)}, id="a stretch that falls short"),
        pytest.param({"direction": "at_most", "stretch": Decimal(10**9)}, id="a stretch that is laxer"),
        pytest.param({"currency": "eur"}, id="no code of a currency"),
        pytest.param({"relation": "support"}, id="a relation to nobody"),
        pytest.param({"contribution_share": Decimal("1.5")}, id="more than a whole"),
    ],
)
def test_the_database_refuses_terms_that_do_not_fit(values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_objective(**values)


def test_a_guards_department_is_named_exactly_where_it_watches_one() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_guardrail(scope=Guardrail.Scope.DEPARTMENT)
