"""Two people edit one objective."""

import pytest

from goals.models import Guardrail, Milestone
from teams.tenancy import tenant
from tests.factories.goals import make_objective

pytestmark = pytest.mark.usefixtures("today")
TYPED = {
    "metric_key": "won_revenue",
    "scope": "organisation",
    "period": "2026-Q3",
    "direction": "at_least",
    "target": "3,000",
    "weight": "1.00",
}
GUARD = {
    "guardrails-0-metric_key": "deals_won",
    "guardrails-0-kind": "floor",
    "guardrails-0-limit": "3",
    "guardrails-0-scope": "same",
}


@pytest.mark.parametrize(
    ("change", "label"),
    [
        pytest.param(
            {"milestones-0-due_on": "2026-07-31", "milestones-0-value": "1,200"}, "Milestones", id="milestones"
        ),
        pytest.param(GUARD, "Guardrails", id="guardrails"),
        pytest.param(
            {"qualifying0-column": "amount_minor", "qualifying0-operator": "at_least", "qualifying0-first": "5"},
            "Only what qualifies counts",
            id="qualifying",
        ),
    ],
)
def test_what_differs_in_the_rows_alone_is_a_conflict_too(client_of, sales_manager, owner, goal, change, label):
    client = client_of(sales_manager)
    with tenant(goal.organisation_id):
        made = make_objective(goal=goal, owner=owner)
    url = client.organisation_url("goals:objective_edit", made.pk)
    sent = TYPED | {"goal": goal.pk, "owner": owner.pk, "version": "1"}
    assert client.post(url, sent | {"title": "Another"}).status_code == 302
    response = client.post(url, sent | {"title": "Another"} | change)
    assert response.status_code == 409
    assert [one.label for one in response.context["form"].differences] == [label]
    with tenant(client.organisation.pk):
        assert not Milestone.objects.exists()
        assert not Guardrail.objects.exists()
    assert client.post(url, sent | {"title": "Another", "version": "2"} | change).status_code == 302
