import pytest

from teams.permissions import PERMISSION_LABELS, Permission, Role, outranks

pytestmark = pytest.mark.django_db


def test_shows_every_permission_of_every_role(client_of, viewer):
    client = client_of(viewer)
    response = client.get(client.organisation_url("teams:role_list"))
    assert response.status_code == 200
    assert len(response.context["rows"]) == len(Permission)
    assert set(PERMISSION_LABELS) == set(Permission)


@pytest.mark.parametrize(
    ("actor", "current", "new", "may"),
    [
        ("owner", "owner", "viewer", True),
        ("admin", "rep", "sales_manager", True),
        ("admin", "rep", "admin", False),
        ("admin", "owner", "rep", False),
        ("sales_manager", "rep", "viewer", True),
        ("rep", "viewer", "rep", False),
    ],
)
def test_rank(actor, current, new, may):
    assert outranks(Role(actor), current=Role(current), new=Role(new)) is may
