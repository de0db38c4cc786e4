from datetime import date

import pytest

from teams.tenancy import tenant
from tests.factories.teams import make_assignment, make_team

pytestmark = pytest.mark.django_db


def test_shows_where_somebody_worked_and_when(client_of, viewer, rep):
    with tenant(rep.organisation_id):
        make_assignment(membership=rep, team=make_team(name="East"), ends_on=date(2026, 3, 1))
        make_assignment(membership=rep, team=make_team(name="West"), starts_on=date(2026, 3, 1))
    client = client_of(viewer)
    response = client.get(client.organisation_url("teams:member_detail", rep.pk))
    assert [assignment.team.name for assignment in response.context["assignments"]] == ["West", "East"]
    assert "Feb 28, 2026" in response.text
    assert client.organisation_url("teams:assignment_new", rep.pk) not in response.text


def test_offers_changes_to_those_who_may(client_of, admin, rep):
    client = client_of(admin)
    response = client.get(client.organisation_url("teams:member_detail", rep.pk))
    assert client.organisation_url("teams:assignment_new", rep.pk) in response.text


def test_asks_as_many_queries_for_ten_as_for_three(client_of, viewer, rep, query_count):
    client = client_of(viewer)
    url = client.organisation_url("teams:member_detail", rep.pk)
    add(rep, years=range(2000, 2003))
    few = query_count(client, url)
    add(rep, years=range(2003, 2010))
    assert query_count(client, url) == few


def add(member, *, years):
    with tenant(member.organisation_id):
        for year in years:
            make_assignment(membership=member, starts_on=date(year, 1, 1), ends_on=date(year, 6, 1))


def test_a_member_of_another_organisation_is_not_there(client_of, admin, stranger):
    client = client_of(admin)
    assert client.get(client.organisation_url("teams:member_detail", stranger.pk)).status_code == 404
