"""Real leads under a signed agreement: from the file of the CRM to breaches, a waiver, and an export that proves itself."""

import csv
import io
from collections.abc import Iterable
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from slas.actions import exports, sweeps
from slas.models import Clock
from slas.queries.clocks import ClockFilter
from teams.models import Department
from teams.permissions import Role
from tests.factories.slas import make_agreement, make_promise, put_in_force
from tests.factories.teams import NOW, make_calendar, make_department, make_membership
from tests.pipeline.imports import counts
from tests.real_data import LEADS, MOST, real_leads
from tests.slas.running import words


@pytest.fixture
def auditor(in_tenant):
    """An agreement since 2018: the first touch of an MQL within four hours."""
    signed_at = datetime(2018, 4, 30, tzinfo=UTC)
    sides = {"marketing": make_department(Department.Kind.MARKETING), "sales": make_department()}
    version = make_agreement(applies_from=signed_at, **sides)
    make_promise(version=version, calendar=make_calendar(name="Office").calendar)
    put_in_force(version, at=signed_at)
    return make_membership(Role.OPS_AUDITOR, organisation=in_tenant, full_name="Ana Auditor")


@pytest.mark.parametrize("name", LEADS)
def test_from_leads_to_breaches_a_waiver_and_a_proof(client_of, auditor, name):
    text = real_leads(name)
    created, _updated, _unchanged, refused = counts("lead", text, constants={"stage": "mql"})
    assert (created, refused) == (MOST, 0)
    while sweeps.take_news(at=NOW):
        pass
    sweeps.breach(at=NOW)
    assert Clock.objects.filter(state="breached_open").count() == MOST
    client = client_of(auditor)
    with time_machine.travel(NOW, tick=False):
        waive(client, Clock.objects.order_by("started_at", "pk").first())
        content = exported(client, auditor)
        proof = client.post(
            client.organisation_url("slas:clock_export_verify"), {"file": SimpleUploadedFile("a.csv", content)}
        )
    states = [row["counts_as"] for row in table(content)]
    assert (states.count("breach"), states.count("waived")) == (MOST - 1, 1)
    assert "a single byte is enough" not in words(proof)


def waive(client, clock) -> None:
    url = client.organisation_url("slas:clock_decide", clock.pk)
    assert client.post(f"{url}?what=waive", {"reason": "outage", "note": "No telephone"}).status_code == 302
    assert "No telephone" in words(client.get(client.organisation_url("slas:clock_detail", clock.pk)))


def exported(client, auditor) -> bytes:
    """All clocks, of whatever period."""
    export = exports.request(format="csv", where=ClockFilter(), by=auditor, at=NOW)
    return client.get(client.organisation_url("slas:clock_export_download", export.pk)).content


def table(content: bytes) -> Iterable[dict[str, str]]:
    return csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
