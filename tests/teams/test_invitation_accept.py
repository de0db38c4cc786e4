from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from teams.actions import invitations, members
from teams.models import Membership, User
from teams.tenancy import tenant
from tests.factories.teams import make_user

pytestmark = pytest.mark.django_db
ENTERED = {"full_name": "Nora New", "password": "a long pass phrase", "password_again": "a long pass phrase"}


@pytest.fixture
def invited(admin):
    person = {"full_name": "Nora New", "email": "nora@example.com", "role": "rep"}
    with tenant(admin.organisation_id):
        return members.invite(values=person, by=admin, at=timezone.now())


def url_of(member):
    return reverse("teams:invitation_accept", args=[invitations.token_of(member)])


def present(member):
    with tenant(member.organisation_id):
        return Membership.objects.get(pk=member.pk)


def test_somebody_new_chooses_a_password_and_is_in(client, invited):
    assert "nora@example.com" in client.get(url_of(invited)).text
    response = client.post(url_of(invited), ENTERED)
    assert response.url == reverse("reports:dashboard", args=["acme"])
    user = User.objects.get(email="nora@example.com")
    assert user.check_password("a long pass phrase")
    assert present(invited).user_id == user.pk
    assert client.get(reverse("teams:member_list", args=["acme"])).status_code == 200
    with tenant(invited.organisation_id):
        assert Event.objects.of(invited.organisation_id).get(action="membership.join").actor_name == "Nora New"


def test_the_link_is_for_one_use(client, invited):
    client.post(url_of(invited), ENTERED)
    assert client.get(url_of(invited)).status_code == 410


def test_the_link_is_good_for_seven_days(client, invited, time_machine):
    url = url_of(invited)
    time_machine.move_to(timezone.now() + timedelta(days=7, minutes=1))
    assert client.get(url).status_code == 410


def test_a_newer_link_makes_the_older_void(client, admin, invited):
    old = url_of(invited)
    with tenant(admin.organisation_id):
        newer = members.invite_again(member=invited, email=invited.email, by=admin, at=timezone.now())
    assert client.get(old).status_code == 410
    assert client.get(url_of(newer)).status_code == 200


def test_a_forged_link_opens_nothing(client):
    assert client.get(reverse("teams:invitation_accept", args=["forged:link"])).status_code == 410


def test_a_deactivated_member_cannot_come_in(client, invited):
    with tenant(invited.organisation_id):
        Membership.objects.filter(pk=invited.pk).update(is_active=False)
    assert client.get(url_of(invited)).status_code == 410


def test_somebody_signed_in_joins_with_one_click(client, invited):
    user = make_user(email="nora.elsewhere@example.com")
    client.force_login(user)
    assert "nora.elsewhere@example.com" in client.get(url_of(invited)).text
    client.post(url_of(invited))
    assert (present(invited).user_id, present(invited).email) == (user.pk, user.email)


def test_who_has_a_user_is_asked_to_sign_in(client, invited):
    make_user(email="NORA@example.com")
    response = client.get(url_of(invited))
    assert reverse("account_login") in response.text
    client.post(url_of(invited), ENTERED)
    assert present(invited).user_id is None


def test_nobody_takes_a_second_place(client_of, invited, rep):
    response = client_of(rep).post(url_of(invited))
    assert response.status_code == 422
    assert present(invited).user_id is None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"password_again": "another phrase"}, "password_again"),
        ({"password": "short", "password_again": "short"}, "password"),
        ({"password": "nora@example.com", "password_again": "nora@example.com"}, "password"),
        ({"full_name": ""}, "full_name"),
    ],
)
def test_shows_wrong_input_again_with_the_reason(client, invited, values, field):
    response = client.post(url_of(invited), ENTERED | values)
    assert response.status_code == 422
    assert field in response.context["form"].errors


def test_an_address_that_is_somebodys_second_one_means_to_sign_in(client, invited):
    user = make_user(email="first@example.com")
    EmailAddress.objects.create(user=user, email="nora@example.com", verified=True, primary=False)
    assert client.post(url_of(invited), ENTERED).context["must_sign_in"]
