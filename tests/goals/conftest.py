"""A day in the third quarter of 2026, and an organisation that has something to measure."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from goals.actions import recomputes
from goals.models import Goal, Objective
from teams.models import Membership, Organisation, Team
from teams.tenancy import tenant
from tests.factories.goals import make_goal, make_objective
from tests.factories.pipeline import make_deal
from tests.factories.teams import NOW, make_assignment, make_department, make_team


@pytest.fixture
def today() -> Iterator[date]:
    with time_machine.travel(NOW, tick=False):
        yield NOW.date()


@pytest.fixture
def sales_team(organisation: Organisation, rep: Membership) -> Team:
    with tenant(organisation.pk):
        team = make_team(name="West", department=make_department(name="Sales"))
        make_assignment(membership=rep, team=team)
    return team


@pytest.fixture
def goal(organisation: Organisation) -> Goal:
    with tenant(organisation.pk):
        return make_goal(title="Win the mid-market", why="It pays for the rest.")


@pytest.fixture
def objective(organisation: Organisation, goal: Goal, rep: Membership, sales_team: Team) -> Objective:
    """USD 1,200 of USD 3,000 won by 14 August; USD 1,467 were expected."""
    with tenant(organisation.pk):
        won: dict[str, Any] = {"owner": rep, "team": sales_team, "department": sales_team.department}
        make_deal(name="Big deal", amount_minor=100_000, day=date(2026, 8, 3), **won)
        make_deal(name="Small deal", amount_minor=20_000, day=date(2026, 7, 9), **won)
        made = make_objective(goal=goal, rep=rep, owner=rep, target=Decimal(300_000))
        recomputes.everything(at=NOW)
    return made
