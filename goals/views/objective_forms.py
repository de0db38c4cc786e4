from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from goals.access import access_target
from goals.actions import objectives
from goals.actions.agreements import TermsFrozen
from goals.actions.trees import CannotBeAdded
from goals.forms import HeldForm, ObjectiveForm
from goals.forms.drafts import drafted
from goals.forms.refusals import words_for
from goals.models import Objective
from goals.queries.agreements import holding_terms
from goals.queries.beside import Beside, beside_of
from goals.queries.closes import standing_close
from goals.queries.setters import setter_names
from goals.views.objective_starts import start_form, started
from teams.access import permit
from teams.actions.refusals import Refused
from teams.actions.versions import EditConflict
from teams.http import TenantRequest, page, posted, url_for
from teams.permissions import Permission


@require_http_methods(["GET", "HEAD", "POST"])
def objective_new(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.OBJECTIVE_EDIT)
    form = _form(request) if request.method == "POST" else started(request)
    objective = _created(request, form) if form.is_valid() else None
    if objective is not None:
        messages.success(request, _("The objective is saved, and its figure is computed."))
        return redirect(url_for(request, "goals:objective_detail", objective.pk))
    start = None if request.method == "POST" else start_form(request)
    context = {"form": form, "beside": _beside(request, form), "start": start}
    return page(request, "goals/objective_new.html", context, fragment=_fragment(request), status=form.http_status)


@require_http_methods(["GET", "HEAD", "POST"])
def objective_edit(request: TenantRequest, slug: str, objective_id: UUID) -> HttpResponse:
    today = timezone.localdate()
    right = access_target(request.membership, objective_id, to=Permission.OBJECTIVE_EDIT, on=today)
    objective = right.objective
    if close := standing_close(objective.period_id):
        closed = {"objective": objective, "close": close}
        return page(request, "goals/objective_closed.html", closed, status=409 if request.method == "POST" else 200)
    holding = holding_terms(objective)
    # A whole form was opened before the negotiation: it is answered with the reason, and with all that was typed.
    is_small = (holding is not None or right.is_told) and "metric_key" not in request.POST
    form = HeldForm(posted(request), objective=objective) if is_small else _form(request, objective=objective)
    if form.is_valid() and _is_saved(request, form, objective):
        messages.success(request, _("The objective is saved, and its figure is computed."))
        return redirect(url_for(request, "goals:objective_detail", objective.pk))
    context: dict[str, Any] = {"form": form, "objective": objective, "holding": holding, "is_small": is_small}
    context |= {"right": right, "setters": setter_names(right, on=today) if right.is_told else ""}
    if isinstance(form, ObjectiveForm):
        context["beside"] = _beside(request, form)
    return page(request, "goals/objective_edit.html", context, fragment=_fragment(request), status=form.http_status)


def _form(request: TenantRequest, *, objective: Objective | None = None) -> ObjectiveForm:
    """Sent, or (`redraw`) drawn again as typed, for another metric or scope or with a baseline, and not saved."""
    where: dict[str, Any] = {"organisation": request.organisation, "today": timezone.localdate()}
    if asked_for := request.POST.get("redraw"):
        return ObjectiveForm.redrawn(request.POST, asked_for=asked_for, objective=objective, **where)
    if objective is not None and request.method != "POST":
        return ObjectiveForm.of(objective, **where)
    return ObjectiveForm(posted(request), objective=objective, **where)


def _beside(request: TenantRequest, form: ObjectiveForm) -> Beside:
    """While only a number is typed, what came before stays as it is drawn."""
    today, is_whole = timezone.localdate(), _fragment(request) != "resolved" or not request.htmx
    draft, history = drafted(form, today=today)
    return beside_of(draft, history, organisation=request.organisation, today=today, with_levels=is_whole)


def _fragment(request: TenantRequest) -> str:
    asked_for = request.POST.get("redraw", "")
    return asked_for if asked_for in {"resolved", "beside"} else "terms"


def _created(request: TenantRequest, form: ObjectiveForm) -> Objective | None:
    try:
        return objectives.create(values=form.values, by=request.membership, at=timezone.now())
    except CannotBeAdded as obstacle:
        form.show_obstacle(obstacle)
    except Refused as refused:
        form.add_error(refused.field, refused.reason)
    return None


def _is_saved(request: TenantRequest, form: ObjectiveForm | HeldForm, objective: Objective) -> bool:
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
    except TermsFrozen as frozen:
        form.add_error(None, words_for(frozen, frozen.negotiation))
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.reason)
    return not form.errors and not form.is_in_conflict
