import pytest

from pipeline.actions import imports
from pipeline.forms import field_name
from pipeline.models import CrmImport
from teams.tenancy import tenant
from tests.factories.teams import NOW
from tests.pipeline.conftest import chosen

OPENED, CLOSED = field_name("date", "engage_date"), field_name("date", "close_date")
CHOICES = {"encoding": "utf-8", "delimiter": ",", "decimal": ".", "time_zone": "UTC", OPENED: "iso", CLOSED: "iso"}


def post(client, row, **values):
    return client.post(client.organisation_url("pipeline:import_settings", row.pk), CHOICES | values)


def test_the_guess_and_the_first_rows_are_shown(client_of, sales_manager, draft):
    client = client_of(sales_manager)
    page = client.get(client.organisation_url("pipeline:import_settings", draft.pk)).content.decode()
    assert chosen(page) == ["utf-8", ",", ".", "UTC", "iso", "iso"]
    assert "Anna Snelling" in page and "engage_date" in page


def test_formats_are_changed(client_of, sales_manager, draft, organisation):
    response = post(client_of(sales_manager), draft, **{"time_zone": "Asia/Manila", CLOSED: "dmy_dot"})
    assert response.url.endswith(f"{draft.pk}/mapping/")
    with tenant(organisation.pk):
        stored = CrmImport.objects.get().settings
    assert stored["time_zone"] == "Asia/Manila"
    assert stored["dates"] == {"engage_date": "iso", "close_date": "dmy_dot"}


def test_another_delimiter_gives_other_columns(client_of, sales_manager, draft, organisation):
    response = post(client_of(sales_manager), draft, delimiter=";", look="1")
    assert response.url.endswith(f"{draft.pk}/settings/")
    with tenant(organisation.pk):
        assert len(CrmImport.objects.get().settings["header"]) == 1


def test_an_encoding_that_does_not_fit_names_the_line(client_of, sales_manager, organisation, draft):
    with tenant(organisation.pk):
        draft.chunks.update(content=b"id,account\nA1,Acme\nA2,Caf\xe9\n")
    response = post(client_of(sales_manager), draft, encoding="utf-16", look="1")
    assert response.status_code == 422
    with tenant(organisation.pk):
        CrmImport.objects.update(settings=draft.settings | {"encoding": "cp1252"})
    response = post(client_of(sales_manager), draft, encoding="utf-8", look="1")
    assert response.status_code == 422
    assert "Line 3 cannot be read as utf-8" in response.content.decode()


def test_a_wrong_choice_is_shown_again(client_of, sales_manager, draft):
    assert post(client_of(sales_manager), draft, time_zone="Mars/Olympus").status_code == 422


def test_a_finished_import_is_no_longer_changed(client_of, sales_manager, done):
    response = post(client_of(sales_manager), done, decimal=",")
    assert response.url.endswith(f"{done.pk}/")


def test_a_form_that_was_read_before_the_run_was_asked_for_does_not_undo_it(in_tenant, sales_manager, checked):
    stale = CrmImport.objects.select_related("organisation").get(pk=checked.pk)
    imports.request(crm_import=checked, state="queued", by=sales_manager, at=NOW)
    with pytest.raises(imports.NotChangeable):
        imports.change_settings(crm_import=stale, values=stale.settings, by=sales_manager, at=NOW)
    assert CrmImport.objects.get().state == "queued"
