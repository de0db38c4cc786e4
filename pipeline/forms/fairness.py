from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from teams.http.fields import ChoiceField

ORDERS = [
    ("", pgettext_lazy("sort by", "Name")),
    ("-gap", _("Most unequal first")),
    ("-leads", _("Most leads")),
    ("leads", _("Fewest leads")),
    ("-value_minor", _("Most won")),
    ("value_minor", _("Least won")),
]


class FairnessFilter(forms.Form):
    """In which order people stand. Always bound: without a choice by name."""

    sort = ChoiceField(label=_("Sort by"), required=False, choices=ORDERS)

    def __init__(self, query: Any) -> None:
        super().__init__(query)
        self.is_valid()

    @property
    def order(self) -> str:
        return str(self.cleaned_data.get("sort") or "")
