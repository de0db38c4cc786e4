import pytest

from slas.models import Breach
from teams.tenancy import tenant
from tests.factories.teams import make_membership
from tests.slas.running import CASES, MOST_QUERIES, cases, in_force, make_case, today, words

__all__ = ["cases", "in_force", "today"]
pytestmark = pytest.mark.usefixtures("today")


def ask(client, **query):
    return client.get(client.organisation_url("slas:breach_list"), query)


def shown(response) -> set[str]:
    return {name for name in CASES if f"Lead {name}" in words(response)}


def test_all_that_count_though_no_sweep_has_noticed_one(client_of, ops_auditor, cases):
    response = ask(client_of(ops_auditor))
    assert shown(response) == {"late", "overdue", "unnoticed"}
    assert "3 breaches of 4 due" in words(response)


def test_by_what_has_become_of_them(client_of, ops_auditor, cases, organisation):
    with tenant(organisation.pk):
        Breach.objects.filter(clock=cases["late"]).update(cause="routing", action="Fix it", action_due_on="2026-08-01")
        overdue = Breach.objects.filter(clock=cases["overdue"])
        overdue.update(marketing_signed_at="2026-08-14T10:00Z", sales_signed_at="2026-08-14T10:00Z")
        Breach.objects.filter(clock=cases["waived"]).update(reversed_at="2026-08-14T10:00Z", reversal="outage")
    client = client_of(ops_auditor)
    assert shown(ask(client, state="unexplained")) == {"overdue", "unnoticed"}
    assert shown(ask(client, state="unsigned")) == {"late", "unnoticed"}
    assert shown(ask(client, state="action_overdue")) == {"late"}
    assert shown(ask(client, state="waived")) == {"waived"}
    assert shown(ask(client, state="reversed")) == {"waived"}


def test_nothing_of_the_kind_is_said(client_of, ops_auditor, in_force):
    assert "No such breach" in words(ask(client_of(ops_auditor)))


def test_htmx_gets_the_list_alone(client_of, ops_auditor, cases):
    client = client_of(ops_auditor)
    response = client.get(client.organisation_url("slas:breach_list"), headers={"HX-Request": "true"})
    assert response.content.decode().strip().startswith('<div id="breaches"')


def test_as_many_queries_for_many_as_for_few(client_of, ops_auditor, cases, in_force, query_count, organisation):
    client = client_of(ops_auditor)
    url = client.organisation_url("slas:breach_list")
    few = query_count(client, url)
    assert few <= MOST_QUERIES
    with tenant(organisation.pk):
        for _ in range(4):
            make_case("late", promise=in_force, owner=make_membership())
    assert query_count(client, url) == few


def test_who_may_not_and_strangers(client_of, viewer, stranger, organisation, cases):
    client = client_of(viewer)
    assert ask(client).status_code == 403
    assert client.post(client.organisation_url("slas:breach_list")).status_code == 405
    assert client_of(stranger).get(f"/o/{organisation.slug}/breaches/").status_code == 404
