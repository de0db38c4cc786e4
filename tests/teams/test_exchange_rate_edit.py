"""Rates in the browser: listed, added, changed, deleted."""

from datetime import date
from decimal import Decimal

import pytest

from audit.models import Event
from teams.models import ExchangeRate
from teams.tenancy import tenant
from tests.factories.teams import make_exchange_rate

pytestmark = pytest.mark.django_db
TYPED = {"currency": "JPY", "starts_on": "2026-07-01", "per_unit": "0.0064"}


@pytest.fixture
def rate(admin):
    with tenant(admin.organisation_id):
        return make_exchange_rate("EUR", "1.0825")


def test_adds_with_the_decimals_of_the_currency(client_of, admin):
    client = client_of(admin)
    assert client.get(client.organisation_url("teams:exchange_rate_new")).status_code == 200
    client.post(client.organisation_url("teams:exchange_rate_new"), TYPED)
    with tenant(admin.organisation_id):
        added = ExchangeRate.objects.get()
        assert (added.currency, added.starts_on, added.per_unit, added.digits) == (
            "JPY",
            date(2026, 7, 1),
            Decimal("0.0064"),
            0,
        )
        assert Event.objects.filter(action="exchangerate.create").count() == 1


@pytest.mark.parametrize("wrong", [{"per_unit": "0"}, {"per_unit": "x"}, {"currency": "USD"}, {"starts_on": ""}])
def test_wrong_input_is_shown_again(client_of, admin, wrong):
    client = client_of(admin)
    response = client.post(client.organisation_url("teams:exchange_rate_new"), TYPED | wrong)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == list(wrong)


def test_one_rate_a_day(client_of, admin, rate):
    client = client_of(admin)
    typed = TYPED | {"currency": "EUR", "starts_on": rate.starts_on.isoformat()}
    response = client.post(client.organisation_url("teams:exchange_rate_new"), typed)
    assert list(response.context["form"].errors) == ["starts_on"]


def test_changes(client_of, admin, rate):
    client = client_of(admin)
    url = client.organisation_url("teams:exchange_rate_edit", rate.pk)
    assert "1.0825" in client.get(url).text
    typed = TYPED | {"currency": "EUR", "version": "1"}
    client.post(url, typed)
    with tenant(admin.organisation_id):
        changed = ExchangeRate.objects.get()
        assert (changed.per_unit, changed.version) == (Decimal("0.0064"), 2)
    assert client.post(url, typed | {"per_unit": "9"}).status_code == 409


def test_deletes(client_of, admin, rate):
    client = client_of(admin)
    client.post(client.organisation_url("teams:exchange_rate_delete", rate.pk))
    with tenant(admin.organisation_id):
        assert not ExchangeRate.objects.exists()


def test_a_colleague_reads_and_may_not_change(client_of, rep, rate):
    client = client_of(rep)
    assert "1.0825" in client.get(client.organisation_url("teams:exchange_rate_list")).text
    assert client.get(client.organisation_url("teams:exchange_rate_new")).status_code == 403


def test_a_stranger_sees_nothing(client_of, stranger, rate):
    client = client_of(stranger)
    assert client.get(client.organisation_url("teams:exchange_rate_edit", rate.pk)).status_code == 404


def test_as_many_queries_for_many_rates(client_of, admin, rate, query_count):
    client = client_of(admin)
    url = client.organisation_url("teams:exchange_rate_list")
    few = query_count(client, url)
    with tenant(admin.organisation_id):
        for month in range(2, 12):
            make_exchange_rate("EUR", "1.1", starts_on=date(2026, month, 1))
    assert query_count(client, url) == few
