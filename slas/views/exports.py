from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from slas.access import access_export
from slas.actions import exports
from slas.forms import ClockFilterForm, VerifyForm
from slas.models import ClockExport
from slas.queries.exports import recent, verified
from slas.queries.files import CONTENT_TYPES
from teams.access import permit
from teams.actions.refusals import Refused
from teams.http import TenantRequest, page, posted, url_for
from teams.permissions import Permission


@require_safe
def clock_export_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.CLOCK_AUDIT)
    return page(request, "slas/clock_export_list.html", {"exports": recent()}, fragment="exports")


@require_POST
def clock_export_new(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.CLOCK_AUDIT)
    at = timezone.now()
    chosen = ClockFilterForm(request.GET, member=request.membership, today=timezone.localdate(at))
    wanted = request.POST.get("format", "")
    if wanted not in ClockExport.Format.values:
        raise Http404
    try:
        exports.request(format=wanted, where=chosen.where, by=request.membership, at=at)
    except Refused as refusal:
        messages.error(request, refusal.reason)
        query = {name: request.GET[name] for name in chosen.fields if name in request.GET}
        return redirect(url_for(request, "slas:clock_list", **query))
    return redirect(url_for(request, "slas:clock_export_list"))


@require_safe
def clock_export_download(request: TenantRequest, slug: str, export_id: UUID) -> HttpResponse:
    export = access_export(request.membership, export_id, to=Permission.CLOCK_AUDIT)
    response = HttpResponse(bytes(export.content), content_type=CONTENT_TYPES[export.format])
    response.headers["Content-Disposition"] = f'attachment; filename="{export.file_name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def clock_export_verify(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.CLOCK_AUDIT)
    form = VerifyForm(posted(request), request.FILES or None)
    found, digest = None, ""
    if form.is_valid():
        digest = form.sha256
        found = verified(organisation_id=request.organisation.pk, sha256=digest)
    context = {"form": form, "found": found, "digest": digest}
    is_wrong = form.is_bound and not digest
    return page(request, "slas/clock_export_verify.html", context, status=422 if is_wrong else 200)
