import pytest
from django.urls import reverse

from teams.tenancy import tenant
from tests.factories.teams import make_membership, make_user

pytestmark = pytest.mark.django_db


def test_one_organisation_is_entered_at_once(client_of, rep):
    response = client_of(rep).get(reverse("teams:home"))
    assert response.url == reverse("reports:dashboard", args=["acme"])


def test_several_are_offered(client_of, rep, other_organisation):
    with tenant(other_organisation.pk):
        make_membership(user=rep.user, organisation=other_organisation)
    response = client_of(rep).get(reverse("teams:home"))
    assert response.status_code == 200
    assert [seat.slug for seat in response.context["seats"]] == ["acme", "globex"]


def test_without_any_it_says_how_to_come_in(client):
    client.force_login(make_user())
    assert "invite you" in client.get(reverse("teams:home")).text


def test_a_seat_that_was_taken_away_is_gone_on_the_next_request(client_of, rep):
    client = client_of(rep)
    url = client.organisation_url("teams:member_list")
    assert client.get(url).status_code == 200
    with tenant(rep.organisation_id):
        rep.is_active = False
        rep.save(update_fields=["is_active"])
    assert client.get(url).status_code == 404
