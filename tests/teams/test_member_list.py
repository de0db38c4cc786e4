from datetime import date

import pytest

from teams.tenancy import tenant
from tests.factories.teams import make_assignment, make_membership, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(organisation):
    """Three people: in the West, gone from the West, and inactive."""
    with tenant(organisation.pk):
        west = make_team(name="West")
        make_assignment(membership=make_membership("rep", full_name="Wanda West"), team=west)
        make_assignment(
            membership=make_membership("marketer", full_name="Gus Gone"), team=west, ends_on=date(2020, 1, 1)
        )
        make_membership("rep", full_name="Ida Inactive", is_active=False)
        return west


def names(client, **query):
    response = client.get(client.organisation_url("teams:member_list"), query)
    assert response.status_code == 200
    return [member.full_name for member in response.context["page_obj"]]


def test_shows_the_active_people_with_their_team(client_of, viewer, people):
    client = client_of(viewer)
    assert names(client) == ["Gus Gone", "Vera Viewer", "Wanda West"]
    assert "West" in client.get(client.organisation_url("teams:member_list")).text


def test_finds(client_of, viewer, people):
    client = client_of(viewer)
    assert names(client, q="WANDA") == ["Wanda West"]
    assert names(client, role="marketer") == ["Gus Gone"]
    assert names(client, team=people.pk) == ["Wanda West"]
    assert names(client, state="left") == ["Ida Inactive"]
    assert names(client, q="nobody") == []


def test_what_is_not_understood_is_not_asked(client_of, viewer, people):
    assert len(names(client_of(viewer), role="king", team="x", state="y")) == 3


def test_htmx_gets_the_list_alone(client_of, viewer, people):
    client = client_of(viewer)
    response = client.get(client.organisation_url("teams:member_list"), headers={"HX-Request": "true"})
    assert response.text.lstrip().startswith('<div id="members">')
    assert "HX-Request" in response.headers["Vary"]


def test_pages(client_of, viewer):
    with tenant(viewer.organisation_id):
        for _ in range(50):
            make_membership("rep")
    client = client_of(viewer)
    assert len(names(client)) == 50
    assert len(names(client, page=2)) == 1


def test_asks_as_many_queries_for_ten_as_for_three(client_of, viewer, query_count):
    client = client_of(viewer)
    url = client.organisation_url("teams:member_list")
    add(viewer, rows=3)
    few = query_count(client, url)
    add(viewer, rows=7)
    assert query_count(client, url) == few


def add(viewer, *, rows):
    with tenant(viewer.organisation_id):
        for _ in range(rows):
            make_assignment()
