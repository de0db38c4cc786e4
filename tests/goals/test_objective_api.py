"""Objectives by the API: the rows of the list of objectives, raw."""

import pytest

import goals.api.objectives
from teams.http import listings
from teams.tenancy import tenant
from tests.factories.goals import make_objective

pytestmark = pytest.mark.usefixtures("today")


def ask(client, **query):
    return client.get(client.organisation_url("api:objective_list"), query)


def test_says_what_the_list_says(api_of, client_of, viewer, objective):
    page = client_of(viewer)
    (row,) = page.get(page.organisation_url("goals:objective_list")).context["rows"]
    answer = ask(api_of(viewer)).json()
    (record,) = answer["results"]
    assert (answer["period"], answer["as_of"]) == ("2026-Q3", "2026-08-14")
    assert (record["id"], record["status"], record["metric"]) == (str(row.id), row.status, row.metric_key)
    figures = ("actual", "attainment", "expected", "pace", "target")
    assert [record[name] for name in figures] == [float(getattr(row, name)) for name in figures]
    assert (record["unit"], record["currency"], record["reason"]) == ("money", row.currency, None)


def test_without_a_figure_all_is_null(api_of, viewer, goal):
    with tenant(goal.organisation_id):
        make_objective(goal=goal)
    (record,) = ask(api_of(viewer)).json()["results"]
    assert {record[name] for name in ("actual", "attainment", "pace", "status", "computed_at", "reason")} == {None}


def test_filters_and_pages(api_of, viewer, objective, goal, monkeypatch):
    monkeypatch.setattr(listings, "PER_PAGE", 2)
    monkeypatch.setattr(goals.api.objectives, "PER_PAGE", 2)
    with tenant(goal.organisation_id):
        made = {str(make_objective(goal=goal).pk) for _ in range(3)}
    client = api_of(viewer)
    first = ask(client).json()
    second = client.get(first["next"]).json()
    shown = [record["id"] for page in (first, second) for record in page["results"]]
    assert second["next"] is None
    assert len(shown) == 4
    assert set(shown) == made | {str(objective.pk)}
    assert [record["id"] for record in ask(client, status="watch").json()["results"]] == [str(objective.pk)]
    assert ask(client, period="2026-Q2").json()["results"] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("period", "x"),
        ("team", "ba4d4ff0-52f4-4d7d-914a-d1fcd5990f40"),
        ("metric", "'; DROP"),
        ("status", "fine"),
        ("cursor", "x"),
        ("sort", "pace"),
    ],
)
def test_what_is_not_understood_is_refused_by_its_name(api_of, viewer, name, value):
    response = ask(api_of(viewer), **{name: value})
    assert response.status_code == 400
    assert list(response.json()["errors"]) == [name]


def test_as_many_queries_for_many_as_for_few(api_of, viewer, objective, goal, query_count):
    client = api_of(viewer)
    few = query_count(client, client.organisation_url("api:objective_list"))
    with tenant(goal.organisation_id):
        for _ in range(5):
            make_objective(goal=goal)
    assert query_count(client, client.organisation_url("api:objective_list")) == few
