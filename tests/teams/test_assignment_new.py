from datetime import date

import pytest

from teams.models import Assignment, AssignmentChange
from teams.tenancy import tenant
from tests.factories.teams import make_assignment, make_team, make_territory

pytestmark = pytest.mark.django_db


@pytest.fixture
def west(rep):
    with tenant(rep.organisation_id):
        return make_team(name="West")


def post(client, member, **values):
    return client.post(client.organisation_url("teams:assignment_new", member.pk), values)


def spans(member):
    with tenant(member.organisation_id):
        found = Assignment.objects.filter(membership=member).select_related("team").order_by("starts_on", "pk")
        return [(row.team.name, str(row.starts_on), str(row.ends_on)) for row in found]


def test_assigns_and_leaves_a_row_for_the_facts(client_of, admin, rep, west):
    client = client_of(admin)
    with tenant(rep.organisation_id):
        north = make_territory()
    assert client.get(client.organisation_url("teams:assignment_new", rep.pk)).status_code == 200
    assert post(client, rep, team=west.pk, territory=north.pk).status_code == 302
    assert spans(rep) == [("West", "None", "None")]
    with tenant(rep.organisation_id):
        assert AssignmentChange.objects.get().membership_id == rep.pk


def test_moving_ends_the_open_assignment_on_that_day(client_of, admin, rep, west):
    with tenant(rep.organisation_id):
        make_assignment(membership=rep, team=make_team(name="East"), starts_on=date(2025, 1, 1))
    post(client_of(admin), rep, team=west.pk, starts_on="2026-03-01")
    assert spans(rep) == [("East", "2025-01-01", "2026-03-01"), ("West", "2026-03-01", "None")]


def test_an_overlap_is_told_at_the_field(client_of, admin, rep, west):
    with tenant(rep.organisation_id):
        make_assignment(
            membership=rep, team=make_team(name="East"), starts_on=date(2025, 1, 1), ends_on=date(2026, 6, 1)
        )
    response = post(client_of(admin), rep, team=west.pk, starts_on="2026-03-01")
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["starts_on"]
    assert spans(rep) == [("East", "2025-01-01", "2026-06-01")]


def test_a_refused_move_ends_nothing(client_of, admin, rep, west):
    with tenant(rep.organisation_id):
        make_assignment(membership=rep, team=make_team(name="East"), starts_on=date(2025, 1, 1))
    response = post(client_of(admin), rep, team=west.pk, starts_on="2026-03-01", ends_on="2026-02-01")
    assert list(response.context["form"].errors) == ["ends_on"]
    assert spans(rep) == [("East", "2025-01-01", "None")]


def test_a_team_of_another_organisation_is_no_choice(client_of, admin, rep, stranger):
    with tenant(stranger.organisation_id):
        foreign = make_team()
    response = post(client_of(admin), rep, team=foreign.pk)
    assert list(response.context["form"].errors) == ["team"]
