from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from teams.forms.fields import DayField
from teams.forms.selects import ChoiceField
from teams.forms.structure import TeamField, teams_by_department
from teams.permissions import Role

ANY = ("", _("All"))


class MemberFilter(forms.Form):
    """What is not understood counts as not asked."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100, widget=forms.TextInput({"type": "search"}))
    role = ChoiceField(label=_("Role"), required=False, choices=[ANY, *Role.choices])
    team: Any = TeamField(label=_("Team"), required=False, queryset=None, empty_label=ANY[1])
    state = ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Active")), ("invited", _("Invited")), ("unable", _("No sign-in")), ("left", _("Inactive"))],
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.fields["team"].queryset = teams_by_department()  # type: ignore[attr-defined]


class AuditFilter(forms.Form):
    """What is not understood counts as not asked."""

    record_type = ChoiceField(label=_("Record"), required=False)
    action = ChoiceField(label=_("Action"), required=False)
    actor = forms.CharField(label=_("Who"), required=False, max_length=100, widget=forms.TextInput({"type": "search"}))
    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("To"), required=False)

    def __init__(self, data: Any = None, *, record_types: list[Any], actions: list[Any]) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.fields["record_type"].choices = [ANY, *record_types]  # type: ignore[attr-defined]
        self.fields["action"].choices = [ANY, *actions]  # type: ignore[attr-defined]
