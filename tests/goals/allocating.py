"""A team's revenue to hand down: two reps, of whom one won three times as much a year ago."""

from datetime import date
from decimal import Decimal

from goals.models import Allocation, Objective
from teams.models import Membership, Team
from teams.permissions import Role
from teams.tenancy import tenant
from tests.factories.allocations import make_allocation
from tests.factories.goals import make_goal, make_objective
from tests.factories.pipeline import make_deal
from tests.factories.teams import make_assignment, make_membership


def team_to_split(team: Team, rep: Membership, manager: Membership, *, target: int = 40_000_000) -> Objective:
    """USD 400,000 of the team West in the third quarter; Rita won 3 and Bo 1 of last year's four deals."""
    with tenant(team.organisation_id):
        other = make_membership(Role.REP, full_name="Bo Second")
        make_assignment(membership=other, team=team)
        for owner, count in ((rep, 3), (other, 1)):
            for number in range(count):
                make_deal(
                    name=f"{owner} {number}",
                    amount_minor=10_000_00,
                    day=date(2025, 8, 3),
                    owner=owner,
                    team=team,
                    department=team.department,
                )
        return make_objective(goal=make_goal(), team=team, owner=manager, target=Decimal(target))


def empty_plan(objective: Objective) -> Allocation:
    with tenant(objective.organisation_id):
        return make_allocation(objective=objective, over="rep", created_by=objective.owner)
