from teams.views.absence import absence_delete, absence_edit, absence_list, absence_new
from teams.views.api_token import api_token_list, api_token_new, api_token_revoke
from teams.views.assignment import assignment_delete, assignment_edit, assignment_new
from teams.views.audit import audit_list
from teams.views.calendar import calendar_delete, calendar_detail, calendar_list, calendar_make_default
from teams.views.calendar_forms import calendar_edit, calendar_new
from teams.views.department import department_delete, department_edit, department_list, department_new
from teams.views.doors import home, language
from teams.views.exchange_rate import (
    exchange_rate_delete,
    exchange_rate_edit,
    exchange_rate_list,
    exchange_rate_new,
)
from teams.views.invitation import invitation_accept
from teams.views.mail_failure import mail_failure_list, mail_failure_retry, mail_failure_retry_all
from teams.views.member import member_detail, member_edit, member_invite, member_list, member_new
from teams.views.member_token import member_token_list, member_token_revoke
from teams.views.organisation import organisation_edit
from teams.views.period import period_add_year, period_list
from teams.views.ramp import member_ramp_edit, ramp_edit
from teams.views.role import role_list
from teams.views.team import team_delete, team_edit, team_new
from teams.views.territory import territory_delete, territory_edit, territory_list, territory_new

__all__ = [
    "absence_delete",
    "absence_edit",
    "absence_list",
    "absence_new",
    "api_token_list",
    "api_token_new",
    "api_token_revoke",
    "assignment_delete",
    "assignment_edit",
    "assignment_new",
    "audit_list",
    "calendar_delete",
    "calendar_detail",
    "calendar_edit",
    "calendar_list",
    "calendar_make_default",
    "calendar_new",
    "department_delete",
    "department_edit",
    "department_list",
    "department_new",
    "exchange_rate_delete",
    "exchange_rate_edit",
    "exchange_rate_list",
    "exchange_rate_new",
    "home",
    "invitation_accept",
    "language",
    "mail_failure_list",
    "mail_failure_retry",
    "mail_failure_retry_all",
    "member_detail",
    "member_edit",
    "member_invite",
    "member_list",
    "member_new",
    "member_ramp_edit",
    "member_token_list",
    "member_token_revoke",
    "organisation_edit",
    "period_add_year",
    "period_list",
    "ramp_edit",
    "role_list",
    "team_delete",
    "team_edit",
    "team_new",
    "territory_delete",
    "territory_edit",
    "territory_list",
    "territory_new",
]
