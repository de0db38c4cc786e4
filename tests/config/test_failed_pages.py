"""What a page answers when something that it needs does not."""

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from redis.exceptions import ConnectionError as RedisIsAway


@pytest.fixture
def client(client_of, owner):
    made = client_of(owner)
    made.raise_request_exception = False
    return made


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (OperationalError("the server closed the connection"), 503, "Back in a moment"),
        (RedisIsAway("refused"), 503, "Back in a moment"),
        (ValueError("a fault"), 500, "Something went wrong"),
    ],
)
def test_a_server_that_is_away_is_no_fault(client, monkeypatch, error, status, words):
    def fails(**_terms):
        raise error

    monkeypatch.setattr("teams.views.doors.seats_of", fails)
    response = client.get(reverse("teams:home"))
    assert (response.status_code, response.get("Retry-After")) == (status, "5" if status == 503 else None)
    assert words in response.content.decode()


def test_without_redis_a_sign_in_is_asked_to_wait(db, monkeypatch):
    def fails(*_args, **_terms):
        raise RedisIsAway("refused")

    monkeypatch.setattr("django.core.cache.backends.redis.RedisCache.add", fails)
    client = Client(raise_request_exception=False)
    response = client.post(reverse("account_login"), {"login": "a@b.example", "password": "wrong"})
    assert response.status_code == 503
