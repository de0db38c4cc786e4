from pipeline.forms import field_name
from pipeline.models import CrmImport, Deal
from teams.models import Membership
from teams.tenancy import tenant


def test_what_will_happen_is_shown_and_nothing_has(client_of, sales_manager, checked, organisation):
    client = client_of(sales_manager)
    page = client.get(client.organisation_url("pipeline:import_preview", checked.pk)).content.decode()
    assert "There is no such date or time." in page and "2026-02-30" in page
    assert "Boris Faz" in page and "It is GTX Pro" not in page
    with tenant(organisation.pk):
        assert not Deal.objects.exists()
        assert Membership.objects.count() == 1


def test_while_checking_the_bar_asks_again(client_of, sales_manager, checking):
    client = client_of(sales_manager)
    page = client.get(client.organisation_url("pipeline:import_preview", checking.pk)).content.decode()
    assert 'hx-trigger="every 2s"' in page and "<progress" in page
    assert "Reload to see the progress" in page


def test_starting_queues_the_run_with_the_choices(client_of, sales_manager, checked, organisation):
    client = client_of(sales_manager)
    url = client.organisation_url("pipeline:import_preview", checked.pk)
    answers = {
        field_name("name", "member", "Boris Faz"): "refuse",
        field_name("word", "status", "Engaging"): "lost",
        field_name("name", "member", "Somebody Else"): "create",
    }
    response = client.post(url, answers)
    assert response.url.endswith(f"{checked.pk}/")
    with tenant(organisation.pk):
        row = CrmImport.objects.get()
    assert row.state == "queued"
    assert row.matches["member"]["boris faz"] == "refuse"
    assert "somebody else" not in row.matches["member"]
    assert row.mapping["words"]["status"]["Engaging"] == "lost"


def test_checking_again_stays_here(client_of, sales_manager, checked, organisation):
    client = client_of(sales_manager)
    url = client.organisation_url("pipeline:import_preview", checked.pk)
    assert client.post(url, {"look": "1"}).url == url
    with tenant(organisation.pk):
        assert CrmImport.objects.get().state == "checking"


def test_a_choice_that_was_not_offered_is_refused(client_of, sales_manager, checked):
    client = client_of(sales_manager)
    url = client.organisation_url("pipeline:import_preview", checked.pk)
    assert client.post(url, {field_name("name", "member", "Boris Faz"): "match:Somebody Else"}).status_code == 422
