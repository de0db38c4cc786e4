from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from goals.models import Recompute


class RecomputeFilter(forms.Form):
    """Which recomputes a list shows: always bound, all of them without a choice."""

    reason = forms.ChoiceField(label=_("Reason"), required=False)
    drift = forms.ChoiceField(label=_("Drift"), required=False)

    def __init__(self, query: Any) -> None:
        super().__init__(query.dict())
        self.fields["reason"].choices = [("", _("All")), *Recompute.Reason.choices]  # type: ignore[attr-defined]
        self.fields["drift"].choices = [("", _("All")), ("found", _("With drift"))]  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def chosen(self) -> str:
        return str(self.cleaned_data.get("reason") or "")

    @property
    def is_drifted(self) -> bool:
        return self.cleaned_data.get("drift") == "found"

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chosen or self.is_drifted)
