from audit.models import Event
from pipeline.models import CrmImport
from teams.tenancy import tenant
from tests.pipeline.conftest import chosen

COLUMNS = {
    "external_id": "column:opportunity_id",
    "owner": "column:sales_agent",
    "product": "column:product",
    "status": "column:deal_stage",
    "opened_at": "column:engage_date",
    "closed_at": "column:close_date",
}


def post(client, row, **values):
    return client.post(client.organisation_url("pipeline:import_mapping", row.pk), COLUMNS | values)


def test_the_guess_is_shown(client_of, sales_manager, draft):
    client = client_of(sales_manager)
    page = client.get(client.organisation_url("pipeline:import_mapping", draft.pk)).content.decode()
    assert [value for value in chosen(page) if value] == [
        "column:opportunity_id", "column:sales_agent", "column:deal_stage", "column:engage_date", "column:close_date",
        "column:close_value", "column:product",
    ]  # fmt: skip


def test_columns_are_mapped_and_the_check_is_asked_for(client_of, sales_manager, draft, organisation):
    response = post(client_of(sales_manager), draft, amount="column:close_value")
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
    assert post(client_of(sales_manager), draft, owner="column:nowhere").status_code == 422


def test_a_needed_column_is_asked_for(client_of, sales_manager, draft, organisation):
    with tenant(organisation.pk):
        CrmImport.objects.update(kind="lead")
    response = post(client_of(sales_manager), draft, status="", occurred_at="")
    assert response.status_code == 422
    assert "needed for every row" in response.content.decode()


def test_a_choice_goes_to_its_column_wherever_that_stands(client_of, sales_manager, draft, organisation):
    with tenant(organisation.pk):
        turned = draft.settings | {"header": draft.settings["header"][::-1]}
        CrmImport.objects.update(settings=turned)
    post(client_of(sales_manager), draft, amount="column:close_value")
    with tenant(organisation.pk):
        assert CrmImport.objects.get().mapping["columns"]["owner"] == "sales_agent"


def test_the_same_columns_again_leave_no_trace(client_of, sales_manager, draft, organisation):
    client = client_of(sales_manager)
    for _ in range(2):
        post(client, draft, amount="column:close_value")
        with tenant(organisation.pk):
            CrmImport.objects.update(state="draft")
    with tenant(organisation.pk):
        assert Event.objects.filter(action="import.mapping").count() <= 1
