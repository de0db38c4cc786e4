"""The manager's week, and what the other department says."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from goals.access.check_ins import access_one_on_ones
from goals.forms.check_ins import DepartmentFilter
from goals.queries.feeds import departments_to_hear, feed_of
from goals.queries.one_on_ones import conversations
from teams.access import permit
from teams.http import TenantRequest, page
from teams.permissions import Permission
from teams.queries.periods import period_choice
from teams.queries.superiors import managed_departments


@require_safe
def one_on_one_list(request: TenantRequest, slug: str) -> HttpResponse:
    today = timezone.localdate()
    departments = access_one_on_ones(request.membership, to=Permission.MEMBER_QUOTA_VIEW, on=today)
    usual = next(iter(departments), None)
    chosen = DepartmentFilter(request.GET, departments=departments, usual=usual, empty=None)
    period = period_choice(key="", today=today).chosen
    talks = conversations(department=chosen.chosen, period=period, today=today) if chosen.chosen else []
    context = {"filter": chosen, "conversations": talks, "period": period, "today": today}
    return page(request, "goals/one_on_one_list.html", context, fragment="conversations")


@require_safe
def feed_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.GOAL_VIEW)
    managed = managed_departments(member=request.membership, on=timezone.localdate())
    departments, usual = departments_to_hear(managed)
    chosen = DepartmentFilter(request.GET, departments=departments, usual=usual, empty="–")
    context = {"filter": chosen, "entries": feed_of(chosen.chosen)}
    return page(request, "goals/feed_list.html", context, fragment="feed")
