import pytest

from audit.models import Event
from teams.tenancy import tenant
from tests.factories.teams import make_api_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def token(rep):
    with tenant(rep.organisation_id):
        return make_api_token(by=rep, name="Nightly")[0]


def revoke(client, token):
    return client.post(client.organisation_url("teams:api_token_revoke", token.pk), follow=True)


def test_ends_it_once(client_of, rep, token):
    client = client_of(rep)
    assert "it opens nothing any more" in revoke(client, token).text
    assert "Nightly" not in revoke(client, token).text
    with tenant(rep.organisation_id):
        token.refresh_from_db()
        assert token.revoked_at
        assert Event.objects.of(rep.organisation_id).filter(action="apitoken.revoke").count() == 1


def test_nobody_elses_is_found(client_of, owner, token):
    assert revoke(client_of(owner), token).status_code == 404
