from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from teams.forms.fields import NameField
from teams.forms.versions import ShownForm
from teams.models import Department, Membership, Team, Territory


class DepartmentForm(ShownForm):
    name = NameField(label=_("Name"), max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), choices=Department.Kind.choices)
    head: Any = forms.ModelChoiceField(
        label=_("Head"),
        queryset=None,
        required=False,
        empty_label=_("Nobody yet"),
        help_text=_("Signs for the department, and answers for its targets."),
    )

    def __init__(self, data: Any = None, *, department: Department | None = None) -> None:
        super().__init__(data)
        if department:
            self.show(department)
        members = Q(is_active=True) | Q(pk=department.head_id if department else None)
        self.fields["head"].queryset = Membership.objects.filter(members)  # type: ignore[attr-defined]


def teams_by_department() -> Any:
    return Team.objects.select_related("department").order_by("department__name", "name", "pk")


class TeamField(forms.ModelChoiceField):
    def label_from_instance(self, team: Team) -> str:
        return f"{team.department} – {team}"


class TeamForm(forms.Form):
    """A new team of a department."""

    name = NameField(label=_("Name"), max_length=100)
    department: Any = forms.ModelChoiceField(label=_("Department"), queryset=None)
    parent: Any = TeamField(label=_("Part of"), queryset=None, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.all()  # type: ignore[attr-defined]
        self.fields["parent"].queryset = teams_by_department()  # type: ignore[attr-defined]


class TeamEditForm(ShownForm):
    """A team stays in its department, so that what was attributed to it keeps its meaning."""

    name = NameField(label=_("Name"), max_length=100)
    parent: Any = forms.ModelChoiceField(label=_("Part of"), queryset=None, required=False)

    def __init__(self, data: Any = None, *, team: Team) -> None:
        super().__init__(data)
        self.show(team)
        siblings = Team.objects.filter(department=team.department_id).exclude(pk=team.pk)
        self.fields["parent"].queryset = siblings  # type: ignore[attr-defined]
        self.fields["parent"].help_text = _("A team stays in its department. For another department, make a new team.")


class TerritoryForm(ShownForm):
    name = NameField(label=_("Name"), max_length=100)

    def __init__(self, data: Any = None, *, territory: Territory | None = None) -> None:
        super().__init__(data)
        if territory:
            self.show(territory)
