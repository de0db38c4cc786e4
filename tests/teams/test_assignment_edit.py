"""Changing and deleting an assignment."""

from datetime import date

import pytest

from teams.models import Assignment, AssignmentChange
from teams.tenancy import tenant
from tests.factories.teams import make_assignment, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def assignment(rep):
    with tenant(rep.organisation_id):
        return make_assignment(membership=rep, starts_on=date(2026, 1, 1))


def post(client, assignment, **values):
    entered = {"team": assignment.team_id, "starts_on": "2026-01-01"} | values
    return client.post(client.organisation_url("teams:assignment_edit", assignment.pk), entered)


def test_ends_an_assignment_and_leaves_a_row_for_the_facts(client_of, admin, assignment):
    client = client_of(admin)
    shown = client.get(client.organisation_url("teams:assignment_edit", assignment.pk))
    assert 'value="2026-01-01"' in shown.text
    assert post(client, assignment, ends_on="2026-06-30").status_code == 302
    with tenant(admin.organisation_id):
        assert Assignment.objects.get().ends_on == date(2026, 7, 1)
        assert AssignmentChange.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ends_on": "2025-07-01"}, "ends_on"),
        ({"starts_on": "31.12.2026"}, "starts_on"),
        ({"ends_on": "9999-12-31"}, "ends_on"),
        ({"team": ""}, "team"),
    ],
)
def test_shows_wrong_input_again_with_the_reason(client_of, admin, assignment, values, field):
    response = post(client_of(admin), assignment, **values)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]


def test_an_overlap_is_told_at_the_field(client_of, admin, rep, assignment):
    with tenant(rep.organisation_id):
        make_assignment(membership=rep, team=make_team(), ends_on=date(2026, 1, 1))
    response = post(client_of(admin), assignment, starts_on="2025-12-01")
    assert list(response.context["form"].errors) == ["starts_on"]


def test_deletes_and_leaves_a_row_for_the_facts(client_of, admin, assignment):
    client = client_of(admin)
    client.post(client.organisation_url("teams:assignment_delete", assignment.pk))
    with tenant(admin.organisation_id):
        assert not Assignment.objects.exists()
        assert AssignmentChange.objects.count() == 1
