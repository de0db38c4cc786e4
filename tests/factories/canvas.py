"""Lines of a goal's canvas for tests; made inside `tenant(…)`."""

from datetime import UTC, date, datetime, time
from typing import Any

from goals.models import Assumption, CheckIn, Comment, GoalReview, HelpRequest, Initiative, Obstacle
from teams.models import Period
from tests.factories.goals import make_goal
from tests.factories.teams import NOW, make_department, make_membership


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


def make_check_in(**values: Any) -> CheckIn:
    """Fairly sure, on 10 August."""
    goal = values.pop("goal", None) or (values["objective"].goal if "objective" in values else make_goal())
    made_by = values.pop("made_by", None) or make_membership()
    day = values.pop("day", date(2026, 8, 10))
    made_at = datetime.combine(day, time(12), UTC)
    defaults: dict[str, Any] = {"confidence": 70, "changed": "Two new offers", "made_at": made_at}
    return CheckIn.objects.create(**(defaults | values), goal=goal, made_by=made_by, day=day)


def make_comment(**values: Any) -> Comment:
    goal = values.pop("goal", None) or make_goal()
    made_by = values.pop("made_by", None) or make_membership()
    return Comment.objects.create(**({"text": "Well done", "made_at": NOW} | values), goal=goal, made_by=made_by)


def make_goal_review(**values: Any) -> GoalReview:
    """Of the second quarter of 2026; being written unless it is said who finished it."""
    goal = values.pop("goal", None) or make_goal()
    period = values.pop("period", None) or Period.objects.get(key="2026-Q2")
    return GoalReview.objects.create(**values, goal=goal, period=period)
