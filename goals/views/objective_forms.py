from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from goals.access import access_objective
from goals.actions import objectives
from goals.actions.trees import CannotBeAdded
from goals.forms import ObjectiveForm
from goals.models import Objective
from teams.access import permit
from teams.actions.versions import EditConflict
from teams.http import TenantRequest, page, posted, url_for
from teams.permissions import Permission


@require_http_methods(["GET", "HEAD", "POST"])
def objective_new(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.OBJECTIVE_EDIT)
    form = _form(request, initial={"owner": request.membership.pk, **request.GET.dict()})
    objective = _created(request, form) if form.is_valid() else None
    if objective is not None:
        messages.success(request, _("The objective is saved, and its figure is computed."))
        return redirect(url_for(request, "goals:objective_detail", objective.pk))
    return page(
        request, "goals/objective_new.html", {"form": form}, fragment=_fragment(request), status=form.http_status
    )


@require_http_methods(["GET", "HEAD", "POST"])
def objective_edit(request: TenantRequest, slug: str, objective_id: UUID) -> HttpResponse:
    objective = access_objective(request.membership, objective_id, to=Permission.OBJECTIVE_EDIT)
    form = _form(request, objective=objective)
    if form.is_valid() and _is_saved(request, form, objective):
        messages.success(request, _("The objective is saved, and its figure is computed."))
        return redirect(url_for(request, "goals:objective_detail", objective.pk))
    context = {"form": form, "objective": objective}
    return page(request, "goals/objective_edit.html", context, fragment=_fragment(request), status=form.http_status)


def _form(
    request: TenantRequest, *, objective: Objective | None = None, initial: dict[str, object] | None = None
) -> ObjectiveForm:
    """Empty, sent, or (`redraw`) drawn again as typed, for another metric or scope or with a baseline, and not saved."""
    where: dict[str, Any] = {"organisation": request.organisation, "today": timezone.localdate()}
    if asked_for := request.POST.get("redraw"):
        return ObjectiveForm.redrawn(request.POST, asked_for=asked_for, objective=objective, **where)
    if objective is not None and request.method != "POST":
        return ObjectiveForm.of(objective, **where)
    return ObjectiveForm(posted(request), initial=initial, objective=objective, **where)


def _fragment(request: TenantRequest) -> str:
    return "resolved" if request.POST.get("redraw") == "resolved" else "terms"


def _created(request: TenantRequest, form: ObjectiveForm) -> Objective | None:
    try:
        return objectives.create(values=form.values, by=request.membership, at=timezone.now())
    except CannotBeAdded as refused:
        form.show_obstacle(refused)
    return None


def _is_saved(request: TenantRequest, form: ObjectiveForm, objective: Objective) -> bool:
    version = form.cleaned_data["version"] or 0
    try:
        objectives.edit(
            objective=objective, version=version, values=form.values, by=request.membership, at=timezone.now()
        )
    except EditConflict as conflict:
        form.show_conflict(conflict)
    except CannotBeAdded as refused:
        form.show_obstacle(refused)
    except objectives.ObjectiveContainsItself:
        form.add_error("parent", _("An objective cannot be part of itself or of one below it."))
    return not form.errors and not form.differences
