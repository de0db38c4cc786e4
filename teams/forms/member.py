from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from teams.forms.fields import DayField, NameField
from teams.forms.structure import TeamField, teams_by_department
from teams.forms.versions import ShownForm
from teams.models import Assignment, Membership, Territory, User
from teams.permissions import Role, outranks

JOINED = _("From this day the ramp of newcomers counts. Empty: no ramp.")


def roles_given_by(member: Membership, *, current: str | None = None) -> list[tuple[str, Any]]:
    """The roles that a member may give to somebody whose role is `current` (which stays in the list)."""
    return [
        choice
        for choice in Role.choices
        if choice[0] == current or outranks(Role(member.role), current=Role(current or choice[0]), new=Role(choice[0]))
    ]


class MemberForm(forms.Form):
    """Somebody new, to be invited by e-mail."""

    full_name = NameField(label=_("Full name"), max_length=150)
    email = forms.EmailField(label=_("E-mail address"), help_text=_("The invitation goes there."))
    role = forms.ChoiceField(label=_("Role"), initial=Role.REP)
    joined_on = DayField(label=_("Joined on"), required=False, help_text=JOINED)

    def __init__(self, *args: Any, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = roles_given_by(by)  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class MemberEditForm(ShownForm):
    full_name = NameField(label=_("Full name"), max_length=150)
    role = forms.ChoiceField(label=_("Role"))
    joined_on = DayField(label=_("Joined on"), required=False, help_text=JOINED)
    is_active = forms.BooleanField(
        label=_("Active"),
        required=False,
        help_text=_("Without the tick the person is signed out at once. Their figures stay."),
    )

    def __init__(self, data: Any = None, *, by: Membership, member: Membership) -> None:
        super().__init__(data)
        self.show(member)
        self.fields["role"].choices = roles_given_by(by, current=member.role)  # type: ignore[attr-defined]


class InviteForm(forms.Form):
    """For somebody who is here already, e.g. from a CRM export, but cannot sign in."""

    email = forms.EmailField(label=_("E-mail address"))

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class AssignmentForm(ShownForm):
    team: Any = TeamField(label=_("Team"), queryset=None)
    territory: Any = forms.ModelChoiceField(label=_("Territory"), queryset=None, required=False)
    starts_on = DayField(label=_("First day"), required=False, help_text=_("Empty: from the beginning."))
    ends_on = DayField(label=_("Last day"), required=False, help_text=_("Empty: open."))

    def __init__(self, *args: Any, assignment: Assignment | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams_by_department()  # type: ignore[attr-defined]
        self.fields["territory"].queryset = Territory.objects.all()  # type: ignore[attr-defined]
        if assignment:
            self.show(assignment)
            self.initial["ends_on"] = assignment.last_day

    def clean_ends_on(self) -> date | None:
        """People name the last day; rows end on the day after."""
        last_day = self.cleaned_data["ends_on"]
        return last_day and last_day + timedelta(days=1)

    def written(self, name: str, value: Any) -> str:
        return super().written(name, value - timedelta(days=1) if name == "ends_on" and value else value)


class RegistrationForm(forms.Form):
    """Somebody invited who has no user yet."""

    full_name = NameField(label=_("Full name"), max_length=150)
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters."),
    )
    password_again = forms.CharField(
        label=_("Password, again"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, data: Any = None, *, member: Membership) -> None:
        super().__init__(data, initial={"full_name": member.full_name})
        self.member = member

    def clean_password(self) -> str:
        user = User(email=self.member.email, full_name=self.cleaned_data.get("full_name", ""))
        password_validation.validate_password(self.cleaned_data["password"], user)
        return self.cleaned_data["password"]

    def clean_password_again(self) -> str:
        if self.cleaned_data["password_again"] != self.cleaned_data.get(
            "password", self.cleaned_data["password_again"]
        ):
            raise forms.ValidationError(_("The two passwords differ."))
        return self.cleaned_data["password_again"]
