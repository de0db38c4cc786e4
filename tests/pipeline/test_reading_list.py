from datetime import date, timedelta

import pytest

from teams.tenancy import tenant
from tests.factories.pipeline import make_product, make_reading, make_reading_series
from tests.factories.teams import make_membership, make_team


@pytest.fixture
def waiting(organisation):
    with tenant(organisation.pk):
        return make_reading_series(name="Waiting time", unit="duration")


def read(client, **query):
    return client.get(client.organisation_url("pipeline:reading_list"), query).content.decode()


def test_readings_are_listed_with_value_and_whom_they_are_about(client_of, sales_manager, rep, waiting, organisation):
    with tenant(organisation.pk):
        make_reading(series=waiting, value=90, owner=rep, product=make_product(name="Desk"), note="Hotline")
    page = read(client_of(sales_manager))
    assert "1\u00a0min 30\u00a0sec" in page
    assert "<bdi>Rita Rep</bdi> · <bdi>Desk</bdi>" in page and "Hotline" in page


def test_a_rep_sees_their_own_and_those_about_no_person(client_of, rep, waiting, organisation):
    with tenant(organisation.pk):
        make_reading(series=waiting, owner=rep, note="Mine")
        make_reading(series=waiting, owner=make_membership(), note="Somebody else’s")
        make_reading(series=waiting, team=make_team(), note="The team’s")
    page = read(client_of(rep))
    assert "Mine" in page and "The team’s" in page and "Somebody else’s" not in page
    assert "filter_owner" not in page


def test_filters_narrow_the_list(client_of, sales_manager, rep, waiting, organisation):
    with tenant(organisation.pk):
        make_reading(series=waiting, note="Hotline")
        visits = make_reading_series(name="Visits")
        make_reading(series=visits, owner=rep, note="Store")
    client = client_of(sales_manager)
    assert "Hotline" not in read(client, series=visits.pk)
    assert "Store" in read(client, owner=rep.pk) and "Hotline" not in read(client, owner=rep.pk)
    assert "Nothing matches" in read(client, state="withdrawn")
    assert "Hotline" in read(client, series="nonsense")


def test_htmx_gets_the_table_alone(client_of, sales_manager, waiting, organisation):
    with tenant(organisation.pk):
        make_reading(series=waiting)
    client = client_of(sales_manager)
    page = client.get(client.organisation_url("pipeline:reading_list"), headers={"hx-request": "true"}).content.decode()
    assert page.strip().startswith('<div id="readings">')


def test_as_many_queries_for_ten_as_for_three(client_of, sales_manager, rep, waiting, organisation, query_count):
    client = client_of(sales_manager)
    url = client.organisation_url("pipeline:reading_list")
    with tenant(organisation.pk):
        for number in range(3):
            make_reading(series=waiting, owner=rep, day=date(2026, 8, 1) + timedelta(days=number))
    few = query_count(client, url)
    with tenant(organisation.pk):
        for _ in range(7):
            make_reading(series=make_reading_series(), owner=make_membership(), entered_by=rep)
    assert query_count(client, url) == few


def test_nothing_yet(client_of, rep):
    assert "No readings yet" in read(client_of(rep))


def test_who_may_not(client_of, viewer, stranger):
    client = client_of(viewer)
    assert client.get(client.organisation_url("pipeline:reading_list")).status_code == 403
    assert client_of(stranger).get("/o/acme/readings/").status_code == 404
