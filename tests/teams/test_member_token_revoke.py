import pytest

from audit.models import Event
from notifications import tasks
from notifications.models import Notification
from teams.models import Membership
from teams.tenancy import organisations_due, tenant
from tests.factories.teams import make_api_token


@pytest.fixture
def token(rep):
    with tenant(rep.organisation_id):
        return make_api_token(by=rep, name="Nightly")[0]


def revoke(client, member, token):
    return client.post(client.organisation_url("teams:member_token_revoke", member.pk, token.pk), follow=True)


def test_ends_it_once_and_its_owner_is_told_once(client_of, admin, rep, token, api_of):
    with tenant(rep.organisation_id):
        _other, text = make_api_token(by=rep, name="Weekly")
    client = client_of(admin)
    assert "it opens nothing any more" in revoke(client, rep, token).text
    revoke(client, rep, token)
    for _twice in range(2):
        tasks.sweep_revoked_tokens()
    with tenant(rep.organisation_id):
        token.refresh_from_db()
        assert (bool(token.revoked_at), token.revoked_by_id) == (True, admin.pk)
        (event,) = Event.objects.of(rep.organisation_id).filter(action="apitoken.revoke")
        assert (event.actor_id, event.before) == (admin.pk, {"name": "Nightly", "membership": "Rita Rep"})
        notice = Notification.objects.get(kind=Notification.Kind.TOKEN_REVOKED)
    assert notice.to_id == rep.pk
    assert str(notice).startswith("Adam Admin has revoked your API token “Nightly”.")
    assert api_of(rep, text).get("/api/v1/acme/objectives/").status_code == 200, "the other one goes on"


def test_ones_own_is_told_nobody(client_of, rep, token):
    client = client_of(rep)
    client.post(client.organisation_url("teams:api_token_revoke", token.pk))
    tasks.sweep_revoked_tokens()
    with tenant(rep.organisation_id):
        assert not Notification.objects.exists()


def test_who_may(client_of, admin, owner, sales_manager, stranger, rep, token):
    with tenant(owner.organisation_id):
        above = make_api_token(by=owner, name="Board")[0]
    client = client_of(admin)
    assert "not high enough" in revoke(client, owner, above).text
    assert revoke(client, owner, token).status_code == 404, "it is somebody else’s"
    assert revoke(client_of(sales_manager), rep, token).status_code == 403
    assert (
        client_of(stranger).post(client.organisation_url("teams:member_token_revoke", rep.pk, token.pk)).status_code
        == 404
    )
    assert client.get(client.organisation_url("teams:member_token_revoke", rep.pk, token.pk)).status_code == 405
    with tenant(rep.organisation_id):
        above.refresh_from_db()
        token.refresh_from_db()
        assert above.revoked_at is token.revoked_at is None


def test_who_has_left_is_told_nothing_and_no_sweep_goes_on_asking(client_of, admin, rep, token):
    revoke(client_of(admin), rep, token)
    assert organisations_due("revoked_tokens") == [rep.organisation_id]
    with tenant(rep.organisation_id):
        Membership.objects.filter(pk=rep.pk).update(is_active=False)
    assert organisations_due("revoked_tokens") == []
