import pytest

from teams.tenancy import tenant
from tests.factories.pipeline import make_lead
from tests.factories.teams import make_membership
from tests.slas.running import CASES, MOST_QUERIES, cases, in_force, make_case, today, words

__all__ = ["cases", "in_force", "today"]
pytestmark = pytest.mark.usefixtures("today")


def ask(client, **query):
    return client.get(client.organisation_url("slas:clock_list"), query)


def shown(response) -> set[str]:
    return {name for name in CASES if f"Lead {name}" in words(response)}


def test_what_clocks_come_to(client_of, ops_auditor, cases):
    response = ask(client_of(ops_auditor))
    figures = response.context["figures"]
    assert (figures.kept, figures.late, figures.overdue) == (1, 1, 2)
    assert (figures.waived, figures.not_due, figures.cancelled) == (1, 2, 1)
    assert shown(response) == set(CASES)
    text = words(response)
    assert "25.0% 1 kept of 4 due · 95 % interval: 5% – 70%" in text


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("breached", {"late", "overdue", "unnoticed"}),
        ("breached_open", {"overdue", "unnoticed"}),
        ("running", {"running"}),
        ("met", {"kept"}),
        ("waived", {"waived"}),
        ("no such state", set(CASES)),
    ],
)
def test_filtered_by_state_as_it_is_now(client_of, ops_auditor, cases, state, expected):
    assert shown(ask(client_of(ops_auditor), state=state)) == expected


def test_filtered_by_who_what_and_when(client_of, ops_auditor, cases, in_force, rep):
    client = client_of(ops_auditor)
    with tenant(rep.organisation_id):
        other = make_membership()
        make_case("kept", promise=in_force, owner=other, lead=make_lead(name="Another"))
    assert "Another" not in words(ask(client, owner=rep.pk))
    assert shown(ask(client, owner=other.pk)) == set()
    assert "Another" in words(ask(client, owner=other.pk, promise=in_force.line, version=in_force.version_id))
    assert "No clock started in this period" in words(ask(client, period="2026-Q1"))


def test_a_rep_sees_their_own(client_of, rep, marketer, cases):
    assert shown(ask(client_of(rep))) == set(CASES)
    assert shown(ask(client_of(marketer))) == set()


def test_htmx_gets_the_list_alone(client_of, ops_auditor, cases):
    client = client_of(ops_auditor)
    response = client.get(client.organisation_url("slas:clock_list"), headers={"HX-Request": "true"})
    assert response.content.decode().strip().startswith('<div id="clocks"')


def test_as_many_queries_for_many_as_for_few(client_of, ops_auditor, cases, in_force, query_count, organisation):
    client = client_of(ops_auditor)
    url = client.organisation_url("slas:clock_list")
    few = query_count(client, url)
    assert few <= MOST_QUERIES
    with tenant(organisation.pk):
        for _ in range(3):
            for name in CASES:
                make_case(name, promise=in_force, owner=make_membership())
    assert query_count(client, url) == few
    assert few <= 14  # three of them open and close the organisation


def test_who_may_not_and_strangers(client_of, viewer, stranger, organisation, cases):
    assert ask(client_of(viewer)).status_code == 403
    client = client_of(viewer)
    assert client.post(client.organisation_url("slas:clock_list")).status_code == 405
    assert client_of(stranger).get(f"/o/{organisation.slug}/clocks/").status_code == 404
