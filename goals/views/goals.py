from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goals.access import access_goal
from goals.actions import goals
from goals.forms import GoalForm, ObjectiveFilter, as_of
from goals.models import Goal
from goals.queries.boards import goal_board
from teams.access import permit
from teams.actions.versions import EditConflict
from teams.http import TenantRequest, page, posted, url_for
from teams.permissions import Permission


@require_safe
def goal_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.GOAL_VIEW)
    chosen = ObjectiveFilter(request.GET, as_of=as_of(request), only=("period", "department"))
    nodes = goal_board(period=chosen.periods.chosen, on=chosen.on, where=chosen.where, is_narrowed=chosen.is_narrowed)
    return page(request, "goals/goal_list.html", {"filter": chosen, "nodes": nodes}, fragment="tree")


@require_http_methods(["GET", "HEAD", "POST"])
def goal_new(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.GOAL_EDIT)
    initial = {"owner": request.membership.pk, "parent": request.GET.get("parent")}
    form = GoalForm(posted(request), initial=initial)
    if form.is_valid():
        goal = goals.create(values=form.values, by=request.membership, at=timezone.now())
        messages.success(request, _("The goal is saved. Now say how it is measured: add an objective."))
        return redirect(url_for(request, "goals:goal_detail", goal.pk))
    return page(request, "goals/goal_new.html", {"form": form}, status=form.http_status)


@require_http_methods(["GET", "HEAD", "POST"])
def goal_edit(request: TenantRequest, slug: str, goal_id: UUID) -> HttpResponse:
    goal = access_goal(request.membership, goal_id, to=Permission.GOAL_EDIT)
    form = GoalForm(posted(request), goal=goal)
    if form.is_valid() and _is_saved(request, form, goal):
        messages.success(request, _("The goal is saved."))
        return redirect(url_for(request, "goals:goal_detail", goal.pk))
    return page(request, "goals/goal_edit.html", {"form": form, "goal": goal}, status=form.http_status)


def _is_saved(request: TenantRequest, form: GoalForm, goal: Goal) -> bool:
    version = form.cleaned_data["version"] or 0
    try:
        goals.edit(goal=goal, version=version, values=form.values, by=request.membership, at=timezone.now())
    except EditConflict as conflict:
        form.show_conflict(conflict)
    except goals.GoalContainsItself:
        form.add_error("parent", _("A goal cannot be part of itself or of a goal below it."))
    return not form.errors and not form.is_in_conflict


@require_POST
def goal_archive(request: TenantRequest, slug: str, goal_id: UUID) -> HttpResponse:
    goal = access_goal(request.membership, goal_id, to=Permission.GOAL_EDIT)
    goals.archive(goal=goal, by=request.membership, at=timezone.now())
    messages.success(request, _("“%(title)s” and its objectives are archived.") % {"title": goal.title})
    return redirect(url_for(request, "goals:goal_list"))
