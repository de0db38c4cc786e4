"""Who comes in by the API, and what those are told who do not."""

import uuid
from datetime import timedelta
from ipaddress import IPv6Address

import pytest
import redis
from django.core.cache import cache
from django.utils import timezone

from teams.actions import api_tokens, members
from teams.http import api as door
from teams.models import ApiToken
from teams.tenancy import tenant
from tests.factories.teams import make_api_token, make_membership

pytestmark = pytest.mark.django_db


def ask(client, method="get", name="api:clock_list", **extra):
    return getattr(client, method)(client.organisation_url(name), **extra)


def an_address():
    return str(IPv6Address(uuid.uuid4().int))


def told(response):
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store, private"
    problem = response.json()
    assert problem["status"] == response.status_code
    return problem


def test_a_token_opens_and_its_use_is_noted(api_of, rep):
    response = ask(api_of(rep))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Cache-Control"] == "no-store, private"
    assert "Authorization" in response.headers["Vary"]
    with tenant(rep.organisation_id):
        assert ApiToken.objects.get().last_used_at


def test_its_use_is_noted_now_and_then(rep):
    at = timezone.now()
    with tenant(rep.organisation_id):
        token, text = make_api_token(by=rep, at=at)
        for minutes in (1, 5, 7):
            api_tokens.use(text=text, at=at + timedelta(minutes=minutes))
        token.refresh_from_db()
    assert token.last_used_at == at + timedelta(minutes=7)


@pytest.mark.parametrize("slug", ["%00", "a%00cme", "%ff", "a" * 3000])
def test_an_address_that_can_be_none_is_unknown(client, slug):
    address = {"REMOTE_ADDR": an_address(), "headers": {"Authorization": "Bearer x"}}
    assert told(client.get(f"/api/v1/{slug}/clocks/", **address))["status"] == 401


def test_a_session_opens_too(client_of, rep):
    assert ask(client_of(rep)).status_code == 200


def test_a_session_of_elsewhere_finds_nothing(client_of, stranger, organisation):
    assert told(client_of(stranger).get(f"/api/v1/{organisation.slug}/clocks/"))["title"] == "Not Found"


def test_without_anything_it_asks_for_a_token(client, organisation):
    response = client.get(f"/api/v1/{organisation.slug}/clocks/")
    assert "Authorization: Bearer" in told(response)["detail"]
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


def revoked(token, owner):
    api_tokens.revoke(token=token, by=owner, at=timezone.now())


def deactivated(token, owner):
    members.edit(member=token.membership, values={"is_active": False}, by=owner, at=timezone.now())


def come_back(token, owner):
    deactivated(token, owner)
    members.edit(member=token.membership, values={"is_active": True}, by=owner, at=timezone.now())


def locked_out(token, owner):
    token.membership.user.is_active = False
    token.membership.user.save()


def expired(token, owner):
    long_ago = timezone.now() - timedelta(days=91)
    ApiToken.objects.filter(pk=token.pk).update(created_at=long_ago, expires_at=long_ago + timedelta(days=90))


@pytest.mark.parametrize("ended", [revoked, deactivated, come_back, locked_out, expired])
def test_a_token_that_is_over_opens_nothing(api_of, owner, ended):
    with tenant(owner.organisation_id):
        member = make_membership(organisation=owner.organisation)
        token, text = make_api_token(by=member)
        ended(token, owner)
    response = ask(api_of(member, text))
    assert response.status_code == 401
    assert "expired or is revoked" in told(response)["detail"]


def test_a_token_of_elsewhere_is_as_unknown_as_an_organisation_that_is_none(api_of, stranger, organisation):
    client = api_of(stranger)
    assert ask(client).status_code == 200
    here, nowhere = client.get(f"/api/v1/{organisation.slug}/clocks/"), client.get("/api/v1/nowhere/clocks/")
    assert here.status_code == nowhere.status_code == 401
    assert here.content == nowhere.content


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic eDp5", "Bearer x", "Bearer lk_{id}_{other}", "Bearer \xe9\x00"]
)
def test_what_is_no_token_opens_nothing(client, rep, header):
    with tenant(rep.organisation_id):
        token, _text = make_api_token(by=rep)
    sent = header.format(id=token.pk.hex, other="A" * 43)
    response = client.get(
        f"/api/v1/{rep.organisation.slug}/clocks/", headers={"Authorization": sent}, REMOTE_ADDR=an_address()
    )
    assert response.status_code == 401
    told(response)


def test_a_wrong_token_is_not_made_up_for_by_a_session(client_of, rep):
    assert ask(client_of(rep), headers={"Authorization": "Bearer x"}, REMOTE_ADDR=an_address()).status_code == 401


def test_what_the_person_may_not_the_token_may_not(api_of, viewer):
    assert told(ask(api_of(viewer)))["title"] == "Forbidden"


def test_it_reads_only(api_of, rep):
    client = api_of(rep)
    answers = {method: ask(client, method) for method in ("post", "put", "patch", "delete", "options")}
    assert {told(answer)["status"] for answer in answers.values()} == {405}
    assert ask(client, "head").status_code == 200


def test_an_address_that_is_none_is_told_in_json(api_of, rep):
    response = api_of(rep).get(f"/api/v1/{rep.organisation.slug}/nothing/")
    assert told(response)["status"] == 404


def test_other_formats_are_not_given(api_of, rep):
    assert told(ask(api_of(rep), headers={"Accept": "text/html"}))["status"] == 406


def test_too_many_requests_of_a_token(api_of, rep, monkeypatch):
    monkeypatch.setattr(door, "MOST_REQUESTS", 2)
    client = api_of(rep)
    statuses = [ask(client).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]


def test_too_many_wrong_tokens_of_an_address(api_of, rep):
    client = api_of(rep, "wrong")
    statuses = {ask(client).status_code for _ in range(door.MOST_FAILURES + 1)}
    assert statuses == {401, 429}
    assert ask(client).headers["Retry-After"] == "60"


def test_without_valkey_nothing_is_limited(api_of, rep, monkeypatch):
    def refuse(*args, **kwargs):
        raise redis.exceptions.ConnectionError

    monkeypatch.setattr(cache, "add", refuse, raising=False)
    assert ask(api_of(rep)).status_code == 200
