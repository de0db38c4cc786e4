from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goals.actions import recomputes
from goals.models import Objective
from teams.tenancy import tenant
from tests.factories.goals import make_objective
from tests.factories.teams import NOW, make_assignment, make_membership, make_team

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def client(client_of, viewer):
    return client_of(viewer)


@pytest.fixture
def url(client):
    return client.organisation_url("goals:objective_list")


def test_objectives_of_the_quarter_are_listed(client, url, objective):
    text = client.get(url).content.decode()
    assert "1 objective" in text
    assert "Rita Rep" in text
    assert "USD\u00a01,200" in text
    assert "40%" in text
    assert client.organisation_url("goals:objective_new") not in text


@pytest.mark.parametrize(
    ("query", "is_listed"),
    [
        ({"period": "2026-Q2"}, False),
        ({"status": "watch"}, True),
        ({"status": "on_track"}, False),
        ({"metric": "won_revenue", "scope": "rep"}, True),
        ({"metric": "calls"}, False),
        ({"sort": "-attainment", "page": "99"}, True),
        ({"sort": "evil", "metric": "'; DROP TABLE", "page": "-1", "team": "x"}, True),
    ],
)
def test_filters_narrow_the_list(client, url, objective, query, is_listed):
    text = client.get(url, query).content.decode()
    assert (f"/objectives/{objective.pk}/" in text) is is_listed


def test_a_team_brings_its_reps(client, url, objective, sales_team):
    with tenant(objective.organisation_id):
        other = make_team()
    assert str(objective.pk) in client.get(url, {"team": sales_team.pk}).content.decode()
    assert str(objective.pk) in client.get(url, {"department": sales_team.department_id}).content.decode()
    assert str(objective.pk) not in client.get(url, {"team": other.pk}).content.decode()


def test_the_slowest_come_first_when_asked(client, url, objective, goal):
    with tenant(objective.organisation_id):
        easy = make_objective(goal=goal, target=Decimal(100))
        recomputes.everything(at=NOW)
    text = client.get(url, {"sort": "pace"}).content.decode()
    assert text.index(str(objective.pk)) < text.index(str(easy.pk))
    text = client.get(url, {"sort": "-pace"}).content.decode()
    assert text.index(str(easy.pk)) < text.index(str(objective.pk))


def test_long_lists_have_pages_that_keep_the_filters(client, url, goal, sales_manager):
    with tenant(goal.organisation_id):
        for number in range(27):
            make_objective(goal=goal, owner=sales_manager, target=Decimal(number + 1))
    text = client.get(url, {"metric": "won_revenue"}).content.decode()
    assert "?metric=won_revenue&amp;page=2" in text
    assert "Page 2 of 2" in client.get(url, {"page": "2"}).content.decode()


def test_htmx_gets_the_table_only(client, url, objective):
    response = client.get(url, headers={"HX-Request": "true"})
    assert response.content.decode().strip().startswith('<div id="objectives">')
    assert "HX-Request" in response["Vary"]


def test_an_empty_quarter_says_what_to_do_next(client, url, client_of, sales_manager, goal):
    assert "No objectives in Q3 2026 yet" in client.get(url).content.decode()
    manager = client_of(sales_manager)
    assert "New objective" in manager.get(url).content.decode()
    assert "Nothing matches" in manager.get(url, {"metric": "calls"}).content.decode()


def test_archived_objectives_are_left_out(client, url, objective):
    with tenant(objective.organisation_id):
        Objective.objects.update(is_archived=True)
    assert str(objective.pk) not in client.get(url).content.decode()


def test_as_many_queries_for_ten_objectives_as_for_three(client, url, organisation, goal):
    def queries_with(more: int) -> int:
        with tenant(organisation.pk):
            for number in range(more):
                rep = make_membership()
                make_assignment(membership=rep)
                make_objective(goal=goal, rep=rep, target=Decimal(number + 1))
            recomputes.everything(at=NOW)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    client.get(url)
    assert queries_with(3) == queries_with(7)


def test_a_stranger_finds_nothing(client_of, stranger, url):
    assert client_of(stranger).get(url).status_code == 404


def test_it_cannot_be_posted_to(client, url):
    assert client.post(url).status_code == 405
