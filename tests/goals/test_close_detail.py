import re
from datetime import date
from decimal import Decimal

import pytest

from goals.actions import closes, recomputes
from goals.models import CloseSignature
from goals.queries.closes import parts_of
from teams.tenancy import tenant
from tests.factories.goals import make_close, make_objective
from tests.factories.pipeline import make_deal
from tests.factories.teams import NOW, make_assignment
from tests.goals.closing import APRIL, close_quarter, objective_of_a_past_quarter

pytestmark = pytest.mark.usefixtures("today")


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def past(sales_manager):
    return objective_of_a_past_quarter(sales_manager.organisation, sales_manager)


@pytest.fixture
def close(past, sales_manager):
    return close_quarter(sales_manager.organisation, sales_manager)


def signing(close, member) -> dict[str, str]:
    with tenant(close.organisation_id):
        (part,) = parts_of(close, member=member, today=NOW.date())
    return {"department": part.key, "shown": part.hash}


def test_results_and_who_has_to_sign(client_of, sales_manager, close):
    client = client_of(sales_manager)
    text = words(client.get(client.organisation_url("goals:close_detail", close.pk)))
    assert "West · Won revenue USD 200 USD 100 50.0% Missed" in text
    assert "Sign these results" in text


def test_a_page_that_waited_leads_to_the_results(client_of, sales_manager, close):
    client = client_of(sales_manager)
    asked = {"HX-Request": "true", "HX-Target": "job"}
    text = words(client.get(client.organisation_url("goals:close_detail", close.pk), headers=asked))
    assert "The results are frozen. To the results" in text
    assert "USD 200" not in text


def test_who_was_there_for_two_months_of_three_was_asked_for_two_thirds(client_of, sales_manager, rep, past):
    with tenant(past.organisation_id):
        make_assignment(membership=rep, team=past.team, starts_on=date(2026, 5, 1))
        make_objective(rep=rep, period=past.period, target=Decimal(600_00), owner=sales_manager, is_prorated=True)
    close = close_quarter(sales_manager.organisation, sales_manager)
    client = client_of(sales_manager)
    text = words(client.get(client.organisation_url("goals:close_detail", close.pk)))
    assert "Rita Rep · Won revenue USD 400 of USD 600 , prorated" in text


def test_a_manager_signs_and_the_receipt_verifies(client_of, sales_manager, viewer, close):
    client = client_of(sales_manager)
    url = client.organisation_url("goals:close_sign", close.pk)
    assert client.post(url, signing(close, sales_manager)).status_code == 302
    with tenant(close.organisation_id):
        assert CloseSignature.objects.get().signed_by_id == sales_manager.pk
    reader = client_of(viewer)
    page = words(reader.get(reader.organisation_url("goals:close_detail", close.pk)))
    assert "Sara Sales" in page
    assert "Sign these results" not in page
    receipt = reader.organisation_url("goals:close_receipt", close.pk)
    assert "exactly those that were frozen and signed" in words(reader.get(receipt))
    with_results = words(reader.get(receipt, {"department": signing(close, sales_manager)["department"]}))
    assert "Signed by Sara Sales" in with_results
    assert "West · Won revenue" in with_results


def test_what_was_not_shown_is_not_signed(client_of, sales_manager, close):
    client = client_of(sales_manager)
    url = client.organisation_url("goals:close_sign", close.pk)
    response = client.post(url, signing(close, sales_manager) | {"shown": "0" * 64}, follow=True)
    assert "not the results that were shown" in words(response)
    with tenant(close.organisation_id):
        assert not CloseSignature.objects.exists()


def test_a_restated_result_is_marked_and_shown_beside(client_of, viewer, past, close):
    with tenant(close.organisation_id):
        make_deal(day=APRIL, amount_minor=100_00, team=past.team, department=past.team.department)
        recomputes.everything(at=NOW)
    client = client_of(viewer)
    assert "Restated since" in words(client.get(client.organisation_url("goals:close_detail", close.pk)))
    for name in ("objective_detail", "objective_explain"):
        text = words(client.get(client.organisation_url(f"goals:{name}", past.pk)))
        assert "Frozen result" in text
        assert re.search(r"frozen USD 200 USD 100 50.0% Missed .* USD 200 USD 200 100.0% Reached", text)


def test_a_closed_objective_explains_why_it_cannot_be_changed(client_of, sales_manager, past, close):
    client = client_of(sales_manager)
    url = client.organisation_url("goals:objective_edit", past.pk)
    assert "can no longer be changed" in words(client.get(url))
    assert client.post(url, {"target": "1"}).status_code == 409
    archive = client.post(client.organisation_url("goals:objective_archive", past.pk), follow=True)
    assert "Q2 2026 is closed" in words(archive)
    edit_url = client.organisation_url("goals:objective_edit", past.pk)
    assert edit_url not in client.get(client.organisation_url("goals:objective_detail", past.pk)).content.decode()


def test_a_new_objective_for_a_closed_period_is_refused_at_the_period(client_of, sales_manager, past, close, rep):
    client = client_of(sales_manager)
    typed = {
        "goal": past.goal_id,
        "metric_key": "won_revenue",
        "scope": "rep",
        "rep": rep.pk,
        "period": "2026-Q2",
        "direction": "at_least",
        "target": "4,000",
        "owner": rep.pk,
        "weight": "1",
    }
    response = client.post(client.organisation_url("goals:objective_new"), typed)
    assert response.status_code == 422
    assert "Q2 2026 is closed: its objectives stay as they are." in words(response)


def test_htmx_gets_the_results_only(client_of, viewer, close):
    client = client_of(viewer)
    url = client.organisation_url("goals:close_detail", close.pk)
    response = client.get(url, {"department": "none"}, headers={"HX-Request": "true"})
    assert response.content.decode().strip().startswith('<section class="card" id="results"')
    assert "not one of the available choices" in words(response)


def test_a_failed_closing_says_what_to_do(client_of, sales_manager, past):
    with tenant(past.organisation_id):
        close = make_close(state="failed", asked_by=sales_manager)
    client = client_of(sales_manager)
    assert "Try again" in words(client.get(client.organisation_url("goals:close_detail", close.pk)))


def test_as_many_queries_for_many_results_as_for_few(client_of, sales_manager, past, query_count):
    client = client_of(sales_manager)
    with tenant(past.organisation_id):
        for _ in range(2):
            make_objective(period=past.period, team=past.team, goal=past.goal, owner=sales_manager)
    first = close_quarter(sales_manager.organisation, sales_manager)
    few = query_count(client, client.organisation_url("goals:close_detail", first.pk))
    with tenant(past.organisation_id):
        closes.reopen(close=first, reason="More to come", by=sales_manager, at=NOW)
        for _ in range(8):
            make_objective(period=past.period, team=past.team, goal=past.goal, owner=sales_manager)
    second = close_quarter(sales_manager.organisation, sales_manager)
    assert query_count(client, client.organisation_url("goals:close_detail", second.pk)) == few


def test_a_colleague_without_the_right_cannot_sign(client_of, rep, close):
    client = client_of(rep)
    assert client.post(client.organisation_url("goals:close_sign", close.pk)).status_code == 403


def test_a_stranger_finds_nothing(client_of, stranger, close, organisation):
    client = client_of(stranger)
    for path in ("", "sign/", "receipt/"):
        assert client.get(f"/o/{organisation.slug}/closes/{close.pk}/{path}").status_code == 404
