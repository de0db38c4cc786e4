import pytest

from teams.tenancy import tenant
from tests.factories.goals import make_objective
from tests.factories.metrics import make_own_metric

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def client(client_of, sales_manager):
    return client_of(sales_manager)


@pytest.fixture
def url(client):
    return client.organisation_url("goals:metric_list")


def test_own_and_built_in_metrics_say_what_they_count(client, url):
    with tenant(client.organisation.pk):
        make_own_metric()
    page = client.get(url).content.decode()
    assert (
        "Deals, by closing day – how many, where Status is Won and Amount is at least USD\xa0500, in the period."
        in page
    )
    assert "The value of deals won in the period." in page


def test_a_metric_is_gone_with_its_source_and_the_page_stays(client, url):
    with tenant(client.organisation.pk):
        metric = make_own_metric()
        terms = metric.versions.get().terms
        terms["numerator"]["source"] = "visits"
        metric.versions.create(number=2, name="Visits", terms=terms, created_at=metric.created_at)
        metric.latest = 2
        metric.save()
    assert "no longer described" in client.get(url).content.decode()
    shown = client.get(client.organisation_url("goals:metric_detail", metric.pk)).content.decode()
    assert "no longer described" in shown
    assert "Complete the description" not in shown
    assert client.get(client.organisation_url("goals:metric_edit", metric.pk)).status_code == 200


def test_as_many_queries_for_ten_as_for_three(client, url, query_count):
    with tenant(client.organisation.pk):
        for number in range(3):
            make_objective(metric_key=make_own_metric(name=f"Wins {number}").versions.get().key)
    few = query_count(client, url)
    with tenant(client.organisation.pk):
        for number in range(7):
            make_objective(metric_key=make_own_metric(name=f"More wins {number}").versions.get().key)
    assert query_count(client, url) == few


def test_a_viewer_may_look_and_a_stranger_finds_nothing(client_of, viewer, stranger, url):
    client = client_of(viewer)
    assert client.get(client.organisation_url("goals:metric_list")).status_code == 200
    assert client_of(stranger).get(url).status_code == 404
    assert client.post(url).status_code == 405
