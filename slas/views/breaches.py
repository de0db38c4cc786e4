from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from slas.access import access_breach
from slas.actions import breaches
from slas.forms import BreachFilterForm, BreachForm
from slas.queries import breaches as pages
from slas.queries.clocks import counted, filtered
from slas.queries.waivers import asks_and_answers
from teams.access import permit
from teams.actions.refusals import Refused
from teams.http import TenantRequest, page, posted, url_for
from teams.http.answers import is_saved, number_of
from teams.permissions import Permission


@require_safe
def breach_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.CLOCK_VIEW)
    at, member = timezone.now(), request.membership
    chosen = BreachFilterForm(request.GET, member=member, today=timezone.localdate(at))
    rows = pages.breached_clocks(chosen.where, member=member, at=at)
    figures = counted(filtered(chosen.without_state, member=member, at=at))
    count = None if chosen.where.state else figures.breached
    context = {
        "filter": chosen,
        "figures": figures,
        "page_obj": pages.page_of(rows, number=request.GET.get("page"), count=count),
    }
    return page(request, "slas/breach_list.html", context, fragment="breaches")


@require_safe
def breach_detail(request: TenantRequest, slug: str, breach_id: UUID) -> HttpResponse:
    breach = access_breach(request.membership, breach_id, to=Permission.CLOCK_VIEW)
    context = {
        "breach": breach,
        "clock": breach.clock,
        "sign_offs": pages.sign_offs(breach, member=request.membership),
        "thread": pages.thread_of(breach.clock),
        "decisions": asks_and_answers(breach.clock),
        "changes": pages.changes_of(breach.pk, organisation_id=request.organisation.pk),
    }
    return page(request, "slas/breach_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def breach_edit(request: TenantRequest, slug: str, breach_id: UUID) -> HttpResponse:
    breach = access_breach(request.membership, breach_id, to=Permission.BREACH_EDIT)
    form = BreachForm(posted(request), breach=breach)
    by, at = request.membership, timezone.now()
    if is_saved(
        form,
        lambda: breaches.explain(breach=breach, version=form.cleaned_data["version"], values=form.values, by=by, at=at),
    ):
        messages.success(request, _("Saved. Both sides can sign it off now."))
        return redirect(url_for(request, "slas:breach_detail", breach.pk))
    return page(request, "slas/breach_edit.html", {"breach": breach, "form": form}, status=form.http_status)


@require_POST
def breach_sign(request: TenantRequest, slug: str, breach_id: UUID) -> HttpResponse:
    breach = access_breach(request.membership, breach_id, to=Permission.AGREEMENT_SIGN)
    side, shown = request.POST.get("side", ""), request.POST.get("version", "")
    version = number_of(shown) or 0
    try:
        breaches.sign(breach=breach, side=side, version=version, by=request.membership, at=timezone.now())
        messages.success(request, _("Signed off for your side."))
    except Refused as refused:
        messages.error(request, refused.reason)
    return redirect(url_for(request, "slas:breach_detail", breach.pk))
