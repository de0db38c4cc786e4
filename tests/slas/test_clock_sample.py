import pytest

from audit.models import Event
from teams.tenancy import tenant
from tests.factories.teams import make_membership
from tests.slas.running import cases, in_force, make_case, today, words

__all__ = ["cases", "in_force", "today"]
pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def many(organisation, cases, in_force):
    with tenant(organisation.pk):
        return [make_case("kept", promise=in_force, owner=make_membership()) for _ in range(12)]


def draw(client, query="?size=10"):
    return client.post(client.organisation_url("slas:clock_sample") + query, follow=True)


def drawn(response) -> list:
    return [clock.pk for clock in response.context["clocks"]]


def test_a_drawing_is_recorded_and_can_be_drawn_again(client_of, ops_auditor, many, organisation):
    client = client_of(ops_auditor)
    response = draw(client)
    assert len(drawn(response)) == 10
    with tenant(organisation.pk):
        line = Event.objects.of(organisation.pk).get(action="clock.sample")
    assert line.after["clocks"] == [str(pk) for pk in drawn(response)]
    again = {"seed": line.after["seed"], "size": 10}
    assert drawn(client.get(client.organisation_url("slas:clock_sample"), again)) == drawn(response)


def test_another_seed_draws_others(client_of, ops_auditor, many):
    client = client_of(ops_auditor)
    url = client.organisation_url("slas:clock_sample")
    assert drawn(client.get(url, {"seed": "a"})) != drawn(client.get(url, {"seed": "b"}))


def test_a_seed_that_was_chosen_is_not_passed_off_as_drawn(client_of, ops_auditor, many):
    client = client_of(ops_auditor)
    url = client.organisation_url("slas:clock_sample")
    assert "stands in the audit trail: somebody may have chosen it" in words(client.get(url, {"seed": "a"}))
    assert "somebody may have chosen it" not in words(draw(client))
    assert "Nothing drawn yet" in words(client.get(url, {"seed": "a\0b"}))


def test_only_from_the_filtered_clocks(client_of, ops_auditor, many, cases):
    response = draw(client_of(ops_auditor), "?size=20&state=breached")
    assert set(drawn(response)) == {cases[name].pk for name in ("late", "overdue", "unnoticed")}


def test_nothing_drawn_yet(client_of, ops_auditor, cases):
    client = client_of(ops_auditor)
    assert "Nothing drawn yet" in words(client.get(client.organisation_url("slas:clock_sample"), {"size": "x"}))


def test_who_may_not_and_strangers(client_of, rep, stranger, organisation):
    client = client_of(rep)
    assert client.get(client.organisation_url("slas:clock_sample")).status_code == 403
    assert client.put(client.organisation_url("slas:clock_sample")).status_code == 405
    assert client_of(stranger).get(f"/o/{organisation.slug}/clocks/sample/").status_code == 404
