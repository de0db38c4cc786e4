from pipeline.models import Deal
from teams.tenancy import tenant


def test_the_report_of_a_finished_import(client_of, sales_manager, done, organisation):
    client = client_of(sales_manager)
    page = client.get(client.organisation_url("pipeline:import_detail", done.pk)).content.decode()
    assert "There is no such date or time." in page
    assert "Also created" in page
    with tenant(organisation.pk):
        assert sorted(Deal.objects.values_list("external_id", flat=True)) == ["A1", "A3"]


def test_the_requester_is_told(client_of, sales_manager, done):
    client = client_of(sales_manager)
    page = client.get(client.organisation_url("notifications:notification_list")).content.decode()
    assert "2 created" in page


def test_a_draft_leads_on(client_of, sales_manager, draft):
    client = client_of(sales_manager)
    page = client.get(client.organisation_url("pipeline:import_detail", draft.pk)).content.decode()
    assert "Continue with this file" in page


def test_progress_while_it_runs_and_the_way_on_when_it_has_ended(client_of, sales_manager, checking, done):
    client = client_of(sales_manager)
    url = client.organisation_url("pipeline:import_progress", checking.pk)
    running = client.get(url, headers={"HX-Request": "true"})
    assert b"<html" not in running.content and b"<progress" in running.content
    ended = client.organisation_url("pipeline:import_progress", done.pk)
    assert client.get(ended, headers={"HX-Request": "true"}).headers["HX-Redirect"].endswith(f"{done.pk}/")
    assert client.get(ended).status_code == 302
