import pytest

from teams.models import Membership
from teams.tasks import sweep_invitations
from teams.tenancy import tenant

pytestmark = pytest.mark.django_db


@pytest.fixture
def from_crm(organisation):
    with tenant(organisation.pk):
        return Membership.objects.create(full_name="Carla Crm", name_key="carla crm", role="rep")


def post(client, member, email="carla@example.com"):
    return client.post(client.organisation_url("teams:member_invite", member.pk), {"email": email})


def test_invites_a_rep_known_from_a_crm(client_of, admin, from_crm, mailoutbox):
    assert post(client_of(admin), from_crm).status_code == 302
    sweep_invitations()
    assert mailoutbox[0].to == ["carla@example.com"]


def test_inviting_again_sends_again(client_of, admin, from_crm, mailoutbox):
    for _ in range(2):
        post(client_of(admin), from_crm)
        sweep_invitations()
    assert len(mailoutbox) == 2


def test_shows_a_wrong_address_again(client_of, admin, from_crm):
    response = post(client_of(admin), from_crm, email="carla")
    assert response.status_code == 422
    assert list(response.context["invite_form"].errors) == ["email"]


def test_who_signs_in_already_needs_no_invitation(client_of, admin, rep):
    assert post(client_of(admin), rep).status_code == 422
