from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pipeline.models import LeadRejection
from pipeline.rules.hand_off import Action, action_of
from teams.http import RowChoiceField
from teams.http.fields import DayField, NameField
from teams.models import Membership

Labels = LeadRejection.Action


def _reasons() -> list[tuple[str, list[tuple[str, str]]]]:
    """By what follows from them, so that it is clear beforehand."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for value, label in LeadRejection.Reason.choices:
        groups.setdefault(str(Labels(action_of(value).value).label), []).append((value, str(label)))
    return list(groups.items())


class RejectForm(forms.Form):
    """Why a lead goes back. `values` are what the action takes."""

    reason = forms.ChoiceField(label=gettext_lazy("Reason"), widget=forms.RadioSelect)
    returns_on = DayField(
        label=gettext_lazy("Comes back on"),
        required=False,
        help_text=gettext_lazy("For a lead to be nurtured: on this day it is in your list again."),
    )
    note = NameField(label=gettext_lazy("Note"), required=False, max_length=500)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["reason"].choices = _reasons()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        reason = cleaned.get("reason")
        is_nurture = reason is not None and action_of(reason) == Action.NURTURE
        if is_nurture and not cleaned.get("returns_on") and "returns_on" not in self.errors:
            self.add_error("returns_on", _("Say when it comes back."))
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        returns_on: date | None = self.cleaned_data["returns_on"]
        return {"reason": self.cleaned_data["reason"], "note": self.cleaned_data["note"], "returns_on": returns_on}


class AssignForm(forms.Form):
    owner = RowChoiceField(label=gettext_lazy("Owner"))

    def __init__(self, data: Any = None, *, owner: Membership | None) -> None:
        super().__init__(data, initial={"owner": owner.pk if owner else None})
        people = Membership.objects.active().order_by("full_name", "pk")
        self.fields["owner"].offer(people, empty=_("Choose …"))  # type: ignore[attr-defined]
