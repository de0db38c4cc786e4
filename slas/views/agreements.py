from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from slas.access import access_agreement, access_draft
from slas.actions import agreements
from slas.forms import AgreementForm, DraftForm, FeasibilityForm
from slas.models import Agreement, AgreementVersion
from slas.queries.agreements import agreement_rows
from slas.queries.feasibility import WEEKS, feasibility_of, weekly_figures
from slas.queries.indices import two_sided
from slas.queries.playbooks import playbook_of, version_of
from teams.access import permit
from teams.actions.refusals import Refused
from teams.http import TenantRequest, page, posted, url_for
from teams.http.answers import answer, done, is_done, is_saved, number_of, status_of
from teams.permissions import Permission


@require_safe
def agreement_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.AGREEMENT_VIEW)
    return page(request, "slas/agreement_list.html", {"rows": agreement_rows()})


@require_safe
def agreement_detail(request: TenantRequest, slug: str, agreement_id: UUID) -> HttpResponse:
    agreement = access_agreement(request.membership, agreement_id, to=Permission.AGREEMENT_VIEW)
    version, at = _version(request, agreement), timezone.now()
    playbook = playbook_of(version, reader=request.membership)
    context: dict[str, Any] = {"agreement": agreement, "version": version, "playbook": playbook, "weeks": WEEKS}
    if version.is_in_force:
        since = at - timedelta(weeks=WEEKS)
        context["two_sided"] = next(iter(two_sided(since=since, until=at, at=at, agreement=agreement)), None)
        context["weekly"] = weekly_figures(agreement, playbook.promises, today=timezone.localdate())
    return page(request, "slas/agreement_detail.html", context)


@require_safe
def agreement_feasibility(request: TenantRequest, slug: str, agreement_id: UUID) -> HttpResponse:
    agreement = access_agreement(request.membership, agreement_id, to=Permission.AGREEMENT_VIEW)
    version, form = _version(request, agreement), FeasibilityForm(request.GET)
    assumed = form.assumed
    found = feasibility_of(version, at=timezone.now(), minutes_each=assumed["minutes"], percent=assumed["percent"])
    context = {"agreement": agreement, "version": version, "form": form, "feasibility": found, "assumed": assumed}
    context["weeks"] = WEEKS
    return page(request, "slas/agreement_feasibility.html", context)


def _version(request: TenantRequest, agreement: Agreement) -> AgreementVersion:
    version = version_of(agreement, number=number_of(request.GET.get("version", "")))
    if version is None:
        raise Http404
    return version


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_new(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.AGREEMENT_EDIT)
    form = AgreementForm(posted(request))
    made: list[Agreement] = []
    if is_done(
        form,
        lambda: made.append(agreements.create(**form.cleaned_data, by=request.membership, at=timezone.now())),
    ):
        text = _("The agreement was begun. Now write down the promises.")
        return done(request, text, "slas:agreement_detail", made[0].pk)
    return page(request, "slas/agreement_new.html", {"form": form}, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_edit(request: TenantRequest, slug: str, agreement_id: UUID) -> HttpResponse:
    draft = access_draft(request.membership, agreement_id, to=Permission.AGREEMENT_EDIT)
    form = DraftForm(posted(request), draft=draft)
    if is_saved(
        form,
        lambda: agreements.edit(
            version=draft,
            revision=form.cleaned_data["version"],
            values=form.values,
            by=request.membership,
            at=timezone.now(),
        ),
    ):
        return _to_draft(request, agreement_id, draft.number, _("The draft was saved."))
    return page(request, "slas/agreement_edit.html", {"form": form, "draft": draft}, status=form.http_status)


@require_POST
def agreement_draft(request: TenantRequest, slug: str, agreement_id: UUID) -> HttpResponse:
    agreement = access_agreement(request.membership, agreement_id, to=Permission.AGREEMENT_EDIT)
    try:
        draft = agreements.draft(agreement=agreement, by=request.membership, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect(url_for(request, "slas:agreement_detail", agreement_id))
    return _to_draft(request, agreement_id, draft.number, _("A new version was begun with the promises in force."))


@require_POST
def agreement_discard(request: TenantRequest, slug: str, agreement_id: UUID) -> HttpResponse:
    draft = access_draft(request.membership, agreement_id, to=Permission.AGREEMENT_EDIT)
    return answer(
        request,
        lambda: agreements.discard(version=draft, by=request.membership, at=timezone.now()),
        _("The draft was thrown away."),
        "slas:agreement_list",
    )


@require_POST
def agreement_sign(request: TenantRequest, slug: str, agreement_id: UUID) -> HttpResponse:
    draft = access_draft(request.membership, agreement_id, to=Permission.AGREEMENT_SIGN)
    shown, side = request.POST.get("revision", ""), request.POST.get("side", "")
    revision = number_of(shown) or 0
    try:
        agreements.sign(version=draft, revision=revision, side=side, by=request.membership, at=timezone.now())
        return _to_draft(request, agreement_id, draft.number, _("You have signed."))
    except Refused as refusal:
        messages.error(request, refusal.reason)
    return redirect(url_for(request, "slas:agreement_detail", agreement_id, version=draft.number))


def _to_draft(request: TenantRequest, agreement_id: UUID, number: int, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect(url_for(request, "slas:agreement_detail", agreement_id, version=number))
