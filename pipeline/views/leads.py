from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pipeline.access import access_lead, may_decide
from pipeline.forms import LeadFilter
from pipeline.models import Stage
from pipeline.queries import hand_offs, leads
from teams.access import permit
from teams.http import TenantRequest, page
from teams.permissions import Permission


@require_safe
def lead_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.LEAD_VIEW)
    chosen = LeadFilter(request.GET)
    rows = leads.lead_page(criteria=chosen.criteria, number=request.GET.get("page", 1))
    return page(request, "pipeline/lead_list.html", {"filter": chosen, "page_obj": rows}, fragment="leads")


@require_safe
def lead_detail(request: TenantRequest, slug: str, lead_id: UUID) -> HttpResponse:
    lead = access_lead(request.membership, lead_id, to=Permission.LEAD_VIEW)
    context = {
        "lead": lead,
        "evidence": leads.evidence_of(lead, at=timezone.now()),
        "judgements": leads.judgements_of(lead),
        "timeline": leads.timeline(lead),
        "assignments": hand_offs.assignments_of(lead),
        "rejections": hand_offs.rejections_of(lead),
        "may_decide": may_decide(request.membership, lead) and lead.stage == Stage.MQL,
    }
    return page(request, "pipeline/lead_detail.html", context)
