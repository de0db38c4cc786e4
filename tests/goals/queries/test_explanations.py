from decimal import Decimal
from typing import Any

import pytest

from goals.actions import recomputes
from goals.models import ObjectiveProgress
from goals.queries import explanations
from metrics.definitions import Measured
from teams.models import Organisation
from tests.factories.goals import make_objective
from tests.factories.pipeline import make_activity, make_deal, make_lead, make_stage_transition
from tests.factories.teams import NOW, make_membership

AS_OF = NOW.date()


def test_the_records_add_up_to_the_figure(in_tenant: Organisation) -> None:
    rep = make_membership(full_name="Rita")
    objective = make_objective(rep=rep)
    for number in range(5):
        make_deal(owner=rep, amount_minor=number, name=f"Deal {number}", external_id=f"D{number}")
    make_deal()
    recomputes.everything(at=NOW)
    rows = explanations.records(organisation=in_tenant, objective=objective, part="numerator", as_of=AS_OF)
    assert sum(row.value or 0 for row in rows) == ObjectiveProgress.objects.get(objective=objective).actual
    assert {(row.name, row.external_id, row.owner_name) for row in rows} == {
        (f"Deal {number}", f"D{number}", "Rita") for number in range(5)
    }


def test_a_ratio_opens_on_both_sides(in_tenant: Organisation) -> None:
    objective = make_objective(metric_key="win_rate", target=Decimal("0.6"))
    make_deal()
    make_deal(status="lost")
    where = {"organisation": in_tenant, "objective": objective, "as_of": AS_OF}
    assert explanations.counted(**where) == Measured(numerator=1, denominator=2)
    assert len(explanations.records(**where, part="numerator")) == 1
    assert len(explanations.records(**where, part="denominator")) == 2


@pytest.mark.parametrize("metric_key", ["leads", "mqls", "calls", "deals_won"])
def test_records_of_every_kind_have_a_name(
    in_tenant: Organisation, metric_key: str, django_assert_num_queries: Any
) -> None:
    objective = make_objective(metric_key=metric_key)
    lead = make_lead(name="Ada")
    make_stage_transition(lead=lead)
    make_activity(subject="Ada")
    make_deal(name="", account="Ada")
    with django_assert_num_queries(3):
        rows = explanations.records(organisation=in_tenant, objective=objective, part="numerator", as_of=AS_OF)
    assert [row.name for row in rows] == ["Ada"]


def test_no_records_need_no_names(in_tenant: Organisation) -> None:
    objective = make_objective()
    where = {"organisation": in_tenant, "objective": objective, "as_of": AS_OF}
    assert explanations.records(**where, part="numerator") == []
