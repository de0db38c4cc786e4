import pytest

from teams.models import Team
from teams.tenancy import tenant
from tests.factories.teams import make_assignment, make_team

pytestmark = pytest.mark.django_db


def delete(client, team):
    return client.post(client.organisation_url("teams:team_delete", team.pk), follow=True)


def test_deletes_what_is_not_used(client_of, admin):
    with tenant(admin.organisation_id):
        team = make_team()
    assert "The team was deleted." in delete(client_of(admin), team).text
    with tenant(admin.organisation_id):
        assert not Team.objects.exists()


def test_says_who_still_uses_it(client_of, admin):
    with tenant(admin.organisation_id):
        team = make_team(name="West")
        make_assignment(team=team)
    assert "West is still used here: Assignments." in delete(client_of(admin), team).text
