"""The pages of the side menu, in order: one table. A page whose URL does not exist is left out."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from teams.http import url_for
from teams.permissions import Permission


@dataclass(frozen=True)
class Item:
    """One entry; `covers` are the beginnings of the URL names that count as being there."""

    name: str
    label: Promise | str
    icon: str
    permission: Permission
    covers: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """Entries under one heading; the first section has none."""

    heading: Promise | str | None
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Link:
    url: str
    label: Promise | str
    icon: str
    is_current: bool


@dataclass(frozen=True)
class Group:
    """The entries of a section that this member may open: at least one."""

    heading: Promise | str | None
    links: tuple[Link, ...]


SECTIONS = (
    Section(
        None,
        (
            Item(
                "reports:dashboard",
                _("Dashboard"),
                "layout-dashboard",
                Permission.DASHBOARD_VIEW,
                ("reports:dashboard",),
            ),
            Item("reports:my_quota", _("My quota"), "gauge", Permission.QUOTA_VIEW, ("reports:my_quota",)),
            Item("slas:inbox", _("Inbox"), "inbox", Permission.LEAD_DECIDE, ("slas:inbox",)),
            Item(
                "goals:one_on_one_list",
                _("One-on-ones"),
                "user-check",
                Permission.MEMBER_QUOTA_VIEW,
                ("goals:one_on_one_",),
            ),
        ),
    ),
    Section(
        pgettext_lazy("menu", "Planning"),
        (
            Item(
                "goals:goal_list",
                _("Goals"),
                "flag",
                Permission.GOAL_VIEW,
                (
                    "goals:goal_list",
                    "goals:goal_detail",
                    "goals:goal_new",
                    "goals:goal_edit",
                    "goals:goal_purpose",
                    "goals:goal_talk",
                    "goals:goal_check_in",
                    "goals:goal_comment",
                    "goals:initiative_",
                    "goals:obstacle_",
                    "goals:assumption_",
                ),
            ),
            Item(
                "goals:objective_list",
                _("Objectives"),
                "target",
                Permission.OBJECTIVE_VIEW,
                ("goals:objective_", "goals:allocation_"),
            ),
            Item(
                "goals:negotiation_list",
                _("Negotiations"),
                "scale",
                Permission.NEGOTIATION_VIEW,
                ("goals:negotiation_", "goals:objective_negotiate"),
            ),
            Item(
                "goals:joint_session_list",
                _("Joint sessions"),
                "users-group",
                Permission.GOAL_VIEW,
                ("goals:joint_session_", "goals:session_"),
            ),
            Item(
                "goals:help_request_list",
                _("Requests for help"),
                "help-circle",
                Permission.GOAL_VIEW,
                ("goals:help_request_",),
            ),
            Item("goals:feed_list", _("What the others say"), "message", Permission.GOAL_VIEW, ("goals:feed_",)),
            Item(
                "goals:review_list",
                _("Reviews"),
                "report-analytics",
                Permission.GOAL_VIEW,
                ("goals:review_", "goals:goal_review"),
            ),
        ),
    ),
    Section(
        pgettext_lazy("menu", "Figures"),
        (
            Item("goals:metric_list", _("Metrics"), "chart-line", Permission.METRIC_VIEW, ("goals:metric_",)),
            Item(
                "pipeline:reading_list",
                pgettext_lazy("measured", "Readings"),
                "clipboard-check",
                Permission.READING_VIEW,
                ("pipeline:reading_",),
            ),
            Item("goals:close_list", _("Closed periods"), "lock", Permission.OBJECTIVE_VIEW, ("goals:close_",)),
            Item(
                "pipeline:import_list", _("Imports"), "database-import", Permission.IMPORT_VIEW, ("pipeline:import_",)
            ),
            Item(
                "goals:recompute_list",
                pgettext_lazy("menu", "Recomputes"),
                "refresh",
                Permission.RECOMPUTE_RUN,
                ("goals:recompute_",),
            ),
        ),
    ),
    Section(
        _("Sales–marketing SLA"),
        (
            Item(
                "pipeline:lead_list",
                _("Leads"),
                "filter",
                Permission.LEAD_VIEW,
                (
                    "pipeline:lead_list",
                    "pipeline:lead_detail",
                    "pipeline:lead_re",
                    "pipeline:lead_assign",
                    "pipeline:routing_",
                ),
            ),
            Item(
                "pipeline:lead_definition_list",
                _("Lead definitions"),
                "list-check",
                Permission.DEFINITION_VIEW,
                ("pipeline:lead_definition_",),
            ),
            Item(
                "slas:agreement_list",
                _("Agreements"),
                "file-text",
                Permission.AGREEMENT_VIEW,
                ("slas:agreement_", "slas:promise_"),
            ),
            Item(
                "slas:clock_list",
                _("Clocks"),
                "clock",
                Permission.CLOCK_VIEW,
                ("slas:clock_", "slas:breach_", "slas:lead_clocks"),
            ),
        ),
    ),
    Section(
        _("Organisation"),
        (
            Item(
                "teams:member_list",
                pgettext_lazy("menu", "People"),
                "users",
                Permission.MEMBER_VIEW,
                ("teams:member_", "teams:assignment_", "teams:absence_", "teams:ramp_", "teams:role_", "teams:mail_"),
            ),
            Item(
                "teams:department_list",
                pgettext_lazy("menu", "Departments and teams"),
                "sitemap",
                Permission.STRUCTURE_VIEW,
                (
                    "teams:department_",
                    "teams:team_",
                    "teams:territory_",
                    "teams:period_",
                    "teams:calendar_",
                    "teams:exchange_rate_",
                ),
            ),
            Item(
                "teams:organisation_edit",
                _("Settings"),
                "settings",
                Permission.ORGANISATION_EDIT,
                ("teams:organisation_edit",),
            ),
            Item("teams:audit_list", _("Audit trail"), "history", Permission.AUDIT_VIEW, ("teams:audit_",)),
        ),
    ),
)


@cache
def lit(here: str) -> frozenset[str]:
    """The entries that count as being at the page of this URL name."""
    return frozenset(item.name for section in SECTIONS for item in section.items if here.startswith(item.covers))


def groups(request: HttpRequest) -> Iterator[Group]:
    for section in SECTIONS:
        if found := tuple(links(request, section.items)):
            yield Group(section.heading, found)


def links(request: HttpRequest, items: tuple[Item, ...]) -> Iterator[Link]:
    """The entries that this member may open."""
    match = request.resolver_match
    here = match.view_name if match else ""
    for item in items:
        if not request.membership.may(item.permission):  # type: ignore[attr-defined]
            continue
        try:
            url = url_for(request, item.name)
        except NoReverseMatch:
            continue
        yield Link(url, item.label, item.icon, here.startswith(item.covers))
