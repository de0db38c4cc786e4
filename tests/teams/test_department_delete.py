import pytest

from teams.models import Department
from teams.tenancy import tenant
from tests.factories.teams import make_department, make_team

pytestmark = pytest.mark.django_db


def delete(client, department):
    url = client.organisation_url("teams:department_delete", department.pk)
    return client.post(url, follow=True)


def test_deletes_what_is_not_used(client_of, admin):
    with tenant(admin.organisation_id):
        department = make_department()
    assert "The department was deleted." in delete(client_of(admin), department).text
    with tenant(admin.organisation_id):
        assert not Department.objects.exists()


def test_says_who_still_uses_it(client_of, admin):
    with tenant(admin.organisation_id):
        department = make_department(name="Sales")
        make_team(department=department)
    assert "Sales is still used here: Teams." in delete(client_of(admin), department).text
    with tenant(admin.organisation_id):
        assert Department.objects.exists()
