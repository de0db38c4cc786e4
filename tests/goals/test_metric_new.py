from datetime import date

import pytest

from audit.models import Event
from goals.catalogue import metric_of
from goals.models import Objective, ObjectiveProgress
from metrics.models import OwnMetric, OwnMetricVersion
from teams.tenancy import tenant
from tests.factories.pipeline import make_deal, make_reading_series

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def client(client_of, sales_manager):
    return client_of(sales_manager)


@pytest.fixture
def url(client):
    return client.organisation_url("goals:metric_new")


@pytest.fixture
def typed():
    """Won deals of at least USD 500."""
    return {
        "name": "Big wins",
        "kind": "count",
        "direction": "at_least",
        "n-source": "deals_closed",
        "n-value": "",
        "nc0-column": "status",
        "nc0-operator": "is",
        "nc0-first": ["won"],
        "nc1-column": "amount_minor",
        "nc1-operator": "at_least",
        "nc1-first": "500",
    }


@pytest.fixture
def _deals(organisation):
    with tenant(organisation.pk):
        for amount, day in ((100_000, 3), (50_000, 4), (49_999, 5)):
            make_deal(name=f"Deal of {amount}", amount_minor=amount, day=date(2026, 8, day))
        make_deal(name="Lost", status="lost", amount_minor=900_000, day=date(2026, 8, 6))


@pytest.mark.usefixtures("_deals")
def test_a_manager_describes_a_metric_and_sets_an_objective_on_it(client, url, typed, goal, sales_manager):
    assert client.get(url).status_code == 200
    response = client.post(url, typed)
    with tenant(client.organisation.pk):
        metric = OwnMetric.objects.get()
        version = OwnMetricVersion.objects.get()
        assert Event.objects.filter(action="metric.create", record_id=str(metric.pk)).exists()
        assert metric_of(version.key).unit == "count"
    assert response["Location"] == client.organisation_url("goals:metric_detail", metric.pk)
    terms = {"goal": goal.pk, "metric_key": version.key, "scope": "organisation", "period": "2026-Q3"}
    terms |= {"direction": "at_least", "target": "10", "baseline": "", "owner": sales_manager.pk, "weight": "1"}
    assert client.post(client.organisation_url("goals:objective_new"), terms).status_code == 302
    with tenant(client.organisation.pk):
        assert ObjectiveProgress.objects.get(objective=Objective.objects.get()).actual == 2


@pytest.mark.usefixtures("_deals")
def test_the_description_shows_what_it_measures_before_it_is_saved(client, url, typed):
    page = client.post(url, typed | {"redraw": "preview", "name": ""}).content.decode()
    assert "Status is Won and Amount is at least USD\xa0500" in page
    assert "Deal of 50000" in page
    assert "Deal of 49999" not in page
    with tenant(client.organisation.pk):
        assert not OwnMetric.objects.exists()


@pytest.mark.usefixtures("_deals")
def test_the_preview_says_which_rate_is_missing(client, url, typed):
    with tenant(client.organisation.pk):
        make_deal(amount_minor=60_000, currency="EUR", day=date(2026, 8, 6))
    page = client.post(url, typed | {"kind": "sum", "n-value": "amount_minor", "redraw": "preview"}).content.decode()
    assert "There is no rate for EUR on Aug 6, 2026, so there is no sum." in page


@pytest.mark.usefixtures("_deals")
def test_a_ratio_has_two_measures(client, url, typed):
    ratio = typed | {"kind": "ratio", "n-aggregate": "count", "d-aggregate": "count", "d-source": "deals_closed"}
    page = client.post(url, ratio | {"redraw": "preview"}).content.decode()
    assert "50.0%" in page  # two of four


def test_htmx_draws_the_description_alone(client, url, typed):
    response = client.post(url, typed | {"redraw": "change"}, headers={"HX-Request": "true"})
    assert 'id="metric-description"' in response.content.decode()
    assert "<html" not in response.content.decode()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"name": ""}, "This field is required."),
        ({"nc1-first": "a lot"}, "This is not a value of this field."),
        ({"nc1-operator": "between", "nc1-last": "10"}, "The second value is below the first."),
        ({"nc0-first": ["gone"]}, "gone is not one of the available choices."),
        ({"nc0-column": "secret"}, "secret is not one of the available choices."),
        ({"kind": "sum"}, "This field is required."),
        ({"kind": "stock"}, "can be open at a time"),
        ({"kind": "compliance", "n-limit": "soon"}, "This is not a duration"),
        ({"n-source": "users"}, "users is not one of the available choices."),
        ({"nc1-first": "EUR 500"}, "Amounts are in USD."),
    ],
)
def test_what_cannot_be_measured_is_shown_again_with_the_reason(client, url, typed, change, reason):
    response = client.post(url, typed | change)
    assert response.status_code == 422
    assert reason in response.content.decode()
    with tenant(client.organisation.pk):
        assert not OwnMetric.objects.exists()


def test_a_colleague_without_the_right_may_not(client_of, rep):
    client = client_of(rep)
    assert client.get(client.organisation_url("goals:metric_new")).status_code == 403


def test_a_stranger_finds_nothing(client_of, stranger, url):
    assert client_of(stranger).get(url).status_code == 404


def test_other_methods_are_refused(client, url):
    assert client.put(url).status_code == 405


def test_readings_are_in_the_unit_of_their_series(client, url):
    with tenant(client.organisation.pk):
        known, liked, waiting = (make_reading_series(unit=unit) for unit in ("share", "share", "duration"))
    typed = {"name": "Known and liked", "kind": "reading", "direction": "at_least", "n-source": "readings"}
    typed |= {"n-value": "value_scaled", "nc0-column": "series_id", "nc0-operator": "is"}
    refused = client.post(url, typed | {"nc0-first": [str(known.pk), str(waiting.pk)]})
    assert refused.status_code == 422
    assert "different units" in refused.content.decode()
    assert client.post(url, typed | {"nc0-first": [str(known.pk), str(liked.pk)]}).status_code == 302
    with tenant(client.organisation.pk):
        assert metric_of(OwnMetricVersion.objects.get().key).unit == "share"
