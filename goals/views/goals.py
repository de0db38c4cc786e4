from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goals.access import access_goal
from goals.actions import goals
from goals.actions.agreements import TermsFrozen
from goals.forms import GoalForm, ObjectiveFilter, as_of
from goals.forms.moves import MoveForm
from goals.forms.refusals import words_for
from goals.models import Goal
from goals.queries.archived import archived_goals
from goals.queries.boards import goal_board
from teams.access import permit
from teams.actions.refusals import Refused
from teams.actions.versions import EditConflict
from teams.http import TenantRequest, page, posted, url_for
from teams.permissions import Permission


@require_safe
def goal_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.GOAL_VIEW)
    return _tree_page(request)


@require_POST
def goal_move(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.GOAL_EDIT)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _tree_page(
            request, move_form=form, refusal=_("Nothing was moved: choose goals that are there."), status=422
        )
    goal, parent, version = (form.cleaned_data[name] for name in ("goal", "parent", "version"))
    try:
        goals.move(goal=goal, version=version, parent=parent, by=request.membership, at=timezone.now())
    except EditConflict:
        said = _("Somebody changed this goal meanwhile, so nothing was moved. Look at the tree, then move it again.")
        return _tree_page(request, refusal=said, status=409)
    except goals.GoalContainsItself:
        said = _("A goal cannot be part of itself or of a goal below it.")
        return _tree_page(request, move_form=form, refusal=said, status=422)
    names = {"goal": goal.title, "parent": parent.title if parent else ""}
    said = _("“%(goal)s” is part of “%(parent)s” now.") if parent else _("“%(goal)s” is at the top of the tree now.")
    if request.htmx:
        return _tree_page(request, said=said % names)
    messages.success(request, said % names)
    return redirect(f"{url_for(request, 'goals:goal_list')}{_query(request)}#goal-{goal.pk}")


def _tree_page(
    request: TenantRequest, *, move_form: MoveForm | None = None, refusal: str = "", said: str = "", status: int = 200
) -> HttpResponse:
    chosen = ObjectiveFilter(request.GET, as_of=as_of(request), only=("period", "department"))
    nodes = goal_board(period=chosen.periods.chosen, on=chosen.on, where=chosen.where, is_narrowed=chosen.is_narrowed)
    may_move = request.membership.may(Permission.GOAL_EDIT) and not as_of(request).past
    context = {
        "filter": chosen,
        "nodes": nodes,
        "may_move": may_move,
        "move_form": (move_form or MoveForm()) if may_move else None,
        "query": _query(request),
        "refusal": refusal,
        "said": said,
        "archived": archived_goals(),
    }
    return page(request, "goals/goal_list.html", context, fragment="tree", status=status)


def _query(request: TenantRequest) -> str:
    """The filters of the tree, to keep them over a move."""
    return f"?{request.GET.urlencode()}" if request.GET else ""


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
    try:
        goals.archive(goal=goal, by=request.membership, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.reason)
    except TermsFrozen as frozen:
        messages.error(request, words_for(frozen, frozen.negotiation))
    else:
        messages.success(request, _("“%(title)s” and its objectives are archived.") % {"title": goal.title})
    return redirect(url_for(request, "goals:goal_detail", goal.pk))


@require_POST
def goal_restore(request: TenantRequest, slug: str, goal_id: UUID) -> HttpResponse:
    goal = access_goal(request.membership, goal_id, to=Permission.GOAL_EDIT)
    try:
        count = goals.restore(goal=goal, by=request.membership, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        said = ngettext(
            "“%(title)s” is back, and %(count)s objective with it.",
            "“%(title)s” is back, and %(count)s objectives with it.",
            count,
        )
        messages.success(request, said % {"title": goal.title, "count": count})
    return redirect(url_for(request, "goals:goal_detail", goal.pk))
