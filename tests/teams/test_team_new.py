import pytest

from teams.models import Team
from teams.tenancy import tenant
from tests.factories.teams import make_department, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def department(admin):
    with tenant(admin.organisation_id):
        return make_department()


def post(client, **values):
    return client.post(client.organisation_url("teams:team_new"), {"name": "West"} | values)


def test_creates_a_team_below_another(client_of, admin, department):
    with tenant(admin.organisation_id):
        field = make_team(department=department)
    client = client_of(admin)
    assert client.get(client.organisation_url("teams:team_new")).status_code == 200
    post(client, department=department.pk, parent=field.pk)
    with tenant(admin.organisation_id):
        assert Team.objects.get(name="West").parent_id == field.pk


def test_the_parent_is_of_the_same_department(client_of, admin, department):
    with tenant(admin.organisation_id):
        elsewhere = make_team()
    response = post(client_of(admin), department=department.pk, parent=elsewhere.pk)
    assert response.status_code == 422
    assert response.context["form"].errors == {"parent": ["Choose a team of the same department."]}


def test_a_department_of_another_organisation_is_no_choice(client_of, admin, stranger):
    with tenant(stranger.organisation_id):
        foreign = make_department()
    response = post(client_of(admin), department=foreign.pk)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["department"]


def test_refuses_a_name_in_use(client_of, admin, department):
    with tenant(admin.organisation_id):
        make_team(name="West")
    response = post(client_of(admin), department=department.pk)
    assert response.context["form"].errors == {"name": ["This name is already in use."]}
