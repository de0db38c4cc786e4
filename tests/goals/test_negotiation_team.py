"""Offering a whole team its targets at once: a number for each rep, and a name for each that is refused."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from goals.models import Negotiation
from teams.models import Membership, Period
from teams.tenancy import tenant
from tests.factories.goals import make_objective
from tests.factories.pipeline import make_deal
from tests.factories.teams import make_assignment, make_membership
from tests.goals.negotiating import managed, offered, words

__all__ = ["managed", "offered"]
pytestmark = pytest.mark.usefixtures("today")
NEXT = "2026-Q4"


@pytest.fixture
def reps(organisation, goal, rep, sales_team, managed):
    """Rita has a past, Ravi has none; both have a target for the fourth quarter."""
    with tenant(organisation.pk):
        ravi = make_membership(full_name="Ravi Rep")
        make_assignment(membership=ravi, team=sales_team)
        for month, amount in ((1, 1_000), (4, 1_100), (7, 1_210), (10, 1_331)):
            make_deal(owner=rep, team=sales_team, amount_minor=amount * 100, day=date(2025, month, 5))
        for month, amount in ((1, 1_464), (4, 1_610)):
            make_deal(owner=rep, team=sales_team, amount_minor=amount * 100, day=date(2026, month, 5))
        period = Period.objects.get(key=NEXT)
        rows = {"goal": goal, "period": period, "target": Decimal(150_000)}
        return [make_objective(rep=one, owner=one, **rows) for one in (ravi, rep)]


@pytest.fixture
def client(client_of, sales_manager):
    return client_of(sales_manager)


@pytest.fixture
def url(client, sales_team):
    return f"{client.organisation_url('goals:negotiation_team')}?team={sales_team.pk}&period={NEXT}&metric=won_revenue"


def typed(objectives, **change):
    rows = {f"take-{one.pk}": "on" for one in objectives} | {f"number-{one.pk}": "1,600" for one in objectives}
    return rows | {"rationale": "The market grows.", "answer_by": "2026-08-20"} | change


def test_each_reps_number_comes_from_their_past(client, url, reps):
    page = client.get(url)
    ravi, rita = reps
    # From USD 1,610 over two quarters: four times a fifth more.
    assert f'name="number-{rita.pk}" value="1,950"' in page.text
    assert f'name="number-{ravi.pk}" value="1,500"' in page.text
    assert "Rita Rep USD 1,500 USD 1,610" in words(page)


def test_all_get_their_offer_in_one_action(client, url, reps):
    response = client.post(url, typed(reps), follow=True)
    assert "2 offers are sent." in words(response)
    with tenant(client.organisation.pk):
        found = Negotiation.objects.select_related("latest", "holder").order_by("holder__full_name")
        assert [(one.holder.full_name, one.latest.committed, one.state) for one in found] == [
            ("Ravi Rep", 160_000, "offered"),
            ("Rita Rep", 160_000, "offered"),
        ]


def test_who_is_not_ticked_gets_none(client, url, reps):
    ravi, rita = reps
    assert client.post(url, {k: v for k, v in typed(reps).items() if k != f"take-{ravi.pk}"}).status_code == 302
    with tenant(client.organisation.pk):
        assert Negotiation.objects.get().objective_id == rita.pk


def test_who_is_refused_is_named_and_stops_nobody(client, url, reps):
    ravi, _rita = reps
    with tenant(client.organisation.pk):
        Membership.objects.filter(pk=ravi.rep_id).update(is_active=False)
    response = client.post(url, typed(reps))
    assert response.status_code == 409
    assert "Ravi Rep : Nobody can answer for this target" in words(response)
    assert "1 offer is sent." in words(response)
    assert "Rita Rep : this target is negotiated already." in words(response)


def test_what_was_typed_stays_for_those_who_are_left(client, url, reps):
    ravi, _rita = reps
    with tenant(client.organisation.pk):
        Membership.objects.filter(pk=ravi.rep_id).update(is_active=False)
    page = client.post(url, typed(reps, evidence="See the map.", answer_by="2026-08-18")).text
    for kept in ("The market grows.", "See the map.", 'value="2026-08-18"', f'name="number-{ravi.pk}" value="1,600"'):
        assert kept in page


def test_a_period_that_ends_within_a_week_is_answered_before_it_ends(client, url, reps):
    with time_machine.travel("2026-12-29T12:00Z", tick=False):
        client.force_login(client.membership.user)
        assert 'value="2026-12-31"' in client.get(url).text


def test_what_is_negotiated_already_is_shown_and_not_offered(client, url, reps):
    client.post(url, typed(reps))
    page = client.get(url)
    assert "Rita Rep : this target is negotiated already." in words(page)
    assert "number-" not in page.text
    response = client.post(url, typed(reps))
    assert response.status_code == 422
    with tenant(client.organisation.pk):
        assert Negotiation.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"rationale": ""}, "This field is required."),
        ({"answer_by": "2026-08-01"}, "This day is over."),
        ({"answer_by": "2027-02-01"}, "This is after the period."),
    ],
)
def test_wrong_input_is_shown_again(client, url, reps, change, reason):
    response = client.post(url, typed(reps, **change))
    assert response.status_code == 422
    assert reason in words(response)
    assert 'value="1,600"' in response.text


@pytest.mark.parametrize("number", ["", "0", "-5", "many"])
def test_a_number_that_is_none_stands_at_its_row(client, url, reps, number):
    response = client.post(url, typed(reps, **{f"number-{reps[0].pk}": number}))
    assert response.status_code == 422
    assert response.text.count('class="field-errors') == 1
    with tenant(client.organisation.pk):
        assert not Negotiation.objects.exists()


def test_htmx_draws_the_team(client, url, reps):
    response = client.get(url, headers={"HX-Request": "true"})
    assert "<html" not in response.text
    assert "Ravi Rep" in response.text


def test_before_a_team_is_chosen_or_without_targets_it_says_so(client, managed, sales_team):
    url = client.organisation_url("goals:negotiation_team")
    assert "Choose a team, a period and a metric." in words(client.get(url))
    assert "Nothing to offer" in words(client.get(f"{url}?team={sales_team.pk}"))
    assert client.delete(url).status_code == 405


def test_others_may_not(client_of, rep, marketing_manager, stranger, url, reps):
    assert client_of(rep).get(url).status_code == 403
    assert client_of(stranger).get(url).status_code == 404
    # Another department's team is not on offer.
    other = client_of(marketing_manager)
    assert "Ravi Rep" not in other.get(url).text
    assert other.post(url, typed(reps)).status_code == 422


def test_as_many_queries_for_ten_reps_as_for_two(client, url, reps, query_count, organisation, goal, sales_team):
    before = query_count(client, url)
    with tenant(organisation.pk):
        for number in range(8):
            member = make_membership(full_name=f"Rep {number}")
            make_assignment(membership=member, team=sales_team)
            make_objective(goal=goal, rep=member, owner=member, period=Period.objects.get(key=NEXT))
    assert query_count(client, url) == before
