"""The same three questions of every page of an import: stranger 404, colleague without the right 403, wrong method 405."""

import pytest

from pipeline.models import CrmImport
from teams.tenancy import tenant

PAGES = ["detail", "settings", "mapping", "preview", "progress", "refused"]
STEPS = ["check", "run", "cancel"]


def address(client, name, draft):
    return client.organisation_url(f"pipeline:import_{name}", draft.pk)


@pytest.mark.parametrize("name", [*PAGES, *STEPS])
def test_a_stranger_finds_nothing(name, client_of, stranger, draft, organisation):
    client = client_of(stranger)
    own = address(client, name, draft)
    for url in (own, own.replace("/o/globex/", "/o/acme/")):
        assert client.post(url).status_code in (404, 405)
        assert client.get(url).status_code in (404, 405)


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_cannot_read(name, client_of, stranger, draft):
    assert client_of(stranger).get(address(client_of(stranger), name, draft)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_a_rep_may_not_read(name, client_of, rep, draft):
    client = client_of(rep)
    assert client.get(address(client, name, draft)).status_code == 403


@pytest.mark.parametrize("name", STEPS)
def test_a_rep_may_not_act(name, client_of, rep, draft):
    client = client_of(rep)
    assert client.post(address(client, name, draft)).status_code == 403


@pytest.mark.parametrize("name", ["list", "new"])
def test_a_rep_may_not_see_imports(name, client_of, rep):
    client = client_of(rep)
    assert client.get(client.organisation_url(f"pipeline:import_{name}")).status_code == 403


@pytest.mark.parametrize("name", ["detail", "progress", "refused"])
def test_reading_pages_do_not_take_a_post(name, client_of, sales_manager, draft):
    client = client_of(sales_manager)
    assert client.post(address(client, name, draft)).status_code == 405


@pytest.mark.parametrize("name", STEPS)
def test_steps_do_not_take_a_get(name, client_of, sales_manager, draft):
    client = client_of(sales_manager)
    assert client.get(address(client, name, draft)).status_code == 405


@pytest.mark.parametrize("name", ["settings", "mapping", "preview"])
def test_forms_do_not_take_a_put(name, client_of, sales_manager, draft):
    client = client_of(sales_manager)
    assert client.put(address(client, name, draft)).status_code == 405


@pytest.fixture
def people(organisation, draft):
    with tenant(organisation.pk):
        CrmImport.objects.update(kind="member")
    return draft


@pytest.mark.parametrize("name", STEPS)
def test_who_may_not_change_people_may_not_import_them(name, client_of, sales_manager, admin, people):
    refused, allowed = client_of(sales_manager), client_of(admin)
    assert refused.post(address(refused, name, people)).status_code == 403
    assert allowed.post(address(allowed, name, people)).status_code == 302


def test_a_file_of_people_may_be_read_and_not_worked_on(client_of, sales_manager, people):
    client = client_of(sales_manager)
    page = client.get(address(client, "detail", people)).content.decode()
    assert "Cancel the import" not in page and "Continue with this file" not in page
    assert client.get(address(client, "mapping", people)).status_code == 403


def test_people_are_no_choice_for_who_may_not_change_them(client_of, sales_manager, admin):
    pages = [
        client.get(client.organisation_url("pipeline:import_new")) for client in map(client_of, (sales_manager, admin))
    ]
    assert ['value="member"' in page.content.decode() for page in pages] == [False, True]
