from datetime import date

import pytest

from teams.tenancy import tenant
from tests.factories.teams import make_assignment, make_department, make_team

pytestmark = pytest.mark.django_db


def test_shows_departments_with_their_tree_of_teams(client_of, viewer):
    with tenant(viewer.organisation_id):
        sales = make_department(name="Sales floor")
        field = make_team(name="Field", department=sales)
        west = make_team(name="West", department=sales, parent=field)
        make_assignment(team=west)
        make_assignment(team=west, ends_on=date(2020, 1, 1))
    client = client_of(viewer)
    response = client.get(client.organisation_url("teams:department_list"))
    assert response.status_code == 200
    (row,) = response.context["departments"]
    assert [(node.team.name, node.depth, node.people) for node in row.teams] == [("Field", 0, 0), ("West", 1, 1)]
    assert row.people == 1
    assert "Sales floor" in response.text


def test_an_empty_organisation_says_what_to_do_next(client_of, owner):
    client = client_of(owner)
    response = client.get(client.organisation_url("teams:department_list"))
    assert client.organisation_url("teams:department_new") in response.text


def test_offers_no_change_to_those_who_may_only_look(client_of, viewer):
    with tenant(viewer.organisation_id):
        department = make_department()
    client = client_of(viewer)
    response = client.get(client.organisation_url("teams:department_list"))
    assert client.organisation_url("teams:department_edit", department.pk) not in response.text


def test_asks_as_many_queries_for_ten_as_for_three(client_of, viewer, query_count):
    client = client_of(viewer)
    url = client.organisation_url("teams:department_list")
    add(viewer, rows=3)
    few = query_count(client, url)
    add(viewer, rows=7)
    assert query_count(client, url) == few


def add(viewer, *, rows):
    with tenant(viewer.organisation_id):
        for _ in range(rows):
            make_assignment()
