"""The milestones of an objective, in the rules' own shape."""

from goals.models import Milestone, Objective
from goals.rules import milestones as rules


def milestones_of(objective: Objective) -> tuple[rules.Milestone, ...]:
    """By day."""
    rows = Milestone.objects.filter(objective=objective).order_by("due_on", "pk")
    return tuple(rules.Milestone(due_on=due_on, value=value) for due_on, value in rows.values_list("due_on", "value"))
