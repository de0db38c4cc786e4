"""Where a goal goes in the tree."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goals.models import Goal
from teams.http import RowChoiceField


class MoveForm(forms.Form):
    """A goal and the goal that it becomes part of. `version` is what the tree showed, where scripts send it along."""

    goal = RowChoiceField(label=gettext_lazy("Move"))
    parent = RowChoiceField(label=gettext_lazy("to"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        goals = list(Goal.objects.active())
        self.fields["goal"].offer(goals)  # type: ignore[attr-defined]
        self.fields["parent"].offer(goals, empty=_("the top of the tree"))  # type: ignore[attr-defined]
