from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goals.queries.closes import Part


class CloseReopenForm(forms.Form):
    """Why a closed period is opened again: nobody does that without saying so."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Everybody who signed is told, and it stays in the audit trail."),
    )


class ResultFilter(forms.Form):
    """Which results of a closed period a list shows."""

    department = forms.ChoiceField(label=gettext_lazy("Department"), required=False)

    def __init__(self, query: Any, *, parts: Iterable[Part]) -> None:
        super().__init__(query)
        offered = [(part.key or "none", str(part.department or _("No department"))) for part in parts]
        self.fields["department"].choices = [("", _("All")), *offered]  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def chosen(self) -> str:
        return getattr(self, "cleaned_data", {}).get("department", "")
