"""Files of clocks: what they say, that they are safe to open, and that a copy can be verified against the hash chain."""

import csv
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from audit.models import Event
from slas import tasks
from slas.actions import exports
from slas.models import Clock, ClockExport
from teams.tenancy import tenant
from tests.factories.pipeline import make_lead
from tests.slas.running import CASES, cases, in_force, make_case, today, words

__all__ = ["cases", "in_force", "today"]
pytestmark = pytest.mark.usefixtures("today")


def ask_for(client, wanted="csv", query=""):
    response = client.post(client.organisation_url("slas:clock_export_new") + query, {"format": wanted})
    assert response.status_code == 302
    return newest(client.organisation)


def newest(organisation) -> ClockExport:
    with tenant(organisation.pk):
        return ClockExport.objects.latest("asked_at", "pk")


def download(client, export):
    return client.get(client.organisation_url("slas:clock_export_download", export.pk))


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def verify(client, content: bytes):
    return client.post(
        client.organisation_url("slas:clock_export_verify"), {"file": SimpleUploadedFile("a.csv", content)}
    )


def test_a_refused_file_leads_back_whatever_the_address_says(client_of, ops_auditor, cases, monkeypatch):
    monkeypatch.setattr(exports, "MOST_PRINTED", 0)
    client = client_of(ops_auditor)
    url = client.organisation_url("slas:clock_export_new") + "?state=met&name=x&request=y"
    back = client.post(url, {"format": "pdf"})
    assert (back.status_code, back.url.split("?")[1]) == (302, "state=met")


def test_a_file_says_what_the_list_says(client_of, ops_auditor, cases):
    client = client_of(ops_auditor)
    response = download(client, ask_for(client))
    rows = {row["lead_name"]: (row["state"], row["counts_as"]) for row in table(response.content)}
    assert rows == {
        "Lead kept": ("met", "kept"),
        "Lead late": ("met_late", "breach"),
        "Lead overdue": ("breached_open", "breach"),
        "Lead unnoticed": ("breached_open", "breach"),
        "Lead running": ("running", "left_out"),
        "Lead paused": ("paused", "left_out"),
        "Lead cancelled": ("cancelled", "left_out"),
        "Lead waived": ("waived", "waived"),
    }
    assert "attachment" in response.headers["Content-Disposition"]


def test_only_what_the_list_was_filtered_to(client_of, ops_auditor, cases):
    client = client_of(ops_auditor)
    export = ask_for(client, query="?state=breached")
    assert (export.clocks, export.breaches) == (3, 3)
    assert len(table(download(client, export).content)) == 3


def test_nothing_in_it_is_a_formula(client_of, ops_auditor, in_force, rep, organisation):
    with tenant(organisation.pk):
        make_case("kept", promise=in_force, owner=rep, lead=make_lead(name="=HYPERLINK(A1)"))
    client = client_of(ops_auditor)
    (row,) = table(download(client, ask_for(client)).content)
    assert row["lead_name"] == "'=HYPERLINK(A1)"
    sheet = zipfile.ZipFile(io.BytesIO(download(client, ask_for(client, "xlsx")).content))
    assert b"<f>" not in sheet.read("xl/worksheets/sheet1.xml")


def test_a_spreadsheet_holds_typed_cells(client_of, ops_auditor, cases):
    client = client_of(ops_auditor)
    sheet = zipfile.ZipFile(io.BytesIO(download(client, ask_for(client, "xlsx")).content))
    xml = sheet.read("xl/worksheets/sheet1.xml").decode()
    assert xml.count("<row ") == len(CASES) + 1
    assert "<v>14400</v>" in xml


@pytest.mark.parametrize("wanted", ["csv", "xlsx"])
@pytest.mark.django_db(transaction=True)
def test_a_copy_is_verified_against_the_hash_chain(client_of, ops_auditor, cases, wanted):
    client = client_of(ops_auditor)
    export = ask_for(client, wanted)
    content = download(client, export).content
    text = words(verify(client, content))
    assert "Genuine" in text
    assert "8 clocks and 3 breaches" in text
    assert export.sha256 in text
    changed = content[:-1] + bytes([content[-1] ^ 1])
    assert "a single byte is enough" in words(verify(client, changed))


def test_a_copy_is_genuine_though_the_row_is_gone(client_of, ops_auditor, cases, organisation):
    client = client_of(ops_auditor)
    export = ask_for(client)
    content = download(client, export).content
    with tenant(organisation.pk):
        ClockExport.objects.all().delete()
        assert Event.objects.of(organisation.pk).get(action="export.make").after["sha256"] == export.sha256
        transaction.get_connection().check_constraints()
    assert "a single byte is enough" not in words(verify(client, content))


def test_a_long_file_is_made_by_the_sweep(client_of, ops_auditor, cases, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 3)
    client = client_of(ops_auditor)
    export = ask_for(client)
    assert export.state == "queued"
    assert download(client, export).status_code == 404
    assert "In the queue" in words(client.get(client.organisation_url("slas:clock_export_list")))
    tasks.sweep_clock_exports()
    tasks.sweep_clock_exports()
    made = newest(client.organisation)
    assert (made.state, made.clocks) == ("done", len(CASES))
    assert len(table(download(client, made).content)) == len(CASES)


def test_the_same_clocks_as_of_the_same_moment_give_the_same_file(client_of, ops_auditor, cases, organisation):
    client = client_of(ops_auditor)
    first, second = ask_for(client), ask_for(client)
    assert first.sha256 == second.sha256
    with tenant(organisation.pk):
        Clock.objects.filter(pk=cases["kept"].pk).update(acts=1)
    assert ask_for(client).sha256 == first.sha256


def test_nothing_exported_yet(client_of, ops_auditor):
    client = client_of(ops_auditor)
    assert "Nothing exported yet" in words(client.get(client.organisation_url("slas:clock_export_list")))


def test_wrong_input(client_of, ops_auditor, cases):
    client = client_of(ops_auditor)
    assert client.post(client.organisation_url("slas:clock_export_new"), {"format": "exe"}).status_code == 404
    assert client.post(client.organisation_url("slas:clock_export_verify")).status_code == 422


def test_who_may_not_and_strangers(client_of, rep, stranger, ops_auditor, organisation, cases):
    export = ask_for(client_of(ops_auditor))
    reps, outside = client_of(rep), client_of(stranger)
    for page in ("exports/", "exports/verify/", f"exports/{export.pk}/"):
        assert reps.get(f"/o/{organisation.slug}/clocks/{page}").status_code == 403
        assert outside.get(f"/o/{organisation.slug}/clocks/{page}").status_code == 404
    assert reps.post(reps.organisation_url("slas:clock_export_new"), {"format": "csv"}).status_code == 403
    client = client_of(ops_auditor)
    assert client.get(client.organisation_url("slas:clock_export_new")).status_code == 405
