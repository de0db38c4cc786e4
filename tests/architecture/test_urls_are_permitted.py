"""Every page of an organisation, asked by those who must not see it. The pages are found in the URL configuration."""

import ast
import inspect
import textwrap
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.urls import URLPattern, get_resolver

from teams.models import Organisation
from teams.permissions import ROLE_PERMISSIONS, Permission, Role
from teams.tenancy import tenant
from tests.factories.teams import make_membership, make_organisation

# What is asked here depends on whose page it is: reports/access.py, teams/access.py.
BY_PERSON = {
    "reports:my_quota": Permission.QUOTA_VIEW,
    "reports:member_quota": Permission.MEMBER_QUOTA_VIEW,
    "teams:absence_new": Permission.MEMBER_ABSENCE_RECORD,
    "teams:absence_edit": Permission.MEMBER_ABSENCE_RECORD,
    "teams:absence_delete": Permission.MEMBER_ABSENCE_RECORD,
}
PLACEHOLDERS = {"uuid": uuid.UUID(int=7), "int": 7, "str": "x", "slug": "x"}


def patterns(resolver: Any, prefix: str = "", namespace: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    """(URL name, route, pattern) of all that lies under /o/<slug>/."""
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            if route.startswith("o/<slug:slug>/"):
                yield f"{namespace}:{entry.name}", route, entry
        else:
            yield from patterns(entry, route, entry.namespace or namespace)


PAGES = {name: (route, pattern) for name, route, pattern in patterns(get_resolver())}


def address(name: str, slug: str) -> str:
    route, pattern = PAGES[name]
    for key, converter in pattern.pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower()
        route = route.replace(f"<{kind}:{key}>", str(PLACEHOLDERS[kind]))
    return "/" + route.replace("<slug:slug>", slug)


def source_of(name: str) -> ast.FunctionDef:
    view = inspect.unwrap(PAGES[name][1].callback)
    (function,) = ast.parse(textwrap.dedent(inspect.getsource(view))).body
    assert isinstance(function, ast.FunctionDef)
    return function


def permission_of(name: str) -> Permission | None:
    """The first permission that the view names in its first lines, or that the function it hands over to names."""
    return BY_PERSON.get(name) or permission_in(source_of(name).body[:2]) or permission_in(handed_to(name))


def handed_to(name: str) -> list[ast.stmt]:
    module = inspect.getmodule(inspect.unwrap(PAGES[name][1].callback))
    called = {
        node.func.id
        for node in ast.walk(source_of(name))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    functions = [node for node in ast.parse(inspect.getsource(module)).body if isinstance(node, ast.FunctionDef)]
    return [statement for function in functions if function.name in called for statement in function.body[:2]]


def permission_in(statements: list[ast.stmt]) -> Permission | None:
    for node in ast.walk(ast.Module(body=statements, type_ignores=[])):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Permission":
            return Permission[node.attr]
    return None


def methods_of(name: str) -> set[str]:
    words = {
        "require_safe": {"get"},
        "require_POST": {"post"},
        "require_http_methods": {"get", "post"},
    }
    found = [words[key] for text in map(ast.unparse, source_of(name).decorator_list) for key in words if key in text]
    return set().union(*found)


@pytest.fixture(scope="module")
def organisations(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[Organisation]]:
    """Made once for all of the thousand refusals here; what a test adds, people and sessions, is undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield [make_organisation(slug=slug, name=slug.title()) for slug in ("acme", "globex")]
        transaction.set_rollback(True)


@pytest.fixture
def organisation(organisations: list[Organisation], db: None) -> Organisation:
    return organisations[0]


@pytest.fixture
def other_organisation(organisations: list[Organisation], db: None) -> Organisation:
    return organisations[1]


@pytest.mark.parametrize("name", PAGES)
def test_url_is_named_like_its_view(name):
    assert source_of(name).name == name.partition(":")[2]


@pytest.mark.parametrize("name", PAGES)
def test_view_asks_for_a_permission_first_and_says_its_methods(name):
    assert permission_of(name) is not None
    assert methods_of(name)


@pytest.mark.parametrize("name", PAGES)
def test_strangers_find_nothing(client_of, stranger, organisation, name):
    client = client_of(stranger)
    for method in methods_of(name):
        assert getattr(client, method)(address(name, organisation.slug)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_who_is_not_signed_in_is_asked_to(client, organisation, name):
    response = client.get(address(name, organisation.slug))
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")


LACKING = {name: [role for role in Role if permission_of(name) not in ROLE_PERMISSIONS[role]] for name in PAGES}


@pytest.mark.parametrize("name", [name for name, roles in LACKING.items() if roles])
def test_colleagues_without_the_right_are_refused(client_of, organisation, name):
    for role in LACKING[name]:
        with tenant(organisation.pk):
            client = client_of(make_membership(role, organisation=organisation))
        for method in methods_of(name):
            assert getattr(client, method)(address(name, organisation.slug)).status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_other_methods_are_refused(client_of, owner, name):
    client = client_of(owner)
    for method in {"get", "post", "put", "delete"} - methods_of(name):
        assert getattr(client, method)(address(name, owner.organisation.slug)).status_code == 405
