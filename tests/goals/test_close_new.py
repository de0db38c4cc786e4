import re
from decimal import Decimal

import pytest

from goals.models import Close
from teams.models import Period
from teams.tenancy import tenant
from tests.factories.goals import make_objective
from tests.goals.closing import objective_of_a_past_quarter

pytestmark = pytest.mark.usefixtures("today")


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def past(sales_manager):
    return objective_of_a_past_quarter(sales_manager.organisation, sales_manager)


def test_it_shows_what_would_be_frozen_and_what_has_no_figure(client_of, sales_manager, past, rep):
    with tenant(past.organisation_id):
        make_objective(
            period=past.period, metric_key="win_rate", target=Decimal("0.5"), rep=rep, goal=past.goal, owner=rep
        )
        make_objective(period=Period.objects.get(key="2026-M05"), goal=past.goal, owner=rep)
    client = client_of(sales_manager)
    text = words(client.get(client.organisation_url("goals:close_new", past.period_id)))
    assert "2 objectives with their terms" in text
    assert "Inside sales 1 objective" in text
    assert "Without a figure 2" in text
    assert "Rita Rep · Win rate" in text
    assert "May 2026" in text


def test_closing_leads_to_the_page_that_tells_how_far_it_is(client_of, sales_manager, past):
    client = client_of(sales_manager)
    response = client.post(client.organisation_url("goals:close_new", past.period_id))
    with tenant(past.organisation_id):
        close = Close.objects.get()
    assert (response.status_code, close.state) == (302, Close.State.QUEUED)
    assert response.url == client.organisation_url("goals:close_detail", close.pk)
    assert "being frozen" in words(client.get(response.url))
    back = client.get(client.organisation_url("goals:close_new", past.period_id))
    assert back.url == response.url


def test_a_period_that_runs_is_refused_with_the_reason(client_of, sales_manager, objective):
    client = client_of(sales_manager)
    url = client.organisation_url("goals:close_new", objective.period_id)
    assert "runs until 30 September 2026" in words(client.get(url)) or "Sep 30, 2026" in words(client.get(url))
    response = client.post(url)
    assert response.status_code == 422
    assert "Q3 2026 is not over yet" in words(response)


def test_a_colleague_without_the_right_is_refused(client_of, rep, past):
    client = client_of(rep)
    assert client.post(client.organisation_url("goals:close_new", past.period_id)).status_code == 403


def test_a_stranger_finds_nothing(client_of, stranger, past, organisation):
    url = f"/o/{organisation.slug}/closes/new/{past.period_id}/"
    assert client_of(stranger).post(url).status_code == 404


def test_other_methods_are_refused(client_of, sales_manager, past):
    client = client_of(sales_manager)
    assert client.put(client.organisation_url("goals:close_new", past.period_id)).status_code == 405
