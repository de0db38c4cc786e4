import pytest

from goals.actions import negotiations
from goals.rules.negotiation import Side
from teams.tenancy import tenant
from tests.factories.goals import make_objective
from tests.factories.negotiations import make_negotiation, number
from tests.factories.teams import NOW, make_assignment, make_membership
from tests.goals.negotiating import managed, offered, words

__all__ = ["managed", "offered"]
pytestmark = pytest.mark.usefixtures("today")


def sections(response) -> tuple[str, str]:
    """What waits for the reader, and what for others."""
    text = words(response).partition(" Concluded ")[0]
    mine, _, others = text.partition("Waits for others")
    return mine, others


def test_what_waits_for_whom(client_of, rep, sales_manager, offered):
    reps, managers = client_of(rep), client_of(sales_manager)
    mine, _ = sections(reps.get(reps.organisation_url("goals:negotiation_list")))
    assert "Rita Rep" in mine
    assert "USD 4,000" in mine
    mine, others = sections(managers.get(managers.organisation_url("goals:negotiation_list")))
    assert "Nothing waits for your answer" in mine
    assert "Rita Rep" in others


def test_a_signature_that_is_missing_waits(client_of, rep, sales_manager, offered):
    with tenant(offered.organisation_id):
        negotiations.accept(negotiation=offered, side=Side.HOLDER, seen=offered.latest_id, by=rep, at=NOW)
    for member in (rep, sales_manager):
        client = client_of(member)
        mine, _ = sections(client.get(client.organisation_url("goals:negotiation_list")))
        assert "Agreed" in mine


def test_a_colleague_sees_none_of_it_and_an_auditor_all(client_of, organisation, ops_auditor, offered):
    with tenant(offered.organisation_id):
        colleague = make_membership(organisation=organisation)
    for member, is_seen in ((colleague, False), (ops_auditor, True)):
        client = client_of(member)
        assert ("Rita Rep" in words(client.get(client.organisation_url("goals:negotiation_list")))) is is_seen


def test_as_many_queries_for_ten_as_for_three(client_of, sales_manager, offered, goal, sales_team, query_count):
    def more(count: int) -> None:
        with tenant(offered.organisation_id):
            for _ in range(count):
                rep = make_membership()
                make_assignment(membership=rep, team=sales_team)
                objective = make_objective(goal=goal, rep=rep, owner=rep)
                made = make_negotiation(
                    objective=objective, rep=rep, department=sales_team.department, opened_by=sales_manager
                )
                negotiations.bid(
                    negotiation=made, side=Side.HOLDER, values=number(1), seen=made.latest_id, by=rep, at=NOW
                )

    client = client_of(sales_manager)
    url = client.organisation_url("goals:negotiation_list")
    more(2)
    few = query_count(client, url)
    more(7)
    assert query_count(client, url) == few
    assert few <= 15


def test_htmx_gets_the_list_alone(client_of, rep, offered):
    client = client_of(rep)
    fragment = client.get(client.organisation_url("goals:negotiation_list"), headers={"HX-Request": "true"})
    assert fragment.content.decode().strip().startswith('<section id="concluded"')


def test_who_may_not_negotiate_is_refused(client_of, viewer, stranger, organisation):
    client = client_of(viewer)
    url = client.organisation_url("goals:negotiation_list")
    assert client.get(url).status_code == 403
    assert client.post(url).status_code == 405
    assert client_of(stranger).get(url).status_code == 404
