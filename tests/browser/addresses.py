"""Every address of the URL configuration, filled with rows of the demo organisation, so that no page can be forgotten."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

from allauth.account.models import EmailConfirmationHMAC
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from goals.demo import wishes
from goals.models import (
    Allocation,
    Assumption,
    Close,
    Goal,
    HelpRequest,
    Initiative,
    JointSession,
    Negotiation,
    Objective,
    Obstacle,
    Recompute,
    SessionDraft,
    SessionTopic,
)
from goals.queries.closes import period_rows
from metrics.models import OwnMetric
from notifications.actions import unsubscribing
from notifications.models import Notification
from pipeline.actions import scripted
from pipeline.models import CrmImport, LeadDefinition, LeadJudgement, LeadRejection, Reading, ReadingSeries, RoutingRule
from slas.models import Agreement, Breach, Clock, Promise
from teams.actions import invitations
from teams.models import (
    Absence,
    Assignment,
    Calendar,
    Department,
    ExchangeRate,
    Membership,
    Team,
    Territory,
    User,
)
from teams.tenancy import tenant
from tests.browser import files
from tests.browser.site import SLUG, Site
from tests.factories.notifications import make_notification

INVITED, OWNER = "invited@saltmarsh.example", "owner@saltmarsh.example"
# Not pages: what only redirects or downloads, and why nothing is to be seen there.
NO_PAGE = {
    "healthz": "plain JSON",
    "teams:home": "leads to the dashboard",
    "account_signup": "closed: people come in by invitation",
    "account_set_password": "only for accounts without a password",
    "account_email_verification_sent": "only straight after a sign-up",
    "account_confirm_login_code": "only in the middle of a sign-in by code",
    "account_reauthenticate": "only when something sensitive asks for it",
    "mfa_authenticate": "only in the middle of a sign-in",
    "mfa_reauthenticate": "only when something sensitive asks for it",
    "mfa_deactivate_totp": "only with an authenticator",
    "mfa_view_recovery_codes": "only with an authenticator",
    "mfa_generate_recovery_codes": "only with an authenticator",
    "mfa_download_recovery_codes": "a download",
    "goals:allocation_export": "a download",
    "goals:joint_session_live": "a stream of events",
    "notifications:notification_open": "leads to what the notice is about",
    "pipeline:import_refused": "a download",
    "slas:clock_export_download": "a download",
    "pipeline:import_progress": "leads on as soon as the worker is done; seen on the importer's way",
}
SIGNED_OUT = {
    "account_login",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "teams:invitation_accept",
    "unsubscribe",
}
REPS = {"reports:my_quota"}


def patterns(resolver: Any = None, namespace: str = "", above: tuple[str, ...] = ()) -> Iterator[tuple[str, set[str]]]:
    """(name, keys) of every URL but those that forms are sent to."""
    for entry in (resolver or get_resolver()).url_patterns:
        keys = (*above, *entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace, keys)
        elif isinstance(entry, URLPattern) and "@require_POST" not in inspect.getsource(inspect.unwrap(entry.callback)):
            yield f"{namespace}{entry.name}", set(keys)


KEYS = dict(patterns())
# The API answers with JSON.
PAGES = sorted(name for name in set(KEYS) - set(NO_PAGE) if not name.startswith("api:"))


def an_import(state: str) -> CrmImport:
    return CrmImport.objects.filter(state=state).latest("created_at")


SAMPLES: dict[str, Callable[[], Any]] = {
    "allocation_id": lambda: Allocation.objects.get(over="rep"),
    "session_id": lambda: JointSession.objects.get(ended_at=None),
    "topic_id": SessionTopic.objects.first,
    "draft_id": lambda: SessionDraft.objects.filter(session__ended_at=None).first(),
    "goal_id": lambda: Goal.objects.get(title=wishes.RANGE),
    "initiative_id": Initiative.objects.first,
    "obstacle_id": Obstacle.objects.first,
    "assumption_id": lambda: Assumption.objects.filter(measure="turnover").first(),
    "help_request_id": lambda: HelpRequest.objects.filter(state="open").first(),
    "metric_id": OwnMetric.objects.first,
    "objective_id": lambda: Objective.objects.filter(team__name="Enterprise").latest("period__starts_on", "pk"),
    "reading_id": lambda: Reading.objects.get(version=2),
    "agreement_id": Agreement.objects.first,
    "promise_id": lambda: Promise.objects.filter(version__in_force_at=None).first(),
    "series_id": ReadingSeries.objects.first,
    "negotiation_id": lambda: Negotiation.objects.get(holder__full_name="Daniel Osei"),
    "lead_id": lambda: (
        LeadJudgement.objects.select_related("lead").filter(lead_class="sql").latest("judged_at", "pk").lead
    ),
    "rejection_id": LeadRejection.objects.first,
    "rule_id": RoutingRule.objects.first,
    "definition_id": lambda: LeadDefinition.objects.drafts().get(),
    "recompute_id": lambda: Recompute.objects.first(),
    "close_id": lambda: Close.objects.latest("asked_at"),
    # Over and not closed: what is closed leads on to its closing.
    "period_id": lambda: next(row.period for row in period_rows(today=timezone.localdate()) if row.is_open),
    "member_id": lambda: Membership.objects.get(full_name="Chloé Fontaine"),
    "membership_id": lambda: Membership.objects.get(full_name="Grace Whitfield"),
    "department_id": lambda: Department.objects.get(name="Sales"),
    "team_id": lambda: Team.objects.get(name="Enterprise"),
    "territory_id": Territory.objects.first,
    "calendar_id": lambda: Calendar.objects.get(is_default=True),
    "assignment_id": lambda: Assignment.objects.exclude(starts_on=None).first(),
    "absence_id": Absence.objects.first,
    "rate_id": ExchangeRate.objects.first,
    "breach_id": lambda: Breach.objects.latest("breached_at", "pk"),
    "notification_id": lambda: Notification.objects.filter(to__email=OWNER, kind="mentioned").latest("created_at"),
    "clock_id": lambda: Clock.objects.filter(breached_at__isnull=False).latest("started_at", "pk"),
}
IMPORT_STATES = {"pipeline:import_detail": "done"}


def make_samples(site: Site) -> None:
    """Rows that the demo organisation has none of: an import that is checked, one that is done, a recompute."""
    at = timezone.now()
    with tenant(site.organisation_id):
        make_notification(to=Membership.objects.get(email=OWNER), url=f"/o/{SLUG}/goals/")
        Recompute.objects.create(reason="request", requested_at=at)
        Membership.objects.filter(full_name="Liam Gallagher").update(
            email=INVITED, invited_at=at, invitation_mailed_at=at
        )
        for is_check, number in ((True, 1), (False, 2)):
            scripted.import_file(
                kind="deal",
                source="Old CRM",
                file_name=f"deals-{number}.csv",
                chunks=[files.deals(number=number, with_errors=True)],
                choices={},
                is_check=is_check,
                at=at,
            )


def address(name: str, site: Site) -> str:
    with tenant(site.organisation_id):
        return reverse(name, kwargs={key: _value(name, key) for key in sorted(KEYS[name])})


def _value(name: str, key: str) -> Any:
    if key == "slug":
        return SLUG
    if key == "import_id":
        return an_import(IMPORT_STATES.get(name, "checked")).pk
    if name == "unsubscribe":
        return unsubscribing.token_of(Membership.objects.get(email=OWNER), ["mentioned"])
    if key in SAMPLES:
        return SAMPLES[key]().pk
    return _door(key)


def _door(key: str) -> str:
    """What a person gets by mail."""
    if key == "uidb36":
        return "0"
    if key == "token":
        return invitations.token_of(Membership.objects.get(email=INVITED))
    user = User.objects.get(email="viewer@saltmarsh.example")
    return EmailConfirmationHMAC(user.emailaddress_set.get()).key
