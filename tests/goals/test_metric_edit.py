import pytest
from django.db import DatabaseError

from goals.actions import recomputes
from goals.models import ObjectiveProgress
from metrics.actions import own_metrics
from metrics.models import OwnMetric, OwnMetricVersion
from teams.models import Period
from teams.tenancy import tenant
from tests.factories.goals import make_objective
from tests.factories.metrics import BIG_WINS, make_own_metric, make_own_metric_version
from tests.factories.pipeline import make_deal
from tests.factories.teams import NOW
from tests.goals.closing import close_quarter

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def metric(organisation):
    with tenant(organisation.pk):
        return make_own_metric()


@pytest.fixture
def client(client_of, sales_manager):
    return client_of(sales_manager)


@pytest.fixture
def typed():
    """Of at least USD 1,000 from now on."""
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
        "nc1-first": "1,000",
        "note": "Smaller ones have become common.",
        "version": "1",
    }


@pytest.fixture
def objective(organisation, metric):
    """Measured by the first version: two deals count."""
    with tenant(organisation.pk):
        make_deal(amount_minor=60_000)
        make_deal(amount_minor=200_000)
        made = make_objective(metric_key=metric.versions.get().key, target=10)
        recomputes.everything(at=NOW)
    return made


def actual_of(objective):
    return ObjectiveProgress.objects.get(objective=objective).actual


def test_an_objective_keeps_its_version_until_it_is_moved(client, metric, objective, typed):
    url = client.organisation_url("goals:metric_edit", metric.pk)
    assert "Big wins" in client.get(url).content.decode()
    assert client.post(url, typed).status_code == 302
    with tenant(client.organisation.pk):
        recomputes.everything(at=NOW)
        assert actual_of(objective) == 2
    adopt = client.organisation_url("goals:metric_adopt", metric.pk, objective.pk)
    detail = client.organisation_url("goals:metric_detail", metric.pk)
    assert adopt in client.get(detail).content.decode()
    assert client.post(adopt)["Location"] == detail
    with tenant(client.organisation.pk):
        assert actual_of(objective) == 1


def test_a_limit_is_written_as_people_write_it(client, organisation):
    kept = {"kind": "compliance", "numerator": {"source": "cases_opened", "aggregate": "compliance", "limit": 86_400}}
    with tenant(organisation.pk):
        version = make_own_metric_version(terms=kept)
    shown = client.get(client.organisation_url("goals:metric_edit", version.metric_id)).content.decode()
    assert 'name="n-limit" value="24 h"' in shown


def test_two_editors_never_overwrite_each_other(client, metric, typed):
    url = client.organisation_url("goals:metric_edit", metric.pk)
    client.post(url, typed)
    response = client.post(url, typed | {"name": "Huge wins", "nc1-first": "5,000"})
    assert response.status_code == 409
    assert "Huge wins" in response.content.decode()
    assert client.post(url, typed | {"name": "Huge wins", "version": "2"}).status_code == 302
    with tenant(client.organisation.pk):
        assert OwnMetric.objects.get().latest == 3


def test_what_counts_may_be_all_that_two_editors_disagree_on(client, metric, typed):
    url = client.organisation_url("goals:metric_edit", metric.pk)
    client.post(url, typed)
    response = client.post(url, typed | {"nc1-first": "5,000"})
    assert response.status_code == 409
    (difference,) = response.context["form"].differences
    assert "at least USD\xa01,000" in difference.theirs
    assert "at least USD\xa05,000" in difference.ours


def test_the_same_again_is_no_new_version(client, metric, typed):
    url = client.organisation_url("goals:metric_edit", metric.pk)
    response = client.post(url, typed | {"nc1-first": "500"})
    assert response.status_code == 422
    assert "Nothing is different" in response.content.decode()
    with tenant(client.organisation.pk):
        assert OwnMetric.objects.get().version == 1


def test_an_objective_of_another_unit_needs_a_new_target(client, metric, objective):
    with tenant(client.organisation.pk):
        sums = BIG_WINS | {"kind": "sum"}
        sums["numerator"] = BIG_WINS["numerator"] | {"aggregate": "sum", "value": "amount_minor"}
        own_metrics.redefine(
            metric=metric, version=1, name="Big wins", direction="at_least", terms=sums, note="", by=None, at=NOW
        )
    response = client.post(client.organisation_url("goals:metric_adopt", metric.pk, objective.pk), follow=True)
    assert "counts in another unit" in response.content.decode()
    with tenant(client.organisation.pk):
        assert actual_of(objective) == 2


def test_an_objective_of_a_closed_period_stays_and_it_is_said_why(client, metric, sales_manager, typed):
    with tenant(client.organisation.pk):
        period = Period.objects.get(key="2026-Q2")
        objective = make_objective(metric_key=metric.versions.get().key, target=10, period=period)
    close_quarter(client.organisation, sales_manager)
    client.post(client.organisation_url("goals:metric_edit", metric.pk), typed)
    response = client.post(client.organisation_url("goals:metric_adopt", metric.pk, objective.pk), follow=True)
    assert "is closed: its objectives stay as they are." in response.content.decode()


def test_what_contributes_is_not_moved_away_from_what_it_adds_to(client, metric, objective, typed):
    with tenant(client.organisation.pk):
        terms = {"metric_key": objective.metric_key, "goal": objective.goal, "owner": objective.owner, "target": 5}
        part = make_objective(**terms, parent=objective, relation="contribute")
    client.post(client.organisation_url("goals:metric_edit", metric.pk), typed)
    response = client.post(client.organisation_url("goals:metric_adopt", metric.pk, part.pk), follow=True)
    assert "Only an objective of the same metric can contribute." in response.content.decode()


def test_a_version_is_never_changed(in_tenant, metric):
    with pytest.raises(DatabaseError):
        OwnMetricVersion.objects.update(name="Small wins")


def test_an_archived_metric_is_not_offered_and_can_come_back(client, metric, objective):
    new = client.organisation_url("goals:objective_new")
    assert "Big wins" in client.get(new).content.decode()
    client.post(client.organisation_url("goals:metric_archive", metric.pk))
    assert "Big wins" not in client.get(new).content.decode()
    edit = client.organisation_url("goals:objective_edit", objective.pk)
    assert "Big wins" in client.get(edit).content.decode()
    client.post(client.organisation_url("goals:metric_restore", metric.pk))
    assert "Big wins" in client.get(new).content.decode()


@pytest.mark.parametrize("name", ["metric_archive", "metric_restore", "metric_edit"])
def test_colleagues_without_the_right_and_strangers(client_of, stranger, rep, metric, name):
    client = client_of(rep)
    url = client.organisation_url(f"goals:{name}", metric.pk)
    assert client.post(url).status_code == 403
    assert client_of(stranger).post(url).status_code == 404
