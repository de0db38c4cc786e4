"""Lines on a goal's canvas. Each view names its line; what they have in common is at the end."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from goals.access import access_entry, access_goal
from goals.actions import canvas, help_requests
from goals.forms.canvas import FORMS
from goals.models import Assumption, Goal, HelpRequest, Initiative, Obstacle
from goals.models.canvas import CanvasEntry
from goals.queries.canvas import SHELVES
from goals.views.canvas import canvas_page, saved
from teams.actions.refusals import Refused
from teams.actions.versions import EditConflict
from teams.http import TenantRequest, posted
from teams.permissions import Permission

BOXES = {model: name for name, (model, _relations) in SHELVES.items()}


@require_http_methods(["GET", "HEAD", "POST"])
def initiative_new(request: TenantRequest, slug: str, goal_id: UUID) -> HttpResponse:
    goal = access_goal(request.membership, goal_id, to=Permission.GOAL_CONTRIBUTE)
    return _new(request, goal, Initiative)


@require_http_methods(["GET", "HEAD", "POST"])
def initiative_edit(request: TenantRequest, slug: str, initiative_id: UUID) -> HttpResponse:
    entry = access_entry(request.membership, Initiative, initiative_id, to=Permission.GOAL_CONTRIBUTE)
    return edit_entry(request, entry)


@require_POST
def initiative_archive(request: TenantRequest, slug: str, initiative_id: UUID) -> HttpResponse:
    entry = access_entry(request.membership, Initiative, initiative_id, to=Permission.GOAL_CONTRIBUTE)
    return _set_aside(request, entry, is_archived=True)


@require_POST
def initiative_restore(request: TenantRequest, slug: str, initiative_id: UUID) -> HttpResponse:
    entry = access_entry(request.membership, Initiative, initiative_id, to=Permission.GOAL_CONTRIBUTE)
    return _set_aside(request, entry, is_archived=False)


@require_http_methods(["GET", "HEAD", "POST"])
def obstacle_new(request: TenantRequest, slug: str, goal_id: UUID) -> HttpResponse:
    goal = access_goal(request.membership, goal_id, to=Permission.GOAL_CONTRIBUTE)
    return _new(request, goal, Obstacle)


@require_http_methods(["GET", "HEAD", "POST"])
def obstacle_edit(request: TenantRequest, slug: str, obstacle_id: UUID) -> HttpResponse:
    entry = access_entry(request.membership, Obstacle, obstacle_id, to=Permission.GOAL_CONTRIBUTE)
    return edit_entry(request, entry)


@require_POST
def obstacle_archive(request: TenantRequest, slug: str, obstacle_id: UUID) -> HttpResponse:
    entry = access_entry(request.membership, Obstacle, obstacle_id, to=Permission.GOAL_CONTRIBUTE)
    return _set_aside(request, entry, is_archived=True)


@require_POST
def obstacle_restore(request: TenantRequest, slug: str, obstacle_id: UUID) -> HttpResponse:
    entry = access_entry(request.membership, Obstacle, obstacle_id, to=Permission.GOAL_CONTRIBUTE)
    return _set_aside(request, entry, is_archived=False)


@require_http_methods(["GET", "HEAD", "POST"])
def assumption_new(request: TenantRequest, slug: str, goal_id: UUID) -> HttpResponse:
    goal = access_goal(request.membership, goal_id, to=Permission.GOAL_CONTRIBUTE)
    return _new(request, goal, Assumption)


@require_http_methods(["GET", "HEAD", "POST"])
def assumption_edit(request: TenantRequest, slug: str, assumption_id: UUID) -> HttpResponse:
    entry = access_entry(request.membership, Assumption, assumption_id, to=Permission.GOAL_CONTRIBUTE)
    return edit_entry(request, entry)


@require_POST
def assumption_archive(request: TenantRequest, slug: str, assumption_id: UUID) -> HttpResponse:
    entry = access_entry(request.membership, Assumption, assumption_id, to=Permission.GOAL_CONTRIBUTE)
    return _set_aside(request, entry, is_archived=True)


@require_POST
def assumption_restore(request: TenantRequest, slug: str, assumption_id: UUID) -> HttpResponse:
    entry = access_entry(request.membership, Assumption, assumption_id, to=Permission.GOAL_CONTRIBUTE)
    return _set_aside(request, entry, is_archived=False)


@require_http_methods(["GET", "HEAD", "POST"])
def help_request_new(request: TenantRequest, slug: str, goal_id: UUID) -> HttpResponse:
    goal = access_goal(request.membership, goal_id, to=Permission.GOAL_CONTRIBUTE)
    return _new(request, goal, HelpRequest)


def _new(request: TenantRequest, goal: Goal, model: type[CanvasEntry]) -> HttpResponse:
    form, refusal, status = FORMS[model](posted(request)), "", None
    if form.is_valid():
        terms: dict[str, Any] = {"goal": goal, "values": form.values, "by": request.membership, "at": timezone.now()}
        try:
            help_requests.ask(**terms) if model is HelpRequest else canvas.add(model=model, **terms)
            return saved(request, goal.pk, BOXES[model])
        except Refused as refused:
            refusal, status = refused.reason, 409
    status = status or form.http_status
    return canvas_page(request, goal, box=BOXES[model], form=form, refusal=refusal, status=status)


def edit_entry(request: TenantRequest, entry: CanvasEntry) -> HttpResponse:
    """The form of a line where the line stands."""
    form, refusal, status = FORMS[type(entry)](posted(request), entry=entry), "", None
    if form.is_valid():
        terms: dict[str, Any] = {"version": form.cleaned_data["version"] or 0, "values": form.values}
        terms |= {"by": request.membership, "at": timezone.now()}
        try:
            if isinstance(entry, HelpRequest):
                help_requests.edit(help_request=entry, **terms)
            else:
                canvas.edit(entry=entry, **terms)
            return saved(request, entry.goal_id, BOXES[type(entry)])
        except EditConflict as conflict:
            form.show_conflict(conflict)
        except Refused as refused:
            refusal, status = refused.reason, 409
    box, opened = BOXES[type(entry)], str(entry.pk)
    status = status or form.http_status
    return canvas_page(request, entry.goal, box=box, opened=opened, form=form, refusal=refusal, status=status)


def _set_aside(request: TenantRequest, entry: CanvasEntry, *, is_archived: bool) -> HttpResponse:
    act = canvas.put_aside if is_archived else canvas.put_back
    try:
        act(entry=entry, by=request.membership, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.reason)
    return saved(request, entry.goal_id, BOXES[type(entry)])
