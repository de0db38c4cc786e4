from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from goals.actions.trees import CannotBeAdded
from goals.forms.parents import OBSTACLES
from goals.models import Goal, Objective
from teams.http import RowChoiceField
from teams.http.fields import NameField
from teams.http.versions import VersionedForm


class HeldForm(VersionedForm):
    """What stays free of an objective whose terms a negotiation holds (goals/queries/exact_terms.py)."""

    goal = RowChoiceField(label=gettext_lazy("Goal"))
    title = NameField(
        label=gettext_lazy("Title"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Left empty, the metric names it."),
    )
    weight = forms.DecimalField(label=gettext_lazy("Weight"), min_value=0, max_digits=6, decimal_places=2)

    def __init__(self, data: Any = None, *, objective: Objective) -> None:
        kept = {name: getattr(objective, name) for name in ("title", "weight", "version")}
        super().__init__(data, initial=kept | {"goal": objective.goal_id})
        self.fields["goal"].offer(Goal.objects.active())  # type: ignore[attr-defined]

    def show_obstacle(self, refused: CannotBeAdded) -> None:
        """What was wrong with its place in the tree before, and still is."""
        self.add_error(None, str(OBSTACLES[refused.obstacle]))
