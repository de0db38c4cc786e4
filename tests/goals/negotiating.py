"""What the tests of the pages of negotiations share: a manager who offers a rep of the same team a target."""

import re
from typing import Any

import pytest

from goals.models import Negotiation, Objective
from teams.models import Department, Membership, Organisation, Team
from teams.tenancy import tenant
from tests.factories.negotiations import make_negotiation, number
from tests.factories.teams import make_assignment


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def managed(organisation: Organisation, sales_team: Team, sales_manager: Membership) -> Department:
    """Sara leads the team in which Rita works."""
    with tenant(organisation.pk):
        make_assignment(membership=sales_manager, team=sales_team)
        return Department.objects.get(pk=sales_team.department_id)


@pytest.fixture
def offered(objective: Objective, managed: Department, rep: Membership, sales_manager: Membership) -> Negotiation:
    """USD 4,000 are offered to Rita, who has until 20 August."""
    with tenant(objective.organisation_id):
        return make_negotiation(
            objective=objective, rep=rep, department=managed, opened_by=sales_manager, number=number(400_000)
        )
