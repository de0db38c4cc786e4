"""The fixed cast: one organisation with a member of each role, another organisation with a stranger."""

import uuid
from collections.abc import Callable, Iterator
from ipaddress import IPv6Address
from typing import Any

import pytest
from django.db import connection
from django.db.models import FETCH_RAISE
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from teams.models import Membership, Organisation
from teams.permissions import Role
from teams.tenancy import tenant
from tests.factories.teams import make_api_token, make_membership, make_organisation

# A busy machine is no fault of an example.
hypothesis_settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("unhurried")


class MemberClient(Client):
    """A signed-in Django test client that knows its organisation."""

    organisation: Organisation
    membership: Membership

    def organisation_url(self, name: str, *args: Any) -> str:
        return reverse(name, args=[self.organisation.slug, *args])


@pytest.fixture(autouse=True)
def _lazy_loads_fail(settings: Any) -> None:
    settings.FETCH_MODE = FETCH_RAISE


@pytest.fixture
def organisation(db: None) -> Organisation:
    return make_organisation(slug="acme", name="Acme")


@pytest.fixture
def other_organisation(db: None) -> Organisation:
    return make_organisation(slug="globex", name="Globex")


@pytest.fixture
def in_tenant(organisation: Organisation) -> Iterator[Organisation]:
    with tenant(organisation.pk):
        yield organisation


def _member(organisation: Organisation, role: str, **values: Any) -> Membership:
    with tenant(organisation.pk):
        return make_membership(role, organisation=organisation, **values)


@pytest.fixture
def owner(organisation: Organisation) -> Membership:
    return _member(organisation, Role.OWNER, full_name="Olga Owner")


@pytest.fixture
def admin(organisation: Organisation) -> Membership:
    return _member(organisation, Role.ADMIN, full_name="Adam Admin")


@pytest.fixture
def sales_manager(organisation: Organisation) -> Membership:
    return _member(organisation, Role.SALES_MANAGER, full_name="Sara Sales")


@pytest.fixture
def marketing_manager(organisation: Organisation) -> Membership:
    return _member(organisation, Role.MARKETING_MANAGER, full_name="Mona Marketing")


@pytest.fixture
def ops_auditor(organisation: Organisation) -> Membership:
    return _member(organisation, Role.OPS_AUDITOR, full_name="Omar Ops")


@pytest.fixture
def rep(organisation: Organisation) -> Membership:
    return _member(organisation, Role.REP, full_name="Rita Rep")


@pytest.fixture
def marketer(organisation: Organisation) -> Membership:
    return _member(organisation, Role.MARKETER, full_name="Max Marketer")


@pytest.fixture
def viewer(organisation: Organisation) -> Membership:
    return _member(organisation, Role.VIEWER, full_name="Vera Viewer")


@pytest.fixture
def stranger(other_organisation: Organisation) -> Membership:
    return _member(other_organisation, Role.OWNER, full_name="Sam Stranger")


@pytest.fixture
def client_of() -> Callable[[Membership], MemberClient]:
    def sign_in(membership: Membership) -> MemberClient:
        client = MemberClient()
        client.force_login(membership.user)
        client.membership, client.organisation = membership, membership.organisation
        return client

    return sign_in


@pytest.fixture
def api_of() -> Callable[..., MemberClient]:
    """Who brings a token of a member, and no session; each from an address of its own."""

    def bring(membership: Membership, text: str = "") -> MemberClient:
        with tenant(membership.organisation_id):
            text = text or make_api_token(by=membership)[1]
        client = MemberClient(
            headers={"Authorization": f"Bearer {text}"}, REMOTE_ADDR=str(IPv6Address(uuid.uuid4().int))
        )
        client.membership, client.organisation = membership, membership.organisation
        return client

    return bring


@pytest.fixture
def query_count() -> Callable[[Client, str], int]:
    """How many queries a page asks, for lists: as many for 10 rows as for 3."""

    def count(client: Client, url: str) -> int:
        client.get(url)  # the first one also writes the session
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    return count
