import pytest

from teams.tenancy import tenant
from tests.factories.slas import make_agreement, make_promise, put_in_force
from tests.factories.teams import NOW

pytestmark = pytest.mark.django_db


def agreements(viewer, *names):
    with tenant(viewer.organisation_id):
        for name in names:
            version = make_agreement(name=name)
            make_promise(version=version)
            put_in_force(version)


def test_says_what_is_in_force_and_what_is_drafted(client_of, viewer):
    with tenant(viewer.organisation_id):
        version = make_agreement(name="Hand-over")
        make_promise(version=version)
        put_in_force(version)
        make_agreement(name="Another")
    client = client_of(viewer)
    another, row = client.get(client.organisation_url("slas:agreement_list")).context["rows"]
    assert (row.in_force.number, row.in_force.in_force_at, row.draft) == (1, NOW, None)
    assert (row.in_force.sales_promises, row.in_force.marketing_promises) == (1, 0)
    assert (another.in_force, another.draft.number) == (None, 1)


def test_an_organisation_without_one_says_so(client_of, viewer):
    client = client_of(viewer)
    assert "No agreement yet" in client.get(client.organisation_url("slas:agreement_list")).text


def test_asks_as_many_queries_for_ten_as_for_three(client_of, viewer, query_count):
    client = client_of(viewer)
    url = client.organisation_url("slas:agreement_list")
    agreements(viewer, "A", "B", "C")
    few = query_count(client, url)
    agreements(viewer, *"DEFGHIJ")
    assert query_count(client, url) == few
