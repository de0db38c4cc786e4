"""A person changes the e-mail address that they sign in with: on the product's own page, and only once the new one is confirmed."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

URL = reverse("account_email")


@pytest.fixture
def confirmed(rep):
    EmailAddress.objects.create(user=rep.user, email=rep.user.email, verified=True, primary=True)
    return rep


def test_the_page_is_ours_and_speaks_the_readers_language(client_of, confirmed):
    page = client_of(confirmed).get(URL, headers={"Accept-Language": "ur"}).content.decode()
    assert "ای میل ایڈریس تبدیل کریں" in page
    assert "Email Address" not in page


def test_the_address_is_another_as_soon_as_it_is_confirmed(client_of, confirmed, mailoutbox):
    client, before = client_of(confirmed), confirmed.user.email
    client.post(URL, {"email": "new@acme.example", "action_add": ""})
    confirmed.user.refresh_from_db()
    assert confirmed.user.email == before
    (mail,) = [mail for mail in mailoutbox if mail.to == ["new@acme.example"]]
    client.post(re.search(r"http://[^/]+(/\S+)", mail.body)[1])
    confirmed.user.refresh_from_db()
    assert confirmed.user.email == "new@acme.example"
    assert list(EmailAddress.objects.filter(user=confirmed.user).values_list("email", flat=True)) == [
        "new@acme.example"
    ]


def test_a_choice_that_was_not_made_is_named_in_the_readers_language(client_of, admin):
    client = client_of(admin)
    page = client.get(client.organisation_url("teams:team_new"), headers={"Accept-Language": "ur"}).content.decode()
    assert "Select an option" not in page
    assert ' dir="auto">چنیں …</option>' in page
