from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pipeline.access import access_lead, access_lead_to_decide, access_rejection
from pipeline.actions import distribution, hand_off
from pipeline.forms import AssignForm, RejectForm
from pipeline.queries import hand_offs
from teams.access import permit
from teams.http import TenantRequest, page, posted
from teams.http.answers import answer, done, is_done, status_of
from teams.permissions import Permission


@require_POST
def lead_accept(request: TenantRequest, slug: str, lead_id: UUID) -> HttpResponse:
    lead = access_lead_to_decide(request.membership, lead_id, to=Permission.LEAD_DECIDE)
    return answer(
        request,
        lambda: hand_off.accept(lead=lead, by=request.membership, at=timezone.now()),
        _("The lead is accepted. Now reach out to it."),
        "pipeline:lead_detail",
        lead.pk,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def lead_reject(request: TenantRequest, slug: str, lead_id: UUID) -> HttpResponse:
    lead = access_lead_to_decide(request.membership, lead_id, to=Permission.LEAD_DECIDE)
    form = RejectForm(posted(request))
    if is_done(form, lambda: hand_off.reject(lead=lead, by=request.membership, at=timezone.now(), **form.values)):
        return done(request, _("The lead is given back."), "pipeline:lead_detail", lead.pk)
    return page(request, "pipeline/lead_reject.html", {"form": form, "lead": lead}, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def lead_assign(request: TenantRequest, slug: str, lead_id: UUID) -> HttpResponse:
    lead = access_lead(request.membership, lead_id, to=Permission.LEAD_ASSIGN)
    form = AssignForm(posted(request), owner=lead.owner)
    if form.is_valid():
        owner = form.cleaned_data["owner"]
        distribution.give(lead=lead, owner=owner, by=request.membership, at=timezone.now())
        text = _("%(name)s has this lead now.") % {"name": owner.full_name}
        return done(request, text, "pipeline:lead_detail", lead.pk)
    return page(request, "pipeline/lead_assign.html", {"form": form, "lead": lead}, status=status_of(form))


@require_safe
def lead_rejection_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.LEAD_VIEW)
    is_settled = request.GET.get("state") == "settled"
    rows = hand_offs.rejections(is_settled=is_settled, number=request.GET.get("page", 1))
    return page(request, "pipeline/lead_rejection_list.html", {"page_obj": rows, "is_settled": is_settled})


@require_POST
def lead_hand_back(request: TenantRequest, slug: str, rejection_id: UUID) -> HttpResponse:
    rejection = access_rejection(request.membership, rejection_id, to=Permission.LEAD_DECIDE)
    return answer(
        request,
        lambda: hand_off.settle(rejection=rejection, by=request.membership, at=timezone.now()),
        _("The lead is with sales again."),
        "pipeline:lead_rejection_list",
    )
