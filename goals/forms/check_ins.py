"""How it goes, typed in a minute."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teams.http import RowChoiceField
from teams.models import Department, Membership


class CheckInForm(forms.Form):
    confidence = forms.IntegerField(
        label=gettext_lazy("How sure are you, in per cent?"),
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"step": 5, "inputmode": "numeric"}),
        help_text=gettext_lazy("100: it is as good as reached. 0: it cannot be reached any more."),
    )
    changed = forms.CharField(
        label=gettext_lazy("What changed since the last time?"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Write @ and a whole name to tell somebody."),
    )
    ask = forms.CharField(label=gettext_lazy("What do you ask?"), max_length=500, required=False)
    asked_of = RowChoiceField(label=gettext_lazy("Of whom?"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="check-in")
        self.fields["asked_of"].offer(Membership.objects.active(), empty=_("Nobody"))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        ask, of = self.cleaned_data.get("ask"), self.cleaned_data.get("asked_of")
        if ask and not of and "asked_of" not in self.errors:
            self.add_error("asked_of", _("Of whom do you ask it?"))
        if of and not ask and "ask" not in self.errors:
            self.add_error("ask", _("What do you ask?"))
        return self.cleaned_data


class CommentForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Comment"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Write @ and a whole name to tell somebody."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="comment")


class DepartmentFilter(forms.Form):
    """Whose feed, or whose people."""

    department = RowChoiceField(label=gettext_lazy("Department"), required=False)

    def __init__(
        self, query: Any, *, departments: list[Department], usual: Department | None, empty: str | None
    ) -> None:
        super().__init__({"department": query.get("department", str(usual.pk) if usual else "")})
        self.fields["department"].offer(departments, empty=empty)  # type: ignore[attr-defined]
        self.usual = usual
        self.is_valid()

    @property
    def chosen(self) -> Department | None:
        if self.errors:
            return self.usual
        return self.cleaned_data.get("department")
