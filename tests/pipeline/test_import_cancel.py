from datetime import timedelta

from audit.models import Event
from pipeline.actions import import_runs, imports, progress
from pipeline.models import CrmImport, Deal
from teams.tenancy import tenant
from tests.factories.teams import NOW
from tests.pipeline.conftest import DEALS
from tests.pipeline.imports import pieces


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


def test_a_cancelled_import_is_not_cancelled_again(client_of, sales_manager, checking, organisation):
    client = client_of(sales_manager)
    post(client, "cancel", checking)
    assert "cannot be cancelled any more" in post(client, "cancel", checking).content.decode()
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


def test_a_running_import_notices_the_wish_and_leaves_nothing(in_tenant, sales_manager):
    row = imports.upload(kind="deal", source="CRM", file_name="d.csv", chunks=pieces(DEALS), by=sales_manager, at=NOW)
    imports.request(crm_import=row, state="queued", by=sales_manager, at=NOW)
    assert import_runs.claim(import_id=row.pk, at=NOW)
    progress.ask_to_stop(row.pk)
    ended = import_runs.perform(import_id=row.pk, at=NOW)
    assert (ended.state, ended.report["error"]["code"]) == ("cancelled", "cancelled")
    assert not Deal.objects.exists()


def test_who_asked_a_running_import_to_stop_is_on_record(in_tenant, sales_manager, checking, monkeypatch):
    locked_by_the_worker = CrmImport.objects.none()
    monkeypatch.setattr(CrmImport.objects, "select_for_update", lambda **_: locked_by_the_worker)
    imports.cancel(crm_import=checking, by=sales_manager, at=NOW)
    assert Event.objects.get(action="import.cancel").actor_name == sales_manager.full_name


def test_three_crashes_end_it_with_a_reason(in_tenant, sales_manager):
    row = imports.upload(kind="deal", source="CRM", file_name="d.csv", chunks=pieces(DEALS), by=sales_manager, at=NOW)
    imports.request(crm_import=row, state="queued", by=sales_manager, at=NOW)
    claims = [import_runs.claim(import_id=row.pk, at=NOW + timedelta(minutes=number)) for number in range(4)]
    assert claims == [True, True, True, False]
    stopped = CrmImport.objects.get()
    assert (stopped.state, stopped.report["error"]["code"]) == ("failed", "crashed")


def test_waiting_for_another_import_is_no_crash(in_tenant, sales_manager, monkeypatch):
    row = imports.upload(kind="deal", source="CRM", file_name="d.csv", chunks=pieces(DEALS), by=sales_manager, at=NOW)
    imports.request(crm_import=row, state="queued", by=sales_manager, at=NOW)
    with monkeypatch.context() as busy:
        busy.setattr(import_runs, "_is_alone", lambda: False)
        claims = [import_runs.claim(import_id=row.pk, at=NOW + timedelta(minutes=number)) for number in range(4)]
    assert claims == [False, False, False, False]
    assert import_runs.claim(import_id=row.pk, at=NOW + timedelta(minutes=5))
    assert CrmImport.objects.get().attempts == 1


def test_a_second_worker_at_the_same_moment_does_nothing(in_tenant, sales_manager):
    row = imports.upload(kind="deal", source="CRM", file_name="d.csv", chunks=pieces(DEALS), by=sales_manager, at=NOW)
    imports.request(crm_import=row, state="queued", by=sales_manager, at=NOW)
    assert import_runs.claim(import_id=row.pk, at=NOW)
    assert not import_runs.claim(import_id=row.pk, at=NOW)
    assert import_runs.perform(import_id=row.pk, at=NOW)
    assert import_runs.perform(import_id=row.pk, at=NOW) is None
    assert Deal.objects.count() == 2
