from decimal import Decimal

import pytest

from audit.models import Event
from teams.models import PresenceChange, RampPlan
from teams.tenancy import tenant
from tests.factories.teams import make_ramp_plan

pytestmark = pytest.mark.django_db


def post(client, **values):
    return client.post(client.organisation_url("teams:ramp_edit"), {"version": 0} | values)


def shares(organisation):
    with tenant(organisation.pk):
        return [list(plan.shares) for plan in RampPlan.objects.filter(membership=None)]


def test_a_manager_writes_the_organisations_plan(client_of, sales_manager, organisation):
    client = client_of(sales_manager)
    assert client.get(client.organisation_url("teams:ramp_edit")).status_code == 200
    assert post(client, month_1="25", month_2="50", month_3="62.5").status_code == 302
    assert shares(organisation) == [[Decimal("0.25"), Decimal("0.5"), Decimal("0.625")]]
    with tenant(organisation.pk):
        assert PresenceChange.objects.get().membership_id is None
        assert Event.objects.get(action="rampplan.edit").after == {"shares": ["0.25", "0.5", "0.625"]}


def test_a_gap_is_told_at_the_month(client_of, admin, organisation):
    response = post(client_of(admin), month_1="25", month_3="75")
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["month_2"]
    assert shares(organisation) == []


def test_more_than_all_is_refused(client_of, admin):
    response = post(client_of(admin), month_1="125")
    assert list(response.context["form"].errors) == ["month_1"]


def test_two_editors_see_both_sides(client_of, admin, organisation):
    with tenant(organisation.pk):
        make_ramp_plan(shares=[Decimal("0.5")])
    response = post(client_of(admin), month_1="25")
    assert response.status_code == 409
    assert [(one.theirs, one.ours) for one in response.context["form"].differences] == [("50%", "25%")]
    assert shares(organisation) == [[Decimal("0.500")]]
    assert post(client_of(admin), month_1="25", version=1).status_code == 302
    assert shares(organisation) == [[Decimal("0.250")]]
