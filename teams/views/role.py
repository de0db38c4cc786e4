from django.http import HttpResponse
from django.views.decorators.http import require_safe

from teams.access import permit
from teams.http import TenantRequest, page
from teams.permissions import PERMISSION_LABELS, ROLE_PERMISSIONS, Permission, Role


@require_safe
def role_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.MEMBER_VIEW)
    rows = [
        (label, [(role, permission in ROLE_PERMISSIONS[role]) for role in Role])
        for permission, label in PERMISSION_LABELS.items()
    ]
    return page(request, "teams/role_list.html", {"roles": list(Role), "rows": rows})
