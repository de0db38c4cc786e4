import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from teams.tenancy import tenant
from tests.factories.goals import make_drift, make_objective, make_recompute
from tests.factories.teams import NOW

pytestmark = pytest.mark.usefixtures("today")


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def client(client_of, ops_auditor):
    return client_of(ops_auditor)


@pytest.fixture
def url(client):
    return client.organisation_url("goals:recompute_list")


def done(**values):
    return make_recompute(
        **{"state": "done", "finished_at": NOW, "objectives": 40, "changed": 7, "milliseconds": 1300} | values
    )


@pytest.fixture
def recomputes(organisation, ops_auditor):
    with tenant(organisation.pk):
        done(reason="nightly", slot_on=NOW.date(), drifted=0, cells_drifted=0)
        done(reason="import")
        done(requested_by=ops_auditor, drifted=2, cells_drifted=1)


def test_when_why_who_how_long_and_how_much_are_listed(client, url, recomputes):
    text = words(client.get(url))
    assert "Nightly · Aug 14, 2026" in text
    assert "Omar Ops" in text
    assert "40 7 2 1.3 s" in text
    assert "40 7 – 1.3 s" in text


def test_no_drift_is_said(client, url, organisation):
    with tenant(organisation.pk):
        done(drifted=0, cells_drifted=0)
    assert "No drift: every stored figure said what the records say." in words(client.get(url))


@pytest.mark.parametrize(
    ("query", "reasons"), [({"reason": "import"}, ["After an import"]), ({"drift": "found"}, ["On request"])]
)
def test_filters_narrow_and_htmx_gets_the_list_alone(client, url, recomputes, query, reasons):
    response = client.get(url, query, headers={"HX-Request": "true"})
    assert b"<html" not in response.content
    assert re.findall(r'data-label="Reason"><span>([^<]+?)\s*<', response.content.decode()) == reasons


def test_an_empty_list_says_what_comes(client, url):
    assert "Nothing was recomputed yet" in words(client.get(url))


def test_a_rep_may_not(client_of, rep):
    client = client_of(rep)
    assert client.get(client.organisation_url("goals:recompute_list")).status_code == 403


def test_it_is_only_read(client, url):
    assert client.post(url).status_code == 405


def test_as_many_queries_for_ten_as_for_three(client, url, recomputes, organisation, ops_auditor):
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    with tenant(organisation.pk):
        for _ in range(7):
            done(requested_by=ops_auditor, drifted=0)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)


def test_a_report_names_stored_and_full_figure_and_their_difference(client, organisation):
    with tenant(organisation.pk):
        recompute = done(drifted=3, cells_drifted=0)
        for _ in range(2):
            drift = make_drift(recompute=recompute, stored_actual=120_000, full_actual=150_000)
    response = client.get(client.organisation_url("goals:recompute_detail", recompute.pk))
    text = words(response)
    assert "3 figures did not say what the records said." in text
    assert "USD 1,200 USD 1,500 USD 300" in text
    assert "The first 2 are kept." in text
    assert f"/objectives/{drift.objective_id}/explain/" in response.content.decode()


def test_a_report_has_as_many_queries_for_many_lines(client, organisation, rep):
    with tenant(organisation.pk):
        recompute = done(drifted=5, cells_drifted=0)
        make_drift(recompute=recompute, objective=make_objective(rep=rep))
    url = client.organisation_url("goals:recompute_detail", recompute.pk)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    with tenant(organisation.pk):
        for _ in range(4):
            make_drift(recompute=recompute, objective=make_objective(rep=rep))
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)
