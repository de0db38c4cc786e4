"""Clocks, breaches and compliance by the API: the same filters and rights as the pages, refused where not understood."""

import uuid

import pytest

import slas.api.clocks
from teams.http import listings
from teams.tenancy import tenant
from tests.factories.slas import make_clock
from tests.factories.teams import make_membership
from tests.slas.running import CASES, cases, in_force, make_case, today

__all__ = ["cases", "in_force", "today"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
LISTS = ["api:clock_list", "api:breach_list", "api:compliance"]


def ask(client, name="api:clock_list", **query):
    return client.get(client.organisation_url(name), query)


def shown(response) -> set[str]:
    return {record["lead_name"].removeprefix("Lead ") for record in response.json()["results"]}


def test_a_clock_is_told_with_instants_in_utc_and_nothing_as_null(api_of, ops_auditor, cases, organisation):
    with tenant(organisation.pk):
        organisation.time_zone = "Asia/Kolkata"
        organisation.save()
    answer = ask(api_of(ops_auditor)).json()
    (record,) = [record for record in answer["results"] if record["clock"] == str(cases["late"].pk)]
    assert answer["time_zone"] == "Asia/Kolkata"
    assert answer["as_of"] == "2026-08-14T12:00:00Z"
    assert answer["period"] == {"key": "2026-Q3", "starts_on": "2026-07-01", "ends_on": "2026-10-01"}
    expected = {
        "due_at": "2026-08-13T13:00:00Z",
        "breached_at": "2026-08-13T13:00:00Z",
        "state": "met_late",
        "counts_as": "breach",
        "allowed_seconds": 4 * 3600,
        "used_seconds": 6 * 3600,
        "owner": "Rita Rep",
        "lead_source": None,
        "waived_at": None,
        "cause": None,
        "promise": "first_touch",
    }
    assert {name: record[name] for name in expected} == expected


def test_filters_are_those_of_the_pages(api_of, ops_auditor, rep, cases):
    client = api_of(ops_auditor)
    assert shown(ask(client)) == set(CASES)
    assert shown(ask(client, state="breached")) == {"late", "overdue", "unnoticed"}
    assert shown(ask(client, state="met", owner=rep.pk, promise=cases["kept"].line)) == {"kept"}
    assert shown(ask(client, period="2026-Q2")) == set()
    assert shown(ask(client, "api:breach_list", state="waived")) == {"waived"}
    assert shown(ask(client, "api:breach_list")) == {"late", "overdue", "unnoticed"}


def test_compliance_is_raw_and_undefined_is_null(api_of, ops_auditor, cases):
    client = api_of(ops_auditor)
    told = ask(client, "api:compliance").json()
    assert told["compliance"]["share"] == 0.25
    assert 0 < told["compliance"]["interval"]["low"] < 0.25 < told["compliance"]["interval"]["high"] < 1
    assert (told["compliance"]["judged"], told["compliance"]["not_due"], told["compliance"]["waived"]) == (4, 2, 1)
    assert told["business_time"]["of"] == 7
    assert [week["starts_on"] for week in told["weeks"]] == ["2026-08-10"]
    empty = ask(client, "api:compliance", period="2026-Q2").json()
    assert (empty["compliance"]["share"], empty["compliance"]["interval"]) == (None, None)
    assert empty["business_time"] == {"median_seconds": None, "p90_seconds": None, "done": 0, "of": 0}


BAD = {
    "period": ["2026-Q9", "x", "\0"],
    "state": ["broken", "met' OR 1=1"],
    "team": ["ba4d4ff0-52f4-4d7d-914a-d1fcd5990f40", "1", "\0"],
    "owner": ["all"],
    "version": ["1"],
    "promise": ["-"],
    "source": ["web"],
    "cursor": ["x", "WyIyMDI2Il0", "::", "\0"],
    "ownr": ["typing error"],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in BAD.items() for value in values])
def test_what_is_not_understood_is_refused_by_its_name(api_of, ops_auditor, cases, name, value):
    response = ask(api_of(ops_auditor), **{name: value})
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    assert list(response.json()["errors"]) == [name]


@pytest.mark.parametrize("name", LISTS)
def test_each_list_refuses_and_names_all_that_is_wrong(api_of, ops_auditor, name):
    response = ask(api_of(ops_auditor), name, state="x", page="2")
    assert response.status_code == 400
    assert set(response.json()["errors"]) == {"state", "page"}


def test_pages_lose_and_repeat_nothing_while_clocks_come_in(api_of, ops_auditor, cases, in_force, rep, monkeypatch):
    monkeypatch.setattr(listings, "PER_PAGE", 3)
    monkeypatch.setattr(slas.api.clocks, "PER_PAGE", 3)
    client, found = api_of(ops_auditor), []
    answer = ask(client).json()
    while True:
        found += [record["clock"] for record in answer["results"]]
        if answer["next"] is None:
            break
        with tenant(rep.organisation_id):
            make_case("kept", promise=in_force, owner=rep, started_at=cases["late"].started_at.replace(hour=10))
        answer = client.get(answer["next"]).json()
    assert len(found) == len(CASES)
    assert set(found) == {str(clock.pk) for clock in cases.values()}


def test_a_cursor_is_good_where_it_was_given_out(api_of, ops_auditor, cases, monkeypatch):
    monkeypatch.setattr(listings, "PER_PAGE", 2)
    client = api_of(ops_auditor)
    following = ask(client).json()["next"]
    assert client.get(following).status_code == 200
    assert client.get(following.replace("/clocks/", "/breaches/")).status_code == 400


def test_a_rep_sees_what_is_ones_own(api_of, rep, cases, in_force, organisation):
    with tenant(organisation.pk):
        other = make_case("late", promise=in_force, owner=make_membership(full_name="Somebody Else"))
    client = api_of(rep)
    assert {record["owner"] for record in ask(client).json()["results"]} == {"Rita Rep"}
    assert ask(client, owner=rep.pk).status_code == 400
    assert client.get(client.organisation_url("api:clock_detail", other.pk)).status_code == 403
    assert client.get(client.organisation_url("api:clock_detail", cases["late"].pk)).status_code == 200


def test_one_clock_with_its_arithmetic(api_of, ops_auditor, cases):
    client = api_of(ops_auditor)
    record = client.get(client.organisation_url("api:clock_detail", cases["unnoticed"].pk)).json()
    assert (record["state"], record["counts_as"]) == ("breached_open", "breach")
    assert record["arithmetic"] == []
    assert client.get(client.organisation_url("api:clock_detail", uuid.uuid4())).status_code == 404


def test_a_foreign_clock_is_not_found(api_of, ops_auditor, stranger, cases):
    with tenant(stranger.organisation_id):
        foreign = make_clock()
    client = api_of(ops_auditor)
    assert client.get(client.organisation_url("api:clock_detail", foreign.pk)).status_code == 404


@pytest.mark.parametrize("name", LISTS)
def test_as_many_queries_for_many_as_for_few(api_of, ops_auditor, cases, in_force, query_count, organisation, name):
    client = api_of(ops_auditor)
    few = query_count(client, client.organisation_url(name))
    with tenant(organisation.pk):
        for _ in range(4):
            make_case("late", promise=in_force, owner=make_membership())
    assert query_count(client, client.organisation_url(name)) == few
