import pytest

from audit.models import Event
from pipeline.models import ReadingSeries
from teams.tenancy import tenant
from tests.factories.pipeline import make_reading, make_reading_series


@pytest.fixture
def visits(organisation):
    with tenant(organisation.pk):
        return make_reading_series(name="Store visits", unit="count")


def address(client, name, *args):
    return client.organisation_url(f"pipeline:reading_series_{name}", *args)


def test_a_series_is_named_with_its_unit(client_of, sales_manager, organisation):
    client = client_of(sales_manager)
    assert client.get(address(client, "new")).status_code == 200
    assert client.post(address(client, "new"), {"name": "Coaching hours", "unit": "duration"}).status_code == 302
    with tenant(organisation.pk):
        series = ReadingSeries.objects.get()
        assert (series.name_key, series.unit) == ("coaching hours", "duration")
        assert Event.objects.filter(action="readingseries.create").count() == 1


@pytest.mark.parametrize("values", [{"name": ""}, {"unit": "parsecs"}, {"name": "STORE  visits"}])
def test_wrong_input_is_shown_again(client_of, sales_manager, visits, values):
    client = client_of(sales_manager)
    response = client.post(address(client, "new"), {"name": "Visits", "unit": "count"} | values)
    assert response.status_code == 422


def test_a_series_is_renamed_and_its_unit_stays_once_there_are_readings(client_of, sales_manager, visits, organisation):
    client = client_of(sales_manager)
    url = address(client, "edit", visits.pk)
    assert "Store visits" in client.get(url).content.decode()
    assert client.post(url, {"name": "Shop visits", "unit": "score", "version": 1}).status_code == 302
    with tenant(organisation.pk):
        make_reading(series=visits)
    refused = client.post(url, {"name": "Shop visits", "unit": "count", "version": 2})
    assert refused.status_code == 422 and "present unit" in refused.content.decode()
    with tenant(organisation.pk):
        assert list(ReadingSeries.objects.values_list("name", "unit", "version")) == [("Shop visits", "score", 2)]


def test_two_edits_lose_neither(client_of, sales_manager, visits):
    client = client_of(sales_manager)
    url = address(client, "edit", visits.pk)
    client.post(url, {"name": "Theirs", "unit": "count", "version": 1})
    response = client.post(url, {"name": "Ours", "unit": "count", "version": 1})
    assert response.status_code == 409
    assert "<bdi>Theirs</bdi>" in response.content.decode()


def test_a_taken_name_is_told_when_renaming(client_of, sales_manager, visits, organisation):
    with tenant(organisation.pk):
        make_reading_series(name="Awareness")
    client = client_of(sales_manager)
    response = client.post(address(client, "edit", visits.pk), {"name": "awareness", "unit": "count", "version": 1})
    assert response.status_code == 422
    assert "already in use" in response.content.decode()


def test_the_list_counts_readings_in_one_query(client_of, sales_manager, rep, visits, organisation, query_count):
    client = client_of(sales_manager)
    with tenant(organisation.pk):
        make_reading(series=visits)
    few = query_count(client, address(client, "list"))
    with tenant(organisation.pk):
        for _ in range(7):
            make_reading()
    assert query_count(client, address(client, "list")) == few
    assert address(client, "edit", visits.pk) in client.get(address(client, "list")).content.decode()
    seen = client_of(rep)
    assert address(seen, "edit", visits.pk) not in seen.get(address(seen, "list")).content.decode()


def test_who_may_not(client_of, rep, stranger, visits):
    client = client_of(rep)
    assert client.get(address(client, "new")).status_code == 403
    assert client.post(address(client, "edit", visits.pk)).status_code == 403
    assert client_of(stranger).get(f"/o/acme/readings/series/{visits.pk}/edit/").status_code == 404
