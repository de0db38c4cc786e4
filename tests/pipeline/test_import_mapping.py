from pipeline.models import CrmImport
from teams.tenancy import tenant
from tests.pipeline.conftest import chosen

COLUMNS = {"external_id": "c0", "owner": "c1", "product": "c2", "status": "c3", "opened_at": "c4", "closed_at": "c5"}


def post(client, row, **values):
    return client.post(client.organisation_url("pipeline:import_mapping", row.pk), COLUMNS | values)


def test_the_guess_is_shown(client_of, sales_manager, draft):
    client = client_of(sales_manager)
    page = client.get(client.organisation_url("pipeline:import_mapping", draft.pk)).content.decode()
    assert [value for value in chosen(page) if value] == ["c0", "c1", "c3", "c4", "c5", "c6", "c2"]


def test_columns_are_mapped_and_the_check_is_asked_for(client_of, sales_manager, draft, organisation):
    response = post(client_of(sales_manager), draft, amount="c6")
    assert response.url.endswith(f"{draft.pk}/preview/")
    with tenant(organisation.pk):
        row = CrmImport.objects.get()
    assert row.state == "checking"
    assert row.mapping["columns"]["amount"] == "close_value"
    assert row.mapping["words"]["status"] == {"Won": "won", "Lost": "lost", "Engaging": "open"}


def test_a_stage_can_be_the_same_in_every_row(client_of, sales_manager, draft, organisation):
    post(client_of(sales_manager), draft, status="=won")
    with tenant(organisation.pk):
        mapping = CrmImport.objects.get().mapping
    assert mapping["constants"] == {"status": "won"} and "status" not in mapping["columns"]


def test_a_column_that_is_not_there_is_refused(client_of, sales_manager, draft):
    assert post(client_of(sales_manager), draft, owner="c99").status_code == 422


def test_a_needed_column_is_asked_for(client_of, sales_manager, draft, organisation):
    with tenant(organisation.pk):
        CrmImport.objects.update(kind="lead")
    response = post(client_of(sales_manager), draft, status="", occurred_at="")
    assert response.status_code == 422
    assert "needed for every row" in response.content.decode()
