from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from goals.forms import ObjectiveFilter, as_of
from reports.access import access_quota
from reports.queries.quota import quota
from teams.http import TenantRequest, page
from teams.models import Membership


@require_safe
def my_quota(request: TenantRequest, slug: str) -> HttpResponse:
    return _page(request, access_quota(request.membership, request.membership.pk))


@require_safe
def member_quota(request: TenantRequest, slug: str, membership_id: UUID) -> HttpResponse:
    return _page(request, access_quota(request.membership, membership_id))


def _page(request: TenantRequest, member: Membership) -> HttpResponse:
    day = as_of(request)
    chosen = ObjectiveFilter(request.GET, as_of=day, only=("period",))
    context = {
        "member": member,
        "is_own": member.pk == request.membership.pk,
        "filter": chosen,
        "period": chosen.periods.chosen,
        "quota": quota(organisation=request.organisation, member=member, periods=chosen.periods, known_on=day.past),
    }
    return page(request, "reports/my_quota.html", context, fragment="quota")
