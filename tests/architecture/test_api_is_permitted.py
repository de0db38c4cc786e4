"""Every address of the API, asked by those who must not see it; and its description, which leaves none out."""

import ast
import inspect
import re
import textwrap
from uuid import UUID

import pytest
from django.test import Client

from config import api_urls
from teams.http.api import MemberView
from teams.permissions import ROLE_PERMISSIONS, Permission, Role
from teams.tenancy import tenant
from tests.factories.teams import make_membership

pytestmark = pytest.mark.django_db
VIEWS = {entry.name: entry.callback.view_class for entry in api_urls.urlpatterns if entry.name != "schema"}
ROUTES = {entry.name: str(entry.pattern) for entry in api_urls.urlpatterns}


def address(name: str, slug: str) -> str:
    return "/api/v1/" + re.sub(r"<uuid:\w+>", str(UUID(int=7)), ROUTES[name].replace("<slug:slug>", slug))


def permission_of(name: str) -> Permission:
    first = ast.parse(textwrap.dedent(inspect.getsource(VIEWS[name].get))).body[0].body[0]
    (asked,) = [
        node.attr
        for node in ast.walk(first)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "Permission"
    ]
    return Permission[asked]


LACKING = [(name, role) for name in VIEWS for role in Role if permission_of(name) not in ROLE_PERMISSIONS[role]]


@pytest.mark.parametrize("name", VIEWS)
def test_address_is_named_like_its_view_which_reads_only(name):
    assert re.sub(r"(?<=[a-z])(?=[A-Z])", "_", VIEWS[name].__name__).lower() == name
    assert issubclass(VIEWS[name], MemberView)
    assert [method for method in ("post", "put", "patch", "delete") if hasattr(VIEWS[name], method)] == []


@pytest.mark.parametrize(("name", "role"), LACKING)
def test_colleagues_without_the_right_are_refused(api_of, organisation, name, role):
    with tenant(organisation.pk):
        member = make_membership(role, organisation=organisation)
    assert api_of(member).get(address(name, organisation.slug)).status_code == 403


@pytest.mark.parametrize("name", VIEWS)
def test_who_brings_nothing_or_a_key_of_elsewhere_is_not_let_in(
    client, api_of, client_of, stranger, organisation, name
):
    url = address(name, organisation.slug)
    assert client.get(url).status_code == 401
    assert api_of(stranger).get(url).status_code == 401
    assert client_of(stranger).get(url).status_code == 404


def test_the_description_names_every_address():
    response = Client().get("/api/v1/schema/", headers={"Accept": "application/json"})
    described = response.json()
    listed = {f"/api/v1/{re.sub(r'<\w+:(\w+)>', r'{\1}', route)}" for name, route in ROUTES.items() if name in VIEWS}
    assert set(described["paths"]) == listed
    assert all(operation["get"]["security"] == [{"token": []}] for operation in described["paths"].values())
