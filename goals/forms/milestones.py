from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from goals.forms.notation import Notation, amount_field
from goals.models import Milestone
from teams.http.fields import DayField


class MilestoneForm(forms.Form):
    """One row: so much, counted from the start, by the end of a day."""

    due_on = DayField(label=gettext_lazy("Due on"))
    value = amount_field(gettext_lazy("Value"), is_required=True)

    def __init__(self, *args: Any, notation: Notation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.notation = notation

    def clean_value(self) -> Decimal | None:
        return self.notation.number(self.cleaned_data["value"])


def as_entered(milestone: Milestone, notation: Notation) -> dict[str, Any]:
    return {"due_on": milestone.due_on, "value": notation.entry(milestone.value)}
