from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from slas.access import access_draft, access_promise
from slas.actions import promises
from slas.forms import PromiseForm
from slas.models import AgreementVersion, Promise
from teams.actions.refusals import Refused
from teams.http import TenantRequest, page, posted, url_for
from teams.http.answers import is_saved
from teams.permissions import Permission


@require_http_methods(["GET", "HEAD", "POST"])
def promise_new(request: TenantRequest, slug: str, agreement_id: UUID) -> HttpResponse:
    draft = access_draft(request.membership, agreement_id, to=Permission.AGREEMENT_EDIT)
    kind = request.GET.get("kind", "")
    if kind not in Promise.Kind.values:
        return page(request, "slas/promise_new.html", {"draft": draft, "kinds": Promise.Kind.choices})
    form = PromiseForm(posted(request), kind=kind)
    if is_saved(
        form, lambda: promises.add(version=draft, values=form.values, by=request.membership, at=timezone.now())
    ):
        return _back(request, draft, _("The promise was added."))
    context = {"form": form, "draft": draft, "kind": Promise.Kind(kind)}
    return page(request, "slas/promise_new.html", context, status=form.http_status)


@require_http_methods(["GET", "HEAD", "POST"])
def promise_edit(request: TenantRequest, slug: str, promise_id: UUID) -> HttpResponse:
    promise = access_promise(request.membership, promise_id, to=Permission.AGREEMENT_EDIT)
    form = PromiseForm(posted(request), kind=promise.kind, promise=promise)
    if is_saved(
        form,
        lambda: promises.edit(
            promise=promise,
            revision=form.cleaned_data["version"],
            values=form.values,
            by=request.membership,
            at=timezone.now(),
        ),
    ):
        return _back(request, promise.version, _("The promise was saved."))
    context = {"form": form, "promise": promise, "draft": promise.version}
    return page(request, "slas/promise_edit.html", context, status=form.http_status)


@require_POST
def promise_delete(request: TenantRequest, slug: str, promise_id: UUID) -> HttpResponse:
    promise = access_promise(request.membership, promise_id, to=Permission.AGREEMENT_EDIT)
    try:
        promises.remove(promise=promise, by=request.membership, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect(url_for(request, "slas:agreement_detail", promise.version.agreement_id))
    return _back(request, promise.version, _("The promise was taken out."))


def _back(request: TenantRequest, draft: AgreementVersion, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect(url_for(request, "slas:agreement_detail", draft.agreement_id, version=draft.number))
