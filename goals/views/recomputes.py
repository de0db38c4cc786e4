from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from goals.access import access_objective, access_recompute
from goals.actions import recomputes
from goals.forms import RecomputeFilter
from goals.models import Recompute
from goals.queries.recomputes import drifts_of, last_compared, recomputes_of, waiting_of
from teams.access import permit
from teams.http import TenantRequest, page, url_for
from teams.permissions import Permission

PER_PAGE = 50


@require_safe
def recompute_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.RECOMPUTE_RUN)
    chosen = RecomputeFilter(request.GET)
    pages = Paginator(recomputes_of(reason=chosen.chosen, is_drifted=chosen.is_drifted), PER_PAGE)
    context = {"filter": chosen, "page_obj": pages.get_page(request.GET.get("page")), "last": last_compared()}
    return page(request, "goals/recompute_list.html", context, fragment="recomputes")


@require_POST
def recompute_request(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.RECOMPUTE_RUN)
    way_back = _way_back(request.POST)
    if way_back:
        access_objective(request.membership, way_back["objective"], to=Permission.OBJECTIVE_VIEW)
    recompute = recomputes.request(by=request.membership, at=timezone.now())
    return redirect(url_for(request, "goals:recompute_detail", recompute.pk, **way_back))


@require_safe
def recompute_detail(request: TenantRequest, slug: str, recompute_id: UUID) -> HttpResponse:
    recompute = access_recompute(request.membership, recompute_id, to=Permission.RECOMPUTE_RUN)
    context: dict[str, Any] = {"recompute": recompute, "is_waiting": recompute.state == Recompute.State.QUEUED}
    context |= waiting_of(recompute) if context["is_waiting"] else {}
    context["page_obj"] = Paginator(drifts_of(recompute), PER_PAGE).get_page(request.GET.get("page"))
    if way_back := _way_back(request.GET):
        objective_id = way_back["objective"]
        context["objective"] = access_objective(request.membership, objective_id, to=Permission.OBJECTIVE_VIEW)
    return page(request, "goals/recompute_detail.html", context, fragment="job")


def _way_back(query: Any) -> dict[str, UUID]:
    """The objective from which somebody came, if it is one."""
    try:
        return {"objective": UUID(query.get("objective", ""))}
    except ValueError:
        return {}
