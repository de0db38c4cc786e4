import re

import pytest

from teams.models import Period
from teams.tenancy import tenant
from tests.factories.goals import make_objective
from tests.goals.closing import close_quarter, objective_of_a_past_quarter

pytestmark = pytest.mark.usefixtures("today")


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_periods_that_are_over_can_be_closed(client_of, sales_manager):
    past = objective_of_a_past_quarter(sales_manager.organisation, sales_manager)
    client = client_of(sales_manager)
    response = client.get(client.organisation_url("goals:close_list"))
    assert "Q2 2026" in words(response)
    assert "Q3 2026" not in words(response)
    assert client.organisation_url("goals:close_new", past.period_id) in response.content.decode()


def test_a_closed_period_says_so(client_of, viewer, sales_manager):
    objective_of_a_past_quarter(sales_manager.organisation, sales_manager)
    close = close_quarter(sales_manager.organisation, sales_manager)
    client = client_of(viewer)
    response = client.get(client.organisation_url("goals:close_list"))
    assert "Closed" in words(response)
    assert client.organisation_url("goals:close_detail", close.pk) in response.content.decode()


def test_who_may_not_close_is_offered_nothing(client_of, viewer, sales_manager):
    objective_of_a_past_quarter(sales_manager.organisation, sales_manager)
    client = client_of(viewer)
    assert "closes/new" not in client.get(client.organisation_url("goals:close_list")).content.decode()


def test_without_anything_to_close_it_says_so(client_of, viewer):
    client = client_of(viewer)
    assert "No period is over yet" in words(client.get(client.organisation_url("goals:close_list")))


def test_as_many_queries_for_many_periods_as_for_few(client_of, sales_manager, query_count):
    first = objective_of_a_past_quarter(sales_manager.organisation, sales_manager)
    client = client_of(sales_manager)
    few = query_count(client, client.organisation_url("goals:close_list"))
    with tenant(sales_manager.organisation_id):
        for period in Period.objects.filter(ends_on__lte=first.period.ends_on):
            make_objective(period=period, goal=first.goal, owner=sales_manager)
    close_quarter(sales_manager.organisation, sales_manager)
    assert query_count(client, client.organisation_url("goals:close_list")) == few


def test_a_stranger_finds_nothing(client_of, stranger, organisation):
    assert client_of(stranger).get(f"/o/{organisation.slug}/closes/").status_code == 404
