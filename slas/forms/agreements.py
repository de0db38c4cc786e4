from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from slas.models import AgreementVersion
from teams.http.fields import DayField, NameField
from teams.http.versions import VersionedForm
from teams.models import Department


class AgreementForm(forms.Form):
    """Between which departments."""

    name = NameField(label=_("Name"), max_length=100)
    marketing: Any = forms.ModelChoiceField(
        label=_("Marketing"), queryset=None, help_text=_("The department that hands leads over.")
    )
    sales: Any = forms.ModelChoiceField(label=_("Sales"), queryset=None, help_text=_("The department that takes them."))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        departments = Department.objects.order_by("name", "pk")
        for side in ("marketing", "sales"):
            self.fields[side].queryset = departments  # type: ignore[attr-defined]
            mine = departments.filter(kind=side).first()
            self.fields[side].initial = mine and mine.pk


class DraftForm(VersionedForm):
    """The words above the promises. A first version may also count leads of the past."""

    introduction = forms.CharField(
        label=_("What it is for"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )
    applies_from = DayField(
        label=_("Counts leads from"),
        required=False,
        help_text=_("A day in the past, or nothing: then leads count from the second signature."),
    )

    def __init__(self, data: Any = None, *, draft: AgreementVersion) -> None:
        day = draft.applies_from and timezone.localdate(draft.applies_from)
        super().__init__(
            data, initial={"introduction": draft.introduction, "applies_from": day, "version": draft.revision}
        )
        if draft.number > 1:
            del self.fields["applies_from"]

    def clean_applies_from(self) -> datetime | None:
        day = self.cleaned_data["applies_from"]
        return day and timezone.make_aware(datetime.combine(day, time()))


class FeasibilityForm(forms.Form):
    """What is assumed about the people who answer leads."""

    minutes = forms.IntegerField(
        label=_("Minutes a lead takes"), min_value=1, max_value=6000, widget=forms.NumberInput(attrs={"dir": "ltr"})
    )
    percent = forms.IntegerField(
        label=_("Percent of the week for leads"),
        min_value=1,
        max_value=100,
        widget=forms.NumberInput(attrs={"dir": "ltr"}),
    )
    USUAL = {"minutes": 45, "percent": 30}

    def __init__(self, query: Any) -> None:
        given = {name: query.get(name) or str(usual) for name, usual in self.USUAL.items()}
        super().__init__(given | {"version": query.get("version", "")})
        self.is_valid()

    @property
    def assumed(self) -> dict[str, int]:
        """What was given where it makes sense, else what is usual."""
        return self.USUAL | self.cleaned_data
