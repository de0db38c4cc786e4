"""What was put aside, to be found again: nothing is deleted."""

from goals.models import Goal, Objective
from goals.models.goal import GoalQuerySet
from goals.models.objective import ObjectiveQuerySet

LISTED = 100


def archived_goals() -> GoalQuerySet:
    return Goal.objects.filter(is_archived=True).select_related("period").order_by("title", "pk")[:LISTED]


def archived_objectives(goal: Goal) -> ObjectiveQuerySet:
    return (
        Objective.objects.filter(goal=goal, is_archived=True).with_scope().order_by("-period__starts_on", "pk")[:LISTED]
    )
