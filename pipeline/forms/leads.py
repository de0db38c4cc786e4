from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from pipeline.models import Stage
from teams.http import RowChoiceField
from teams.models import Membership


class LeadFilter(forms.Form):
    """What is not understood counts as not asked."""

    q = forms.CharField(
        label=gettext_lazy("Search"), required=False, max_length=100, widget=forms.TextInput({"type": "search"})
    )
    stage = forms.ChoiceField(
        label=gettext_lazy("Stage"), required=False, choices=[("", gettext_lazy("All")), *Stage.choices]
    )
    owner = RowChoiceField(label=gettext_lazy("Owner"), required=False)

    def __init__(self, query: Any) -> None:
        super().__init__(query, auto_id="filter_%s")
        self.fields["owner"].offer(Membership.objects.active(), empty=str(gettext_lazy("All")))  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def criteria(self) -> dict[str, Any]:
        """Columns and what they must be, and the text `q`."""
        return {name: value for name in self.fields if (value := self.cleaned_data.get(name))}
