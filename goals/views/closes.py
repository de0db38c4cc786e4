from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goals.access import access_close, access_period
from goals.actions import closes
from goals.forms import CloseReopenForm, ResultFilter
from goals.models import Close
from goals.queries.closes import asked_for, parts_of, period_rows, preview, results_of
from goals.queries.receipts import receipt_of
from teams.access import permit
from teams.actions.refusals import Refused
from teams.http import TenantRequest, page, posted, url_for
from teams.permissions import Permission

PER_PAGE = 50


@require_safe
def close_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.OBJECTIVE_VIEW)
    pages = Paginator(period_rows(today=timezone.localdate()), PER_PAGE)
    return page(request, "goals/close_list.html", {"page_obj": pages.get_page(request.GET.get("page"))})


@require_http_methods(["GET", "HEAD", "POST"])
def close_new(request: TenantRequest, slug: str, period_id: UUID) -> HttpResponse:
    period = access_period(request.membership, period_id, to=Permission.PERIOD_CLOSE)
    refusal, close = "", asked_for(period)
    if close:
        return redirect(url_for(request, "goals:close_detail", close.pk))
    if request.method == "POST":
        try:
            close = closes.request(period=period, by=request.membership, at=timezone.now())
            return redirect(url_for(request, "goals:close_detail", close.pk))
        except Refused as refused:
            refusal = refused.reason
    context = {
        "period": period,
        "preview": preview(period=period),
        "is_over": timezone.localdate() >= period.ends_on,
        "refusal": refusal,
    }
    return page(request, "goals/close_new.html", context, status=422 if refusal else 200)


@require_safe
def close_detail(request: TenantRequest, slug: str, close_id: UUID) -> HttpResponse:
    close = access_close(request.membership, close_id, to=Permission.OBJECTIVE_VIEW)
    if close.state in (Close.State.QUEUED, Close.State.FAILED) or request.htmx.target == "job":
        return page(request, "goals/close_waiting.html", {"close": close}, fragment="job")
    parts = parts_of(close, member=request.membership, today=timezone.localdate())
    chosen = ResultFilter(request.GET, parts=parts)
    pages = Paginator(results_of(close, department=chosen.chosen), PER_PAGE)
    context = {
        "close": close,
        "parts": parts,
        "filter": chosen,
        "page_obj": pages.get_page(request.GET.get("page")),
    }
    return page(request, "goals/close_detail.html", context, fragment="results")


@require_POST
def close_sign(request: TenantRequest, slug: str, close_id: UUID) -> HttpResponse:
    close = access_close(request.membership, close_id, to=Permission.RESULT_SIGN)
    signed: dict[str, Any] = {name: request.POST.get(name, "") for name in ("department", "shown")}
    try:
        closes.sign(close=close, **signed, by=request.membership, at=timezone.now())
        messages.success(request, _("Signed. The receipt can be printed."))
    except Refused as refused:
        messages.error(request, refused.reason)
    return redirect(url_for(request, "goals:close_detail", close.pk))


@require_http_methods(["GET", "HEAD", "POST"])
def close_reopen(request: TenantRequest, slug: str, close_id: UUID) -> HttpResponse:
    close = access_close(request.membership, close_id, to=Permission.PERIOD_REOPEN)
    form = CloseReopenForm(posted(request))
    if form.is_valid() and _is_reopened(request, form, close):
        messages.success(request, _("The period is open again. Its frozen results and signatures are kept."))
        return redirect(url_for(request, "goals:close_detail", close.pk))
    context = {"close": close, "form": form}
    return page(request, "goals/close_reopen.html", context, status=422 if form.is_bound else 200)


def _is_reopened(request: TenantRequest, form: CloseReopenForm, close: Close) -> bool:
    try:
        closes.reopen(close=close, reason=form.cleaned_data["reason"], by=request.membership, at=timezone.now())
    except Refused as refused:
        form.add_error(None, refused.reason)
    return form.is_valid()


@require_safe
def close_receipt(request: TenantRequest, slug: str, close_id: UUID) -> HttpResponse:
    close = access_close(request.membership, close_id, to=Permission.OBJECTIVE_VIEW)
    receipt = receipt_of(close, department=request.GET.get("department"))
    return page(request, "goals/close_receipt.html", {"close": close, "receipt": receipt})
