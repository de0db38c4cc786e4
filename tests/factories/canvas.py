"""Lines of a goal's canvas for tests; made inside `tenant(…)`."""

from typing import Any

from goals.models import Assumption, HelpRequest, Initiative, Obstacle
from tests.factories.goals import make_goal
from tests.factories.teams import make_department, make_membership


def make_initiative(**values: Any) -> Initiative:
    goal = values.pop("goal", None) or make_goal()
    return Initiative.objects.create(**({"title": "Visit ten customers"} | values), goal=goal)


def make_obstacle(**values: Any) -> Obstacle:
    goal = values.pop("goal", None) or make_goal()
    return Obstacle.objects.create(**({"title": "No price list"} | values), goal=goal)


def make_assumption(**values: Any) -> Assumption:
    goal = values.pop("goal", None) or make_goal()
    return Assumption.objects.create(**({"title": "Nobody new sells here", "expected": "No rival"} | values), goal=goal)


def make_help_request(**values: Any) -> HelpRequest:
    goal = values.pop("goal", None) or make_goal()
    department = values.pop("department", None) or make_department("marketing")
    asked_by = values.pop("asked_by", None) or make_membership("sales_manager")
    defaults = {"title": "Ten case studies"}
    return HelpRequest.objects.create(**(defaults | values), goal=goal, department=department, asked_by=asked_by)
