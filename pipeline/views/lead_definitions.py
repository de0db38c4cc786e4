from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pipeline.access import access_lead_definition
from pipeline.actions import lead_definitions as actions
from pipeline.forms import LeadDefinitionForm
from pipeline.models import LeadDefinition
from pipeline.queries import lead_definitions, replay_charts, replays
from pipeline.rules.lead_terms import CLASSES
from teams.access import permit
from teams.actions.refusals import Refused
from teams.http import TenantRequest, page, posted, url_for
from teams.http.answers import answer, done, is_saved, number_of
from teams.permissions import Permission
from teams.queries.signing import sides_of


@require_safe
def lead_definition_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.DEFINITION_VIEW)
    context = {"versions": lead_definitions.versions(), "in_force": _in_words(lead_definitions.in_force())}
    return page(request, "pipeline/lead_definition_list.html", context)


@require_POST
def lead_definition_new(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.DEFINITION_EDIT)
    try:
        drafted = actions.draft(by=request.membership, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect(url_for(request, "pipeline:lead_definition_list"))
    return redirect(url_for(request, "pipeline:lead_definition_edit", drafted.pk))


@require_safe
def lead_definition_detail(request: TenantRequest, slug: str, definition_id: UUID) -> HttpResponse:
    definition = access_lead_definition(request.membership, definition_id, to=Permission.DEFINITION_VIEW)
    old, signed = lead_definitions.in_force(), lead_definitions.hash_of(definition)
    sides = sides_of(definition, terms_hash=signed, reader=request.membership, to=Permission.DEFINITION_SIGN)
    context = {
        "definition": definition,
        "hash": signed,
        "sides": sides,
        "old": old,
        "differences": lead_definitions.differences(old, definition) if old and definition.is_draft else [],
        **_in_words(definition),
    }
    return page(request, "pipeline/lead_definition_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def lead_definition_edit(request: TenantRequest, slug: str, definition_id: UUID) -> HttpResponse:
    definition = access_lead_definition(request.membership, definition_id, to=Permission.DEFINITION_EDIT)
    form = LeadDefinitionForm(posted(request), definition=definition)
    if is_saved(
        form,
        lambda: actions.edit(
            definition=definition,
            revision=form.cleaned_data["version"] or 0,
            values=form.values,
            by=request.membership,
            at=timezone.now(),
        ),
    ):
        text = _("The draft is saved. Look at what it would change, then sign it.")
        return done(request, text, "pipeline:lead_definition_detail", definition.pk)
    context = {"form": form, "definition": definition}
    return page(request, "pipeline/lead_definition_edit.html", context, status=form.http_status)


@require_safe
def lead_definition_replay(request: TenantRequest, slug: str, definition_id: UUID) -> HttpResponse:
    definition = access_lead_definition(request.membership, definition_id, to=Permission.DEFINITION_VIEW)
    period = replays.last_quarter(today=timezone.localdate())
    context: dict[str, Any] = {"definition": definition, "period": period, "days": replays.STOOD_AFTER_DAYS}
    if period is not None:
        old = lead_definitions.in_force()
        where: dict[str, Any] = {"draft": definition, "old": old, "at": timezone.now()}
        shown = replays.replay(period=period, **where)
        chosen, number = _chosen(request.GET), request.GET.get("page", 1)
        rows = replays.changing_leads(shown=shown, chosen=chosen, number=number, **where)
        context |= {"replay": shown, "old": old, "chosen": chosen, "page_obj": rows}
        context["chart"] = replay_charts.chart(shown)
    return page(request, "pipeline/lead_definition_replay.html", context, fragment="changing")


@require_POST
def lead_definition_sign(request: TenantRequest, slug: str, definition_id: UUID) -> HttpResponse:
    definition = access_lead_definition(request.membership, definition_id, to=Permission.DEFINITION_SIGN)
    side, revision = request.POST.get("side", ""), number_of(request.POST.get("revision", "")) or 0
    return answer(
        request,
        lambda: actions.sign(
            definition=definition, revision=revision, side=side, by=request.membership, at=timezone.now()
        ),
        _("You have signed."),
        "pipeline:lead_definition_detail",
        definition.pk,
    )


@require_POST
def lead_definition_discard(request: TenantRequest, slug: str, definition_id: UUID) -> HttpResponse:
    definition = access_lead_definition(request.membership, definition_id, to=Permission.DEFINITION_EDIT)
    try:
        actions.discard(definition=definition, by=request.membership, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect(url_for(request, "pipeline:lead_definition_detail", definition.pk))
    messages.success(request, _("The draft is thrown away."))
    return redirect(url_for(request, "pipeline:lead_definition_list"))


def _in_words(definition: LeadDefinition | None) -> dict[str, Any]:
    return {"words": lead_definitions.words_of(definition), "definition": definition} if definition else {}


def _chosen(query: QueryDict) -> tuple[str, str] | None:
    """From which class to which, of the leads that are listed; None for all that change."""
    was, is_now = query.get("was", ""), query.get("is", "")
    return (was, is_now) if was in CLASSES and is_now in CLASSES and was != is_now else None
