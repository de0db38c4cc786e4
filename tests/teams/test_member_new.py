import pytest

from teams.models import Membership
from teams.tasks import sweep_invitations
from teams.tenancy import tenant

pytestmark = pytest.mark.django_db


def post(client, **values):
    person = {"full_name": "Nora New", "email": "Nora@Example.com", "role": "rep"}
    return client.post(client.organisation_url("teams:member_new"), person | values)


def test_invites_a_person_by_mail(client_of, admin, mailoutbox, settings):
    settings.PUBLIC_URL = "https://lockstep.example"
    client = client_of(admin)
    assert client.get(client.organisation_url("teams:member_new")).status_code == 200
    assert post(client).status_code == 302
    with tenant(admin.organisation_id):
        member = Membership.objects.get(email="nora@example.com")
    assert (member.user_id, member.role, member.name_key) == (None, "rep", "nora new")
    sweep_invitations()
    sweep_invitations()
    (letter,) = mailoutbox
    assert letter.to == ["nora@example.com"]
    assert "https://lockstep.example/invitations/" in letter.body


def test_a_mail_server_that_refuses_only_delays(client_of, admin, mailoutbox, monkeypatch):
    post(client_of(admin))
    monkeypatch.setattr("teams.actions.invitations.send_mail", refuse)
    sweep_invitations()
    monkeypatch.undo()
    sweep_invitations()
    assert len(mailoutbox) == 1


def refuse(*args):
    raise ConnectionRefusedError


def test_refuses_an_address_in_use(client_of, admin, rep):
    response = post(client_of(admin), email=rep.email.upper())
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["email"]


@pytest.mark.parametrize("role", ["owner", "admin", "king"])
def test_nobody_gives_a_role_as_high_as_their_own(client_of, admin, role):
    response = post(client_of(admin), role=role)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["role"]


def test_owners_invite_owners(client_of, owner):
    assert post(client_of(owner), role="owner").status_code == 302
