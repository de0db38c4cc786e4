from audit.models import Event
from pipeline.models import CrmImport
from teams.tenancy import tenant


def post(client, name, row):
    return client.post(client.organisation_url(f"pipeline:import_{name}", row.pk), follow=True)


def state(organisation):
    with tenant(organisation.pk):
        return CrmImport.objects.get().state


def test_a_waiting_import_is_cancelled(client_of, sales_manager, checking, organisation):
    page = post(client_of(sales_manager), "cancel", checking).content.decode()
    assert "The import is cancelled." in page
    assert state(organisation) == "cancelled"
    with tenant(organisation.pk):
        assert Event.objects.filter(action="import.cancel").count() == 1


def test_a_finished_import_stays(client_of, sales_manager, done, organisation):
    assert "cannot be cancelled any more" in post(client_of(sales_manager), "cancel", done).content.decode()
    assert state(organisation) == "done"


def test_a_check_and_a_run_are_queued(client_of, sales_manager, draft, organisation):
    post(client_of(sales_manager), "check", draft)
    assert state(organisation) == "checking"
    with tenant(organisation.pk):
        CrmImport.objects.update(state="checked")
    post(client_of(sales_manager), "run", draft)
    assert state(organisation) == "queued"


def test_an_import_that_is_done_is_not_run_again(client_of, sales_manager, done, organisation):
    assert "already being worked on" in post(client_of(sales_manager), "run", done).content.decode()
    assert state(organisation) == "done"
