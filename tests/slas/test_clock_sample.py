from datetime import timedelta

import pytest
import time_machine

from audit.models import Event
from teams.tenancy import tenant
from tests.factories.slas import make_clock_review
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
    assert "Drawn so far" in words(client.get(url, {"seed": "a\0b"}))


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


def review(client, clock, verdict, note="", query=""):
    return client.post(
        client.organisation_url("slas:clock_review", clock.pk) + query, {"verdict": verdict, "note": note}
    )


def summary(client, query) -> str:
    return words(client.get(client.organisation_url("slas:clock_sample"), query))


def test_a_sample_says_how_far_its_review_is(client_of, ops_auditor, sales_manager, many):
    client = client_of(ops_auditor)
    response = draw(client)
    first, second, *_others = response.context["clocks"]
    query = {"seed": response.context["seed"]}
    assert "0 of 10 reviewed" in words(response)
    opened = f"?seed={query['seed']}"
    back = review(client, first, "confirmed", query=opened)
    assert back.url == client.organisation_url("slas:clock_sample") + opened
    assert review(client, second, "doubted", query=opened).status_code == 422
    review(client, second, "doubted", "No such call.", query=opened)
    assert "2 of 10 reviewed · 1 doubted" in summary(client, query)
    assert "No such call." in summary(client, query)
    front = summary(client, {})
    assert "2 of 10 reviewed · 1 doubted" in front and "Doubted, and not settled yet" in front
    review(client_of(sales_manager), second, "confirmed", "The call is in the list of the exchange.")
    assert "2 of 10 reviewed" in summary(client, query) and "doubted" not in summary(client, query)
    assert "Doubted, and not settled yet" not in summary(client, {})


def test_clocks_that_begin_later_are_not_in_a_sample_that_was_drawn(
    client_of, ops_auditor, many, in_force, organisation
):
    client = client_of(ops_auditor)
    response = draw(client, "?size=50")
    with tenant(organisation.pk):
        make_case("kept", promise=in_force, owner=make_membership())
    query = {"seed": response.context["seed"]}
    assert drawn(client.get(client.organisation_url("slas:clock_sample"), query)) == drawn(response)


def test_what_was_reviewed_before_a_drawing_is_looked_at_again(client_of, ops_auditor, cases, today):
    client = client_of(ops_auditor)
    review(client, cases["kept"], "confirmed")
    with time_machine.travel(today + timedelta(hours=1), tick=False):
        assert "0 of 1 reviewed" in words(draw(client, "?state=met"))


def test_as_many_queries_for_ten_as_for_three(client_of, ops_auditor, many, organisation, query_count):
    client, url = client_of(ops_auditor), client_of(ops_auditor).organisation_url("slas:clock_sample")

    def doubt(clocks) -> int:
        draw(client)
        with tenant(organisation.pk):
            for clock in clocks:
                make_clock_review(clock=clock, verdict="doubted", note="Odd")
        return query_count(client, url)

    assert doubt(many[:3]) == doubt(many[3:10])
