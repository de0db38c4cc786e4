from datetime import date
from decimal import Decimal

import pytest
import time_machine

from audit.models import Event
from pipeline.models import Reading, ReadingVersion, Touched
from teams.tenancy import tenant
from tests.factories.pipeline import make_reading, make_reading_series
from tests.factories.teams import NOW


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield NOW.date()


@pytest.fixture
def visits(organisation):
    with tenant(organisation.pk):
        return make_reading_series(name="Store visits", unit="count")


@pytest.fixture
def reading(organisation, visits, rep):
    with tenant(organisation.pk):
        reading = make_reading(series=visits, value=12, day=date(2026, 8, 3), owner=rep, note="By hand")
        Touched.objects.all().delete()
        return reading


def address(client, reading, name="edit"):
    return client.organisation_url(f"pipeline:reading_{name}", reading.pk)


def typed(reading, **values):
    return {"series": reading.series_id, "value_scaled": "12", "day": "2026-08-03", "owner": reading.owner_id,
            "note": "By hand", "version": 1} | values  # fmt: skip


def test_a_correction_keeps_what_was_before(client_of, sales_manager, reading, organisation):
    client = client_of(sales_manager)
    assert 'value="12"' in client.get(address(client, reading)).content.decode()
    response = client.post(address(client, reading), typed(reading, value_scaled="15", day="2026-08-05"))
    assert response.status_code == 302
    with tenant(organisation.pk):
        now, was = Reading.objects.get(), ReadingVersion.objects.get()
        event = Event.objects.get(action="reading.edit")
        touched = Touched.objects.filter(scope_id=organisation.pk).order_by("pk").first()
    assert (now.pk, now.value, now.version, now.entered_by_id) == (reading.pk, 15, 2, sales_manager.pk)
    assert (was.reading_id, was.value, was.version, was.reason) == (reading.pk, 12, 1, "corrected")
    assert (was.recorded_at, was.superseded_at, now.recorded_at) == (reading.recorded_at, NOW, NOW)
    assert (event.before, event.after) == (
        {"day": "2026-08-03", "value": "12"}, {"day": "2026-08-05", "value": "15"},
    )  # fmt: skip
    assert (touched.first_day, touched.last_day) == (date(2026, 8, 3), date(2026, 8, 5))
    assert "What it said before" in client.get(address(client, reading)).content.decode()


def test_no_change_leaves_no_trace(client_of, sales_manager, reading, organisation):
    client = client_of(sales_manager)
    assert client.post(address(client, reading), typed(reading)).status_code == 302
    with tenant(organisation.pk):
        assert Reading.objects.get().version == 1
        assert not ReadingVersion.objects.exists() and not Touched.objects.exists()
        assert not Event.objects.filter(action="reading.edit").exists()


def test_two_corrections_lose_neither(client_of, sales_manager, reading):
    client = client_of(sales_manager)
    client.post(address(client, reading), typed(reading, value_scaled="15"))
    response = client.post(address(client, reading), typed(reading, value_scaled="16"))
    text = response.content.decode()
    assert response.status_code == 409
    assert "<bdi>15</bdi>" in text and "<bdi>16</bdi>" in text
    assert 'name="version" value="2"' in text
    assert client.post(address(client, reading), typed(reading, value_scaled="16", version=2)).status_code == 302


def test_a_withdrawn_reading_counts_for_nothing_and_can_be_read(client_of, sales_manager, reading, organisation):
    client = client_of(sales_manager)
    assert client.post(address(client, reading, "withdraw")).status_code == 302
    assert client.get(address(client, reading)).status_code == 404
    with tenant(organisation.pk):
        assert not Reading.objects.exists()
        assert ReadingVersion.objects.get().reason == "withdrawn"
        assert Event.objects.get(action="reading.withdraw").before["value"] == "12"
        assert Touched.objects.latest("recorded_at", "pk").source == "reading"
    url = client.organisation_url("pipeline:reading_list")
    assert "By hand" in client.get(url, {"state": "withdrawn"}).content.decode()
    assert client.get(address(client, reading, "withdraw")).status_code == 405


def test_a_rep_corrects_their_own_only(client_of, rep, marketer, reading, organisation, visits):
    own, other = client_of(rep), client_of(marketer)
    assert own.post(address(own, reading), typed(reading, value_scaled="13")).status_code == 302
    assert other.get(address(other, reading)).status_code == 404
    assert other.post(address(other, reading, "withdraw")).status_code == 404
    with tenant(organisation.pk):
        everybodys = make_reading(series=visits)
    assert own.get(address(own, everybodys)).status_code == 403
    assert own.post(address(own, everybodys, "withdraw")).status_code == 403


def test_another_unit_for_the_typed_value_is_told(client_of, sales_manager, reading, organisation):
    with tenant(organisation.pk):
        waiting = make_reading_series(name="Waiting time", unit="duration")
    client = client_of(sales_manager)
    response = client.post(address(client, reading), typed(reading, series=waiting.pk, value_scaled="45 s"))
    assert response.status_code == 302
    with tenant(organisation.pk):
        assert Reading.objects.get().value == Decimal(45)


def test_wrong_input_is_shown_again(client_of, sales_manager, reading):
    client = client_of(sales_manager)
    response = client.post(address(client, reading), typed(reading, value_scaled="a dozen"))
    assert response.status_code == 422
    assert "a dozen" in response.content.decode()


def test_strangers_and_viewers(client_of, stranger, viewer, reading):
    assert client_of(stranger).get(f"/o/acme/readings/{reading.pk}/edit/").status_code == 404
    client = client_of(viewer)
    assert client.get(address(client, reading)).status_code == 403
