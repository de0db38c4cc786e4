from datetime import date

import pytest

from goals.queries.touched import touched_objectives
from teams.models import Organisation, Period
from tests.factories.goals import make_guardrail, make_objective
from tests.factories.pipeline import make_deal, make_product, make_touched
from tests.factories.teams import make_membership, make_team


def test_only_those_of_whose_facts_changed(in_tenant: Organisation) -> None:
    mine, other = make_membership(), make_membership()
    team, product = make_team(), make_product()
    touched = [
        make_objective(rep=mine),
        make_objective(team=team),
        make_objective(department=team.department),
        make_objective(product=product),
        make_objective(),
    ]
    make_objective(rep=other)
    make_objective(team=make_team())
    make_objective(product=make_product())
    rows = [
        make_touched(scope_id=scope_id) for scope_id in (mine.pk, team.pk, team.department_id, product.pk, in_tenant.pk)
    ]
    assert set(touched_objectives(rows)) == {objective.pk for objective in touched}


def test_a_team_counts_with_the_teams_above_it(in_tenant: Organisation) -> None:
    top = make_team()
    middle = make_team(parent=top)
    below = make_team(parent=middle)
    touched = [make_objective(team=team) for team in (top, middle)]
    make_objective(team=below)
    assert set(touched_objectives([make_touched(scope_id=middle.pk)])) == {objective.pk for objective in touched}


def test_a_guard_is_looked_at_where_it_looks(in_tenant: Organisation) -> None:
    rep, department = make_membership(), make_team().department
    same = make_guardrail(objective=make_objective(rep=rep, metric_key="leads"), metric_key="won_revenue")
    of_all = make_guardrail(
        objective=make_objective(metric_key="leads"), metric_key="won_revenue", scope="organisation"
    )
    of_department = make_guardrail(
        objective=make_objective(metric_key="leads"),
        metric_key="won_revenue",
        scope="department",
        department=department,
    )
    for guard, scope_id in ((same, rep.pk), (of_all, in_tenant.pk), (of_department, department.pk)):
        assert touched_objectives([make_touched(scope_id=scope_id)])[:1] == [guard.objective_id]


@pytest.mark.parametrize("is_everybody", [True, False])
@pytest.mark.parametrize(
    ("period", "source", "is_found"),
    [
        ("2026-Q3", "deal", True),
        ("2026", "deal", True),
        ("2026-M08", "deal", True),
        ("2026-M07", "deal", False),
        ("2026-M09", "deal", False),
        ("2026-Q3", "lead", False),
        ("2026-Q3", "nothing", False),
    ],
)
def test_of_their_metric_and_their_period(
    in_tenant: Organisation, period: str, source: str, is_found: bool, is_everybody: bool
) -> None:
    objective = make_objective(period=Period.objects.get(key=period))
    make_objective(period=Period.objects.get(key=period), is_archived=True)
    row = make_touched(
        source=source,
        scope_id=None if is_everybody else in_tenant.pk,
        first_day=date(2026, 8, 1),
        last_day=date(2026, 8, 31),
    )
    assert touched_objectives([row]) == ([objective.pk] if is_found else [])


def test_nothing_touched_is_nothing(in_tenant: Organisation) -> None:
    make_objective()
    make_deal()
    assert touched_objectives([]) == []
