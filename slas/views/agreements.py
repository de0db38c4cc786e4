from django.http import HttpResponse
from django.views.decorators.http import require_safe

from slas.queries.agreements import agreement_rows
from teams.access import permit
from teams.http import TenantRequest, page
from teams.permissions import Permission


@require_safe
def agreement_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.AGREEMENT_VIEW)
    return page(request, "slas/agreement_list.html", {"rows": agreement_rows()})
