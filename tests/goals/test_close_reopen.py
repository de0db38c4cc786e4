import re

import pytest

from goals.models import Close
from teams.tenancy import tenant
from tests.goals.closing import close_quarter, objective_of_a_past_quarter

pytestmark = pytest.mark.usefixtures("today")


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def close(sales_manager):
    objective_of_a_past_quarter(sales_manager.organisation, sales_manager)
    return close_quarter(sales_manager.organisation, sales_manager)


def test_an_owner_opens_it_again_with_a_reason(client_of, owner, close):
    client = client_of(owner)
    url = client.organisation_url("goals:close_reopen", close.pk)
    assert "Reason" in words(client.get(url))
    response = client.post(url, {"reason": "A deal was booked twice"}, follow=True)
    assert "Opened again" in words(response)
    assert "A deal was booked twice" in words(response)
    with tenant(close.organisation_id):
        assert Close.objects.get().state == Close.State.REOPENED


def test_without_a_reason_it_stays_closed(client_of, owner, close):
    client = client_of(owner)
    response = client.post(client.organisation_url("goals:close_reopen", close.pk), {"reason": " "})
    assert response.status_code == 422
    assert "This field is required" in words(response)


def test_twice_is_told(client_of, owner, close):
    client = client_of(owner)
    url = client.organisation_url("goals:close_reopen", close.pk)
    client.post(url, {"reason": "Once"})
    response = client.post(url, {"reason": "Twice"})
    assert response.status_code == 422
    assert "was opened again" in words(response)


def test_a_manager_may_not(client_of, sales_manager, close):
    client = client_of(sales_manager)
    assert client.get(client.organisation_url("goals:close_reopen", close.pk)).status_code == 403


def test_a_stranger_finds_nothing(client_of, stranger, close, organisation):
    assert client_of(stranger).get(f"/o/{organisation.slug}/closes/{close.pk}/reopen/").status_code == 404


def test_other_methods_are_refused(client_of, owner, close):
    client = client_of(owner)
    assert client.put(client.organisation_url("goals:close_reopen", close.pk)).status_code == 405
