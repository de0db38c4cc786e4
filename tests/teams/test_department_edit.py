import pytest

from audit.models import Event
from teams.models import Department
from teams.tenancy import tenant
from tests.factories.teams import make_department

pytestmark = pytest.mark.django_db


@pytest.fixture
def department(admin):
    with tenant(admin.organisation_id):
        return make_department(name="Sales")


def test_renames_a_department(client_of, admin, department):
    client = client_of(admin)
    url = client.organisation_url("teams:department_edit", department.pk)
    assert 'value="Sales"' in client.get(url).text
    client.post(url, {"name": "Selling", "kind": "sales"})
    with tenant(admin.organisation_id):
        assert Department.objects.get().name == "Selling"
        event = Event.objects.of(admin.organisation_id).get(action="department.edit")
    assert (event.before, event.after) == ({"name": "Sales"}, {"name": "Selling"})


def test_writes_nothing_down_when_nothing_changed(client_of, admin, department):
    client = client_of(admin)
    client.post(client.organisation_url("teams:department_edit", department.pk), {"name": "Sales", "kind": "sales"})
    with tenant(admin.organisation_id):
        assert not Event.objects.of(admin.organisation_id).filter(action="department.edit").exists()


def test_refuses_a_name_in_use(client_of, admin, department):
    with tenant(admin.organisation_id):
        make_department(name="Marketing")
    client = client_of(admin)
    url = client.organisation_url("teams:department_edit", department.pk)
    response = client.post(url, {"name": "Marketing", "kind": "sales"})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["name"]


def test_names_a_head(client_of, admin, sales_manager, department):
    client = client_of(admin)
    url = client.organisation_url("teams:department_edit", department.pk)
    client.post(url, {"name": "Sales", "kind": "sales", "head": sales_manager.pk})
    with tenant(admin.organisation_id):
        event = Event.objects.of(admin.organisation_id).get(action="department.edit")
    assert event.after == {"head": "Sara Sales"}
    assert "Sara Sales" in client.get(client.organisation_url("teams:department_list")).text
