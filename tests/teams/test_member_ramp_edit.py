from decimal import Decimal

import pytest

from teams.models import PresenceChange, RampPlan
from teams.tenancy import tenant
from tests.factories.teams import make_ramp_plan

pytestmark = pytest.mark.django_db


def post(client, member, **values):
    return client.post(client.organisation_url("teams:member_ramp_edit", member.pk), {"version": 0} | values)


def own(member):
    with tenant(member.organisation_id):
        return [list(plan.shares) for plan in RampPlan.objects.filter(membership=member)]


def test_somebodys_own_plan(client_of, sales_manager, rep):
    client = client_of(sales_manager)
    assert "not known" in client.get(client.organisation_url("teams:member_ramp_edit", rep.pk)).text
    assert post(client, rep, is_own="own", month_1="40").status_code == 302
    assert own(rep) == [[Decimal("0.400")]]
    with tenant(rep.organisation_id):
        assert PresenceChange.objects.get().membership_id == rep.pk


def test_an_empty_plan_of_ones_own_asks_for_all(client_of, admin, rep):
    post(client_of(admin), rep, is_own="own")
    assert own(rep) == [[]]


def test_back_to_the_organisations_plan(client_of, admin, rep):
    with tenant(rep.organisation_id):
        make_ramp_plan(membership=rep, shares=[Decimal("0.4")])
    assert post(client_of(admin), rep, version=1, is_own="").status_code == 302
    assert own(rep) == []


def test_going_back_does_not_overwrite_a_newer_plan(client_of, admin, rep):
    with tenant(rep.organisation_id):
        make_ramp_plan(membership=rep, shares=[Decimal("0.4")], version=2)
    assert post(client_of(admin), rep, version=1, is_own="").status_code == 409
    assert own(rep) == [[Decimal("0.400")]]


def test_nobody_lightens_their_own(client_of, sales_manager):
    response = post(client_of(sales_manager), sales_manager, is_own="own", month_1="10")
    assert response.status_code == 422
    assert own(sales_manager) == []


def test_a_rep_may_not(client_of, rep):
    assert post(client_of(rep), rep, is_own="own", month_1="10").status_code == 403


def test_a_member_of_another_organisation_is_not_there(client_of, admin, stranger):
    assert post(client_of(admin), stranger, is_own="own").status_code == 404
