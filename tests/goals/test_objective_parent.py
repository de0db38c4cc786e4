"""The form that hangs an objective below another one."""

from decimal import Decimal

import pytest

from goals.models import Objective
from teams.tenancy import tenant
from tests.factories.goals import make_objective

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def typed(goal, sales_manager):
    return {
        "goal": goal.pk,
        "title": "",
        "metric_key": "won_revenue",
        "scope": "organisation",
        "period": "2026-Q3",
        "direction": "at_least",
        "target": "3,000",
        "baseline": "",
        "owner": sales_manager.pk,
        "weight": "1",
    }


@pytest.fixture
def client(client_of, sales_manager):
    return client_of(sales_manager)


@pytest.fixture
def url(client):
    return client.organisation_url("goals:objective_new")


@pytest.fixture
def wider(client, goal):
    """What it can be part of: the organisation's won revenue."""
    with tenant(client.organisation.pk):
        return make_objective(goal=goal, target=Decimal(1_000_000))


def test_an_objective_hangs_below_another(client, typed, url, wider, rep):
    terms = {"scope": "rep", "rep": rep.pk, "parent": wider.pk, "relation": "contribute", "contribution_share": "50"}
    assert client.post(url, typed | terms).status_code == 302
    with tenant(client.organisation.pk):
        made = Objective.objects.get(parent=wider)
    assert (made.relation, made.contribution_share) == ("contribute", Decimal("0.5"))
    above = client.get(client.organisation_url("goals:objective_detail", wider.pk)).content.decode()
    assert "Not handed down" in above
    assert client.organisation_url("goals:objective_detail", made.pk) in above
    below = client.get(client.organisation_url("goals:objective_detail", made.pk)).content.decode()
    assert client.organisation_url("goals:objective_detail", wider.pk) in below


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"metric_key": "deals_won", "target": "5"}, id="another metric"),
        pytest.param({"currency": "EUR"}, id="another currency"),
        pytest.param({"direction": "at_most"}, id="another direction"),
        pytest.param({"contribution_share": "0"}, id="a share of nothing"),
        pytest.param({"contribution_share": "120"}, id="more than a whole"),
        pytest.param({"relation": "friend"}, id="no such relation"),
    ],
)
def test_what_cannot_contribute_is_told_why(client, url, typed, wider, wrong):
    response = client.post(url, typed | {"parent": wider.pk, "relation": "contribute"} | wrong)
    assert response.status_code == 422
    assert 'class="field-errors' in response.content.decode()


def test_a_ring_is_told_at_its_field(client, url, typed, wider):
    assert client.post(url, typed | {"parent": wider.pk, "relation": "support"}).status_code == 302
    with tenant(client.organisation.pk):
        child = Objective.objects.get(parent=wider)
    edit = client.organisation_url("goals:objective_edit", wider.pk)
    response = client.post(edit, typed | {"version": "1", "parent": child.pk, "relation": "support"})
    assert response.status_code == 422
    assert "cannot be part of itself" in response.content.decode()


def test_what_others_contribute_to_cannot_change_under_them(client, url, typed, wider):
    assert client.post(url, typed | {"parent": wider.pk, "relation": "contribute"}).status_code == 302
    edit = client.organisation_url("goals:objective_edit", wider.pk)
    its_own = {"version": "1", "owner": wider.owner_id}
    response = client.post(edit, typed | its_own | {"metric_key": "deals_won", "target": "5"})
    assert response.status_code == 422
    assert "could no longer be added up" in response.content.decode()
