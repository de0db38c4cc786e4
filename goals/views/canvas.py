"""The page of a goal: its canvas, of which a box at a time is changed in place, and its objectives."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goals.access import access_goal
from goals.actions import goals
from goals.actions.agreements import TermsFrozen
from goals.forms import as_of
from goals.forms.canvas import PurposeForm
from goals.forms.refusals import archive_words
from goals.models import Goal
from goals.queries.archived import archived_objectives
from goals.queries.boards import children_of
from goals.queries.canvas import SHELVES, measured_of, objectives_by_department, shelves_of
from goals.queries.progress import ProgressFilter, progress_rows, status_counts
from goals.queries.reviews import lessons
from teams.actions.refusals import Refused
from teams.actions.versions import EditConflict
from teams.http import TenantRequest, page, posted, url_for
from teams.permissions import Permission
from teams.queries.periods import period_choice

PURPOSE = "purpose"


@require_safe
def goal_detail(request: TenantRequest, slug: str, goal_id: UUID) -> HttpResponse:
    goal = access_goal(request.membership, goal_id, to=Permission.GOAL_VIEW)
    return canvas_page(request, goal)


@require_http_methods(["GET", "HEAD", "POST"])
def goal_purpose(request: TenantRequest, slug: str, goal_id: UUID) -> HttpResponse:
    goal = access_goal(request.membership, goal_id, to=Permission.GOAL_EDIT)
    form = PurposeForm(posted(request), goal=goal)
    if form.is_valid():
        version, at = form.cleaned_data["version"] or 0, timezone.now()
        try:
            goals.edit(goal=goal, version=version, values=form.values, by=request.membership, at=at)
            return saved(request, goal.pk, PURPOSE)
        except EditConflict as conflict:
            form.show_conflict(conflict)
    return canvas_page(request, goal, box=PURPOSE, form=form, status=form.http_status)


def saved(request: TenantRequest, goal_id: UUID, box: str) -> HttpResponse:
    """After a change: the box where scripts run, else the page at the box."""
    goal = access_goal(request.membership, goal_id, to=Permission.GOAL_VIEW)
    if request.htmx:
        return canvas_page(request, goal, box=box)
    return redirect(f"{url_for(request, 'goals:goal_detail', goal_id)}#{box}")


def canvas_page(
    request: TenantRequest,
    goal: Goal,
    *,
    box: str = "",
    opened: str = "",
    form: Any = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page, or one box of it; `form` is open in the box at the line with the id `opened`, else at its end."""
    today = timezone.localdate()
    names = [box] if request.htmx and box else list(SHELVES)
    shelves = shelves_of(goal, names=[name for name in names if name in SHELVES])
    context: dict[str, Any] = {
        "goal": goal,
        "today": today,
        "shelves": shelves,
        "opened": {"box": box, "entry": opened, "form": form} if form else {},
        "refusal": refusal,
    }
    if "assumptions" in shelves:
        period = goal.period or period_choice(key="", today=today).chosen
        context["measured"] = measured_of(shelves["assumptions"], period=period, today=today)
    if not (request.htmx and box):
        context |= _objectives(request, goal) | {"stays": _stays(request, goal)}
    return page(request, "goals/goal_detail.html", context, fragment=box or None, status=status)


def _objectives(request: TenantRequest, goal: Goal) -> dict[str, Any]:
    day = as_of(request)
    where = ProgressFilter(goal_id=goal.pk, known_on=day.past)
    rows = progress_rows(period=None, on=day.day, where=where, order="period", limit=100)
    return {
        "rows": rows,
        "columns": objectives_by_department(rows, today=day.day) if rows else [],
        "statuses": status_counts(period=None, on=day.day, where=where),
        "children": children_of(goal),
        "archived": archived_objectives(goal),
        "lessons": lessons(before=day.day, goal_id=goal.pk),
    }


def _stays(request: TenantRequest, goal: Goal) -> str:
    """Why who may edit it cannot archive it; nothing where they can."""
    if goal.is_archived or as_of(request).past or not request.membership.may(Permission.GOAL_EDIT):
        return ""
    try:
        goals.require_archivable(goal=goal, by=request.membership, at=timezone.now())
    except (Refused, TermsFrozen) as error:
        return archive_words(error)
    return ""
