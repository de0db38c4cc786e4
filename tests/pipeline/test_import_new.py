from django.core.files.uploadedfile import SimpleUploadedFile

from pipeline.importers import uploads
from pipeline.models import CrmImport
from teams.tenancy import tenant
from tests.pipeline.conftest import DEALS, chosen


def post(client, content: bytes, **values):
    file = SimpleUploadedFile(values.pop("name", "deals.csv"), content, content_type="text/csv")
    fields = {"kind": "deal", "source": "Maven", "file": file} | values
    return client.post(client.organisation_url("pipeline:import_new"), fields)


def test_a_file_is_stored_and_its_formats_are_shown_next(client_of, sales_manager, organisation):
    response = post(client_of(sales_manager), DEALS.encode())
    with tenant(organisation.pk):
        stored = CrmImport.objects.get()
        assert stored.settings["delimiter"] == ","
        assert stored.mapping["columns"]["owner"] == "sales_agent"
        assert b"".join(bytes(chunk.content) for chunk in stored.chunks.all()) == DEALS.encode()
    assert response.status_code == 302 and response.url.endswith(f"{stored.pk}/settings/")


def test_the_form_is_shown(client_of, sales_manager):
    client = client_of(sales_manager)
    assert client.get(client.organisation_url("pipeline:import_new")).status_code == 200


def test_a_wrong_file_is_refused_with_the_reason(client_of, sales_manager, organisation):
    response = post(client_of(sales_manager), b"PK\x03\x04rest of a workbook", name="deals.xlsx")
    assert response.status_code == 422
    assert "Excel workbook" in response.content.decode()
    with tenant(organisation.pk):
        assert not CrmImport.objects.exists()


def test_no_file_and_no_source_are_asked_for(client_of, sales_manager):
    client = client_of(sales_manager)
    response = client.post(client.organisation_url("pipeline:import_new"), {"kind": "deal", "source": " "})
    assert response.status_code == 422
    assert "Choose a file." in response.content.decode()


def test_a_file_above_the_limit_is_not_stored_and_the_limit_is_said(
    client_of, sales_manager, monkeypatch, organisation
):
    monkeypatch.setattr(uploads, "MAX_BYTES", 1000)
    response = post(client_of(sales_manager), b"id,name\n" + b"1,Acme\n" * 40_000)
    assert response.status_code == 422
    assert "larger than 64 MB" in response.content.decode()
    with tenant(organisation.pk):
        assert not CrmImport.objects.exists()


def test_formats_and_columns_are_remembered_for_the_same_source(client_of, sales_manager, done, organisation):
    client = client_of(sales_manager)
    with tenant(organisation.pk):
        CrmImport.objects.update(settings=done.settings | {"time_zone": "Asia/Manila"})
    response = post(client, DEALS.encode(), source="CRM")
    page = client.get(response.url).content.decode()
    assert "used for the last file" in page
    assert "Asia/Manila" in chosen(page)
