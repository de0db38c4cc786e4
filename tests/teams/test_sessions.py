"""Sessions end, signed-in pages are kept by no cache, and the language switch leads nowhere else."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from teams.http import InvitedOnly

START = datetime(2026, 8, 14, 6, 0, tzinfo=UTC)


def test_a_session_ends_after_twelve_hours_of_use(client_of, rep, time_machine):
    time_machine.move_to(START, tick=False)
    client = client_of(rep)
    answers = {}
    for hours in range(0, 15, 2):
        time_machine.move_to(START + timedelta(hours=hours), tick=False)
        answers[hours] = client.get(client.organisation_url("teams:role_list")).status_code
    assert answers == dict.fromkeys(range(0, 13, 2), 200) | {14: 302}


def test_an_idle_session_ends_after_three_hours(client_of, rep, time_machine):
    time_machine.move_to(START, tick=False)
    client = client_of(rep)
    url = client.organisation_url("teams:role_list")
    assert client.get(url).status_code == 200
    time_machine.move_to(START + timedelta(hours=3, minutes=1), tick=False)
    assert client.get(url).status_code == 302


def test_a_page_that_asks_by_itself_keeps_no_session_alive(client_of, rep, time_machine):
    """The conversation of a negotiation does so every twenty seconds, also when nobody sits before it."""
    time_machine.move_to(START, tick=False)
    client = client_of(rep)
    url = client.organisation_url("teams:role_list")
    client.get(url)
    asks = {"HX-Request": "true", "HX-Trigger": "conversation", "HX-Target": "conversation"}
    answers = {}
    for hours in (1, 2, 3, 4):
        time_machine.move_to(START + timedelta(hours=hours), tick=False)
        answers[hours] = "HX-Redirect" in client.get(url, headers=asks)
    assert answers == {1: False, 2: False, 3: False, 4: True}


@pytest.mark.parametrize("name", ["teams:home", "account_email", "mfa_index"])
def test_signed_in_pages_outside_of_organisations_are_not_stored(client_of, rep, name):
    assert "no-store" in client_of(rep).get(reverse(name))["Cache-Control"]


@pytest.mark.parametrize(
    ("target", "location"),
    [("/o/acme/", "/o/acme/"), ("nowhere", "nowhere"), ("//example.com", "/"), ("https://example.com/", "/")],
)
def test_the_language_switch_stays_on_the_site(client, db, target, location):
    response = client.post(reverse("teams:language"), {"language": "ar", "next": target})
    assert (response.status_code, response["Location"]) == (302, location)


@pytest.mark.parametrize(("proxies", "address"), [(1, "203.0.113.5"), (0, "127.0.0.1")])
def test_attempts_to_sign_in_are_counted_by_the_browsers_address_as_the_proxy_saw_it(rf, settings, proxies, address):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = rf.get("/", headers={"X-Forwarded-For": "198.51.100.7, 203.0.113.5"})
    assert InvitedOnly().get_client_ip(request) == address


FROM = "http://testserver/o/acme/members/?q=a"


@pytest.mark.parametrize(
    ("method", "headers", "status", "header", "leads_back_to"),
    [
        ("get", {}, 302, "Location", "/o/acme/periods/"),
        ("post", {"Referer": FROM}, 302, "Location", "/o/acme/members/?q=a"),
        ("post", {"Referer": "https://elsewhere.example/o/acme/"}, 302, "Location", "/"),
        ("post", {}, 302, "Location", "/"),
        ("get", {"HX-Request": "true", "HX-Current-URL": FROM}, 200, "HX-Redirect", "/o/acme/members/?q=a"),
        ("post", {"HX-Request": "true", "HX-Current-URL": FROM}, 200, "HX-Redirect", "/o/acme/members/?q=a"),
        ("get", {"HX-Request": "true", "HX-Current-URL": "https://elsewhere.example/"}, 200, "HX-Redirect", "/"),
    ],
)
def test_a_page_left_open_leads_back_to_itself_after_sign_in(
    client, organisation, method, headers, status, header, leads_back_to
):
    """Not to a fragment of it, nor to the address of a step, which is no page."""
    response = getattr(client, method)(reverse("teams:period_list", args=["acme"]), headers=headers)
    assert (response.status_code, response.content) == (status, b"")
    assert response[header] == f"{reverse('account_login')}?{urlencode({'next': leads_back_to}, safe='/')}"
    told = "nothing was saved" in client.get(reverse("account_login")).text
    assert told is (method == "post")
