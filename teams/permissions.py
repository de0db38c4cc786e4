"""Who may do what: one table, on one screen."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(TextChoices):
    OWNER = "owner", pgettext_lazy("role", "Owner")
    ADMIN = "admin", pgettext_lazy("role", "Administrator")
    SALES_MANAGER = "sales_manager", _("Sales manager")
    MARKETING_MANAGER = "marketing_manager", _("Marketing manager")
    OPS_AUDITOR = "ops_auditor", _("Ops auditor")
    REP = "rep", _("Sales rep")
    MARKETER = "marketer", _("Marketer")
    VIEWER = "viewer", _("Viewer")


class Permission(StrEnum):
    ORGANISATION_EDIT = "organisation.edit"
    STRUCTURE_VIEW = "structure.view"
    STRUCTURE_EDIT = "structure.edit"
    CALENDAR_VIEW = "calendar.view"
    CALENDAR_EDIT = "calendar.edit"
    MEMBER_VIEW = "member.view"
    MEMBER_EDIT = "member.edit"
    ABSENCE_RECORD = "absence.record"
    MEMBER_ABSENCE_RECORD = "member_absence.record"
    RAMP_EDIT = "ramp.edit"
    AUDIT_VIEW = "audit.view"
    IMPORT_VIEW = "import.view"
    IMPORT_RUN = "import.run"
    READING_VIEW = "reading.view"
    READING_RECORD = "reading.record"
    READING_EDIT = "reading.edit"
    GOAL_VIEW = "goal.view"
    GOAL_EDIT = "goal.edit"
    GOAL_CONTRIBUTE = "goal.contribute"
    CHECK_IN_RECORD = "check_in.record"
    HELP_REQUEST_ANSWER = "help_request.answer"
    OBJECTIVE_VIEW = "objective.view"
    OBJECTIVE_EDIT = "objective.edit"
    METRIC_VIEW = "metric.view"
    METRIC_EDIT = "metric.edit"
    NEGOTIATION_VIEW = "negotiation.view"
    NEGOTIATION_ANSWER = "negotiation.answer"
    NEGOTIATION_OPEN = "negotiation.open"
    NEGOTIATION_VIEW_ALL = "negotiation.view_all"
    PERIOD_CLOSE = "period.close"
    PERIOD_REOPEN = "period.reopen"
    RESULT_SIGN = "result.sign"
    RECOMPUTE_RUN = "recompute.run"
    RECORD_VIEW = "record.view"
    AGREEMENT_VIEW = "agreement.view"
    AGREEMENT_EDIT = "agreement.edit"
    AGREEMENT_SIGN = "agreement.sign"
    CLOCK_VIEW = "clock.view"
    CLOCK_VIEW_ALL = "clock.view_all"
    CLOCK_PAUSE = "clock.pause"
    CLOCK_DECIDE = "clock.decide"
    CLOCK_AUDIT = "clock.audit"
    BREACH_EDIT = "breach.edit"
    DEFINITION_VIEW = "definition.view"
    DEFINITION_EDIT = "definition.edit"
    DEFINITION_SIGN = "definition.sign"
    LEAD_VIEW = "lead.view"
    LEAD_DECIDE = "lead.decide"
    LEAD_DECIDE_ALL = "lead.decide_all"
    LEAD_ASSIGN = "lead.assign"
    ROUTING_VIEW = "routing.view"
    ROUTING_EDIT = "routing.edit"
    DASHBOARD_VIEW = "dashboard.view"
    QUOTA_VIEW = "quota.view"
    MEMBER_QUOTA_VIEW = "member_quota.view"
    NOTIFICATION_VIEW = "notification.view"
    API_TOKEN_EDIT = "api_token.edit"  # noqa: S105
    MAIL_RETRY = "mail.retry"
    MEMBER_TOKEN_REVOKE = "member_token.revoke"  # noqa: S105


PERMISSION_LABELS = {
    Permission.ORGANISATION_EDIT: _("Change the organisation’s settings"),
    Permission.STRUCTURE_VIEW: _("See departments, teams, territories and periods"),
    Permission.STRUCTURE_EDIT: _("Change departments, teams, territories and periods"),
    Permission.CALENDAR_VIEW: _("See calendars"),
    Permission.CALENDAR_EDIT: _("Change calendars: open hours, holidays and days off"),
    Permission.MEMBER_VIEW: _("See people"),
    Permission.MEMBER_EDIT: _("Invite people and change their roles and teams"),
    Permission.ABSENCE_RECORD: _("Record one’s own leave"),
    Permission.MEMBER_ABSENCE_RECORD: _("Record other people’s leave"),
    Permission.RAMP_EDIT: _("Say what is asked of newcomers, month by month"),
    Permission.AUDIT_VIEW: _("Read the audit trail"),
    Permission.IMPORT_VIEW: _("See imports"),
    Permission.IMPORT_RUN: _("Import CRM files"),
    Permission.READING_VIEW: _("See readings: one’s own, and those about no person"),
    Permission.READING_RECORD: _("Write down and correct one’s own readings"),
    Permission.READING_EDIT: _("See, write down and correct all readings"),
    Permission.GOAL_VIEW: _("See goals"),
    Permission.GOAL_EDIT: _("Create and change goals"),
    Permission.GOAL_CONTRIBUTE: _(
        "Write on the canvas of a goal: initiatives, obstacles, assumptions, requests for help"
    ),
    Permission.CHECK_IN_RECORD: _("Check in on one’s own goals and objectives, and comment on all"),
    Permission.HELP_REQUEST_ANSWER: _("Answer what other departments ask of one’s own"),
    Permission.OBJECTIVE_VIEW: _("See objectives"),
    Permission.OBJECTIVE_EDIT: _("Create and change objectives"),
    Permission.METRIC_VIEW: _("See what can be measured"),
    Permission.METRIC_EDIT: _("Describe the organisation’s own metrics"),
    Permission.NEGOTIATION_VIEW: _("See the negotiations in which one takes part"),
    Permission.NEGOTIATION_ANSWER: _("Counter, accept and sign one’s own targets"),
    Permission.NEGOTIATION_OPEN: _("Offer targets to one’s people, and impose them"),
    Permission.NEGOTIATION_VIEW_ALL: _("Read everybody’s negotiations"),
    Permission.PERIOD_CLOSE: _("Close a period: freeze its results"),
    Permission.PERIOD_REOPEN: _("Open a closed period again"),
    Permission.RESULT_SIGN: _("Sign the results of one’s department"),
    Permission.RECOMPUTE_RUN: _("Recompute the figures"),
    Permission.RECORD_VIEW: _("See the records behind a figure"),
    Permission.AGREEMENT_VIEW: _("Read what sales and marketing have promised each other"),
    Permission.AGREEMENT_EDIT: _("Draft agreements of sales and marketing"),
    Permission.AGREEMENT_SIGN: _("Sign the agreement for one’s department"),
    Permission.CLOCK_VIEW: _("See the clocks and breaches of one’s own leads"),
    Permission.CLOCK_VIEW_ALL: _("See everybody’s clocks and breaches"),
    Permission.CLOCK_PAUSE: _("Pause clocks and record what was done"),
    Permission.CLOCK_DECIDE: _("Hand clocks on, cancel them, waive and reverse breaches"),
    Permission.CLOCK_AUDIT: _("Audit clocks: signals, samples, exports"),
    Permission.BREACH_EDIT: _("Write down why a promise was broken, and what is done about it"),
    Permission.DEFINITION_VIEW: _("See what makes a lead an MQL, a SAL, an SQL"),
    Permission.DEFINITION_EDIT: _("Draft lead definitions"),
    Permission.DEFINITION_SIGN: _("Sign lead definitions for one’s department"),
    Permission.LEAD_VIEW: _("See leads"),
    Permission.LEAD_DECIDE: _("Accept one’s own leads or give them back; complete what was given back"),
    Permission.LEAD_DECIDE_ALL: _("Accept everybody’s leads for sales, or give them back"),
    Permission.LEAD_ASSIGN: _("Give leads to people"),
    Permission.ROUTING_VIEW: _("See how leads are handed out, and how fairly"),
    Permission.ROUTING_EDIT: _("Say who gets which leads, and how many"),
    Permission.DASHBOARD_VIEW: _("See the dashboard"),
    Permission.QUOTA_VIEW: _("See one’s own quota"),
    Permission.MEMBER_QUOTA_VIEW: _("See other people’s quotas"),
    Permission.NOTIFICATION_VIEW: _("Read one’s own notifications"),
    Permission.API_TOKEN_EDIT: _("Make and revoke one’s own API tokens"),
    Permission.MAIL_RETRY: _("See which mail does not arrive, and have it tried again"),
    Permission.MEMBER_TOKEN_REVOKE: _("See and revoke other people’s API tokens"),
}

_READ = {
    Permission.STRUCTURE_VIEW,
    Permission.CALENDAR_VIEW,
    Permission.MEMBER_VIEW,
    Permission.GOAL_VIEW,
    Permission.OBJECTIVE_VIEW,
    Permission.METRIC_VIEW,
    Permission.AGREEMENT_VIEW,
    Permission.DEFINITION_VIEW,
    Permission.DASHBOARD_VIEW,
    Permission.QUOTA_VIEW,
    Permission.NOTIFICATION_VIEW,
    Permission.API_TOKEN_EDIT,
}
_EXPLAIN = _READ | {
    Permission.LEAD_VIEW,
    Permission.RECORD_VIEW,
    Permission.ABSENCE_RECORD,
    Permission.READING_VIEW,
    Permission.READING_RECORD,
    Permission.NEGOTIATION_VIEW,
    Permission.CLOCK_VIEW,
}
_CARRY = _EXPLAIN | {
    Permission.LEAD_DECIDE,
    Permission.NEGOTIATION_ANSWER,
    Permission.CLOCK_PAUSE,
    Permission.GOAL_CONTRIBUTE,
    Permission.CHECK_IN_RECORD,
}
_OPERATE = _EXPLAIN | {
    Permission.ROUTING_VIEW,
    Permission.CALENDAR_EDIT,
    Permission.AUDIT_VIEW,
    Permission.IMPORT_VIEW,
    Permission.IMPORT_RUN,
    Permission.READING_EDIT,
    Permission.METRIC_EDIT,
    Permission.PERIOD_CLOSE,
    Permission.RECOMPUTE_RUN,
    Permission.MEMBER_QUOTA_VIEW,
    Permission.CLOCK_VIEW_ALL,
    Permission.CLOCK_PAUSE,
    Permission.CLOCK_DECIDE,
    Permission.CLOCK_AUDIT,
    Permission.BREACH_EDIT,
}
_MANAGE = (_OPERATE - {Permission.AUDIT_VIEW, Permission.CALENDAR_EDIT}) | {
    Permission.GOAL_EDIT,
    Permission.GOAL_CONTRIBUTE,
    Permission.CHECK_IN_RECORD,
    Permission.HELP_REQUEST_ANSWER,
    Permission.OBJECTIVE_EDIT,
    Permission.RESULT_SIGN,
    Permission.MEMBER_ABSENCE_RECORD,
    Permission.RAMP_EDIT,
    Permission.AGREEMENT_EDIT,
    Permission.AGREEMENT_SIGN,
    Permission.DEFINITION_EDIT,
    Permission.DEFINITION_SIGN,
    Permission.LEAD_DECIDE,
    Permission.LEAD_ASSIGN,
    Permission.ROUTING_EDIT,
    Permission.NEGOTIATION_ANSWER,
    Permission.NEGOTIATION_OPEN,
}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OWNER: frozenset(Permission),
    Role.ADMIN: frozenset(Permission),
    # The handshake is for sales to give: whoever hands leads over does not accept them as well.
    Role.SALES_MANAGER: frozenset(_MANAGE | {Permission.LEAD_DECIDE_ALL}),
    Role.MARKETING_MANAGER: frozenset(_MANAGE),
    Role.OPS_AUDITOR: frozenset(_OPERATE | {Permission.NEGOTIATION_VIEW_ALL}),
    Role.REP: frozenset(_CARRY),
    Role.MARKETER: frozenset(_CARRY),
    Role.VIEWER: frozenset(_READ),
}

# Whoever has one of these manages the team they work in, and the teams below it.
MANAGING_ROLES = frozenset({Role.SALES_MANAGER, Role.MARKETING_MANAGER})

# Who may give or take which role: one's rank must be above the present and the new one (owners may act on owners).
ROLE_RANK = {
    Role.OWNER: 4,
    Role.ADMIN: 3,
    Role.SALES_MANAGER: 2,
    Role.MARKETING_MANAGER: 2,
    Role.OPS_AUDITOR: 2,
    Role.REP: 1,
    Role.MARKETER: 1,
    Role.VIEWER: 0,
}


def outranks(actor: Role, *, current: Role, new: Role) -> bool:
    """Whether someone with role `actor` may change a colleague from role `current` to `new`."""
    if actor == Role.OWNER:
        return True
    return ROLE_RANK[actor] > max(ROLE_RANK[current], ROLE_RANK[new])
