import pytest

from audit.models import Event
from teams.models import Department
from teams.tenancy import tenant
from tests.factories.teams import make_department

pytestmark = pytest.mark.django_db


def post(client, **values):
    return client.post(client.organisation_url("teams:department_new"), {"name": "Sales", "kind": "sales"} | values)


def test_creates_a_department_and_writes_it_down(client_of, admin):
    client = client_of(admin)
    assert client.get(client.organisation_url("teams:department_new")).status_code == 200
    response = post(client, name="  Sales   floor ")
    assert response.url == client.organisation_url("teams:department_list")
    with tenant(admin.organisation_id):
        assert Department.objects.get().name == "Sales floor"
        event = Event.objects.of(admin.organisation_id).get(action="department.create")
    assert event.actor_name == "Adam Admin"
    assert event.after == {"name": "Sales floor", "kind": "sales", "head": None}


def test_refuses_a_name_in_use(client_of, admin):
    with tenant(admin.organisation_id):
        make_department(name="Sales")
    response = post(client_of(admin))
    assert response.status_code == 422
    assert response.context["form"].errors == {"name": ["This name is already in use."]}


@pytest.mark.parametrize("name", ["", "  ", "Sales\u202egnp", "x" * 101])
def test_shows_a_wrong_name_again(client_of, admin, name):
    response = post(client_of(admin), name=name)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["name"]
