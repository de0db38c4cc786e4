from teams.forms.api_token import ApiTokenForm
from teams.forms.calendar import CalendarForm
from teams.forms.calendar_days import DaysOffForm
from teams.forms.exchange_rate import ExchangeRateForm
from teams.forms.filters import AuditFilter, MemberFilter
from teams.forms.member import AssignmentForm, InviteForm, MemberEditForm, MemberForm, RegistrationForm
from teams.forms.organisation import OrganisationForm
from teams.forms.presence import AbsenceForm, MemberRampForm, RampForm
from teams.forms.structure import DepartmentForm, TeamEditForm, TeamForm, TerritoryForm

__all__ = [
    "AbsenceForm",
    "ApiTokenForm",
    "AssignmentForm",
    "AuditFilter",
    "CalendarForm",
    "DaysOffForm",
    "DepartmentForm",
    "ExchangeRateForm",
    "InviteForm",
    "MemberEditForm",
    "MemberFilter",
    "MemberForm",
    "MemberRampForm",
    "OrganisationForm",
    "RampForm",
    "RegistrationForm",
    "TeamEditForm",
    "TeamForm",
    "TerritoryForm",
]
