from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

import audit.queries
from teams.access import permit
from teams.forms import AuditFilter
from teams.http import TenantRequest, page
from teams.permissions import Permission
from teams.queries.audit import chain, choices, entry, lines


@require_safe
def audit_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.AUDIT_VIEW)
    organisation_id = request.organisation.pk
    record_types, actions = choices(organisation_id=organisation_id)
    criteria = AuditFilter(request.GET, record_types=record_types, actions=actions)
    criteria.is_valid()
    found = audit.queries.events(organisation_id=organisation_id, **criteria.cleaned_data)
    page_obj = Paginator(found, 50).get_page(request.GET.get("page"))
    context = {
        "filter": criteria,
        "page_obj": page_obj,
        "lines": lines(page_obj),
        "chain": chain(organisation_id=organisation_id, verify="verify" in request.GET),
        "entry": entry(organisation_id=organisation_id, number=request.GET.get("entry", "")),
    }
    return page(request, "teams/audit_list.html", context, fragment="lines")
