from datetime import timedelta

import pytest
from django.utils import timezone

from teams.tenancy import tenant
from tests.factories.teams import make_api_token

pytestmark = pytest.mark.django_db


def url_of(client):
    return client.organisation_url("teams:api_token_list")


def test_shows_ones_own_and_which_are_over(client_of, rep, admin):
    with tenant(rep.organisation_id):
        make_api_token(by=rep, name="Nightly")
        make_api_token(by=rep, name="Old", days=30, at=timezone.now() - timedelta(days=31))
        make_api_token(by=admin, name="Somebody else’s")
    client = client_of(rep)
    response = client.get(url_of(client))
    shown = [(row.token.name, row.is_expired) for row in response.context["rows"]]
    assert shown == [("Nightly", False), ("Old", True)]
    assert "Never" in response.text
    assert "Expired" in response.text


def test_says_that_there_are_none(client_of, viewer):
    client = client_of(viewer)
    assert "No API tokens yet" in client.get(url_of(client)).text


def test_as_many_queries_for_many_as_for_few(client_of, rep, query_count):
    client = client_of(rep)

    def made(number):
        with tenant(rep.organisation_id):
            for _ in range(number):
                make_api_token(by=rep)
        return query_count(client, url_of(client))

    assert made(3) == made(7)
