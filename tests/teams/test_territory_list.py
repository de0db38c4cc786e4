import pytest

from teams.tenancy import tenant
from tests.factories.teams import make_assignment, make_territory

pytestmark = pytest.mark.django_db


def test_shows_territories_with_their_people(client_of, viewer):
    with tenant(viewer.organisation_id):
        make_assignment(territory=make_territory(name="North"))
    client = client_of(viewer)
    response = client.get(client.organisation_url("teams:territory_list"))
    (row,) = response.context["territories"]
    assert (row.territory.name, row.people) == ("North", 1)


def test_an_empty_organisation_says_what_to_do_next(client_of, owner):
    client = client_of(owner)
    response = client.get(client.organisation_url("teams:territory_list"))
    assert client.organisation_url("teams:territory_new") in response.text


def test_asks_as_many_queries_for_ten_as_for_three(client_of, viewer, query_count):
    client = client_of(viewer)
    url = client.organisation_url("teams:territory_list")
    add(viewer, rows=3)
    few = query_count(client, url)
    add(viewer, rows=7)
    assert query_count(client, url) == few


def add(viewer, *, rows):
    with tenant(viewer.organisation_id):
        for _ in range(rows):
            make_assignment(territory=make_territory())
