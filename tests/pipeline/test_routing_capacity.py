"""How fairly leads were handed out, and how many each rep can take."""

import pytest
import time_machine

from pipeline.models import RepCapacity
from teams.tenancy import tenant
from tests.factories.pipeline import make_deal, make_lead, make_stage_transition
from tests.factories.teams import NOW, make_membership

DAY = NOW.date()


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield NOW


def test_fairness_by_count_and_by_value(client_of, sales_manager, organisation):
    client = client_of(sales_manager)
    url = client.organisation_url("pipeline:routing_fairness")
    assert "There are no reps yet" in client.get(url).content.decode()
    with tenant(organisation.pk):
        people = [make_membership(full_name=f"Rep {number}") for number in range(4)]
        for number, one in enumerate(people, 1):
            for _ in range(number):
                taken = make_stage_transition(to_stage="sal", owner=one)
            make_deal(lead=taken.lead, owner=one, amount_minor=100_00 if number == 4 else 0, day=DAY)
    found = client.get(url).context["fairness"]
    assert (found.by_count, found.by_value) == (0.25, 0.75)
    capacity = client.organisation_url("pipeline:routing_capacity")
    assert client.post(capacity, {}).status_code == 422
    sent = {str(one.pk): number * 5 for number, one in enumerate(people, 1)}
    assert client.post(capacity, sent).status_code == 302
    with tenant(organisation.pk):
        assert sorted(RepCapacity.objects.values_list("leads_per_week", flat=True)) == [5, 10, 15, 20]
    found = client.get(url).context["fairness"]
    assert (found.by_count, [one.fair_leads for one in found.loads]) == (0.0, [1, 2, 3, 4])


ORDERS = [
    ("", ["Ann", "Bob", "Cid"]),
    ("-leads", ["Bob", "Cid", "Ann"]),
    ("leads", ["Ann", "Cid", "Bob"]),
    ("-value_minor", ["Cid", "Ann", "Bob"]),
    ("value_minor", ["Bob", "Ann", "Cid"]),
    ("-gap", ["Bob", "Ann", "Cid"]),
    ("member", ["Ann", "Bob", "Cid"]),
]


@pytest.mark.parametrize(("order", "names"), ORDERS)
def test_people_stand_in_the_order_that_is_asked_for(client_of, sales_manager, organisation, order, names):
    """Two leads each would be fair."""
    client = client_of(sales_manager)
    with tenant(organisation.pk):
        for name, taken, won in (("Ann", 0, 2), ("Bob", 5, 1), ("Cid", 1, 7)):
            one = make_membership(full_name=name)
            for _ in range(taken):
                make_stage_transition(to_stage="sal", owner=one)
            make_deal(lead=make_lead(), owner=one, amount_minor=won, day=DAY)
    response = client.get(
        client.organisation_url("pipeline:routing_fairness"), {"sort": order}, headers={"hx-request": "true"}
    )
    assert [one.member.full_name for one in response.context["fairness"].loads] == names
    assert response.context["chart"]["labels"] == names
    assert "<html" not in response.content.decode()


def test_two_editors_of_capacities_overwrite_nothing(client_of, sales_manager, organisation):
    client = client_of(sales_manager)
    url = client.organisation_url("pipeline:routing_capacity")
    with tenant(organisation.pk):
        ann, bob, cid = [make_membership(full_name=name) for name in ("Ann", "Bob", "Cid")]
    form = client.get(url).context["form"]
    seen = {form[str(one.pk)].html_initial_name: 10 for one in (ann, bob, cid)}
    assert all(f'name="{name}"' in client.get(url).content.decode() for name in seen)

    def send(*numbers):
        return client.post(
            url, seen | {str(one.pk): number for one, number in zip((ann, bob, cid), numbers, strict=True)}
        )

    assert send(5, 10, 7).status_code == 302
    response = send(6, 8, 7)
    assert response.status_code == 409
    assert [(one.label, one.theirs, one.ours) for one in response.context["form"].differences] == [("Ann", "5", "6")]
    with tenant(organisation.pk):
        assert capacities() == {"Ann": 5, "Cid": 7}
    shown = response.context["form"]
    seen[shown[str(ann.pk)].html_initial_name] = shown.data[shown[str(ann.pk)].html_initial_name]
    assert send(6, 8, 10).status_code == 302
    with tenant(organisation.pk):
        assert capacities() == {"Ann": 6, "Bob": 8, "Cid": 7}


def capacities():
    return dict(RepCapacity.objects.values_list("membership__full_name", "leads_per_week"))
