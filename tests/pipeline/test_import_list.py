import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pipeline.models import CrmImport
from teams.tenancy import tenant
from tests.pipeline.conftest import at_state


def test_imports_are_listed(client_of, sales_manager, done):
    client = client_of(sales_manager)
    page = client.get(client.organisation_url("pipeline:import_list")).content.decode()
    assert "deals.csv" in page and "Done" in page


def test_htmx_gets_the_rows_only(client_of, sales_manager, draft):
    client = client_of(sales_manager)
    response = client.get(client.organisation_url("pipeline:import_list"), headers={"HX-Request": "true"})
    assert b"<html" not in response.content and b"deals.csv" in response.content


def test_an_empty_list_says_what_to_do_next(client_of, sales_manager):
    client = client_of(sales_manager)
    assert (
        "Nothing has been imported yet" in client.get(client.organisation_url("pipeline:import_list")).content.decode()
    )


def test_as_many_queries_for_ten_rows_as_for_three(client_of, sales_manager, organisation):
    client = client_of(sales_manager)
    url = client.organisation_url("pipeline:import_list")
    numbers = [queries_of(client, url, organisation, sales_manager, rows) for rows in (3, 7)]
    assert numbers[0] == numbers[1]


def queries_of(client, url, organisation, by, rows):
    for _ in range(rows):
        at_state(organisation, by, "draft")
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def test_another_organisation_sees_nothing_of_it(client_of, stranger, done):
    client = client_of(stranger)
    assert "deals.csv" not in client.get(client.organisation_url("pipeline:import_list")).content.decode()
    with tenant(stranger.organisation_id):
        assert not CrmImport.objects.exists()


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_only_reading(client_of, sales_manager, method):
    client = client_of(sales_manager)
    assert getattr(client, method)(client.organisation_url("pipeline:import_list")).status_code == 405
