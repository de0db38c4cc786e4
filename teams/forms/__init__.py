from teams.forms.filters import AuditFilter, MemberFilter
from teams.forms.member import AssignmentForm, InviteForm, MemberEditForm, MemberForm, RegistrationForm
from teams.forms.organisation import OrganisationForm
from teams.forms.structure import DepartmentForm, TeamEditForm, TeamForm, TerritoryForm

__all__ = [
    "AssignmentForm",
    "AuditFilter",
    "DepartmentForm",
    "InviteForm",
    "MemberEditForm",
    "MemberFilter",
    "MemberForm",
    "OrganisationForm",
    "RegistrationForm",
    "TeamEditForm",
    "TeamForm",
    "TerritoryForm",
]
