"""A quarter with one objective of the sales department's team, and how it is closed."""

from datetime import date
from decimal import Decimal
from typing import Any

from goals.actions import closes
from goals.models import Close, Objective
from teams.models import Membership, Organisation, Period
from teams.tenancy import tenant
from tests.factories.goals import make_objective
from tests.factories.pipeline import make_deal
from tests.factories.teams import NOW, make_department, make_team

APRIL = date(2026, 4, 10)


def objective_of_a_past_quarter(organisation: Organisation, head: Membership) -> Objective:
    """USD 100 of USD 200 won by the team West, of which `head` leads the department."""
    with tenant(organisation.pk):
        department = make_department(name="Inside sales", head=head)
        team = make_team(name="West", department=department)
        make_deal(day=APRIL, amount_minor=100_00, team=team, department=department)
        period = Period.objects.get(key="2026-Q2")
        return make_objective(team=team, period=period, target=Decimal(200_00), owner=head)


def close_quarter(organisation: Organisation, by: Membership, at: Any = NOW) -> Close:
    with tenant(organisation.pk):
        close = closes.request(period=Period.objects.get(key="2026-Q2"), by=by, at=at)
        frozen = closes.freeze(close_id=close.pk, at=at)
        assert frozen is not None
        return frozen
