from teams.models.api_token import ApiToken
from teams.models.calendar import Calendar, CalendarDay, CalendarVersion
from teams.models.exchange_rate import ExchangeRate, RateChange
from teams.models.mail_failure import MailFailure
from teams.models.membership import Assignment, AssignmentChange, Membership
from teams.models.organisation import Organisation
from teams.models.period import Period, period_label
from teams.models.presence import Absence, PresenceChange, RampPlan
from teams.models.structure import Department, Team, Territory
from teams.models.user import User

__all__ = [
    "Absence",
    "ApiToken",
    "Assignment",
    "AssignmentChange",
    "Calendar",
    "CalendarDay",
    "CalendarVersion",
    "Department",
    "ExchangeRate",
    "MailFailure",
    "Membership",
    "Organisation",
    "Period",
    "PresenceChange",
    "RampPlan",
    "RateChange",
    "Team",
    "Territory",
    "User",
    "period_label",
]
