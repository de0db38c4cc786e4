from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pipeline.access import decides_own
from slas.queries import inboxes
from teams.access import access_membership, permit
from teams.http import TenantRequest, page
from teams.models import Membership
from teams.permissions import Permission


@require_safe
def inbox(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.LEAD_DECIDE)
    at, may_see_all = timezone.now(), request.membership.may(Permission.CLOCK_VIEW_ALL)
    owner = _owner(request) if may_see_all else request.membership
    is_own = owner.pk == request.membership.pk
    context = {
        "owner": owner,
        "is_own": is_own,
        "may_decide": is_own and decides_own(request.membership),
        "rows": inboxes.inbox(owner=owner, at=at),
        "at": at,
        "silences": inboxes.silences(at=at) if may_see_all else [],
    }
    return page(request, "slas/inbox.html", context)


def _owner(request: TenantRequest) -> Membership:
    """Whose inbox is looked at."""
    asked = request.GET.get("owner")
    if not asked:
        return request.membership
    try:
        return access_membership(request.membership, UUID(asked), to=Permission.CLOCK_VIEW_ALL)
    except ValueError:
        raise Http404 from None
