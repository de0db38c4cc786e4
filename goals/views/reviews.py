from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goals.access import access_goal, access_period
from goals.actions import reviews
from goals.forms.reviews import ReviewForm
from goals.queries.reviews import assumptions_of, lessons, reached_in, review_lines, review_of, written
from teams.access import permit
from teams.actions.refusals import Refused
from teams.actions.versions import EditConflict
from teams.http import TenantRequest, page, posted, url_for
from teams.models import Period
from teams.permissions import Permission
from teams.queries.periods import period_choice


@require_safe
def review_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.GOAL_VIEW)
    today = timezone.localdate()
    choice = period_choice(key=request.GET.get("period", ""), today=today)
    if "period" not in request.GET and choice.previous:
        choice = period_choice(key=choice.previous.key, today=today)
    lines = review_lines(choice.chosen) if choice.chosen else []
    context = {"filter": {"periods": choice}, "period": choice.chosen, "lines": lines}
    return page(request, "goals/review_list.html", context)


@require_safe
def goal_review(request: TenantRequest, slug: str, goal_id: UUID, period_id: UUID) -> HttpResponse:
    goal = access_goal(request.membership, goal_id, to=Permission.GOAL_VIEW)
    period = access_period(request.membership, period_id, to=Permission.GOAL_VIEW)
    today, review = timezone.localdate(), review_of(goal, period)
    is_kept = review is not None and review.finished_at is not None
    context = {
        "goal": goal,
        "period": period,
        "review": review,
        "reached": review.reached if review and is_kept else reached_in(goal, period, today=today),
        "assumptions": review.assumptions if review and is_kept else written(assumptions_of(goal), period),
        "earlier": lessons(before=period.starts_on, goal_id=goal.pk),
        "is_kept": is_kept,
        "is_over": period.ends_on <= today,
    }
    return page(request, "goals/goal_review.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def goal_review_edit(request: TenantRequest, slug: str, goal_id: UUID, period_id: UUID) -> HttpResponse:
    goal = access_goal(request.membership, goal_id, to=Permission.GOAL_EDIT)
    period = access_period(request.membership, period_id, to=Permission.GOAL_EDIT)
    form = ReviewForm(posted(request), review=review_of(goal, period), assumptions=assumptions_of(goal))
    refusal = ""
    if form.is_valid():
        terms: dict[str, Any] = {"goal": goal, "period": period, "values": form.values, "judged": form.judged}
        version, by = form.cleaned_data["version"] or 0, request.membership
        try:
            reviews.save(**terms, version=version, by=by, at=timezone.now())
            messages.success(request, _("The review is saved."))
            return redirect(url_for(request, "goals:goal_review", goal.pk, period.pk))
        except EditConflict as conflict:
            form.show_conflict(conflict)
        except Refused as refused:
            refusal = refused.reason
    context = {"goal": goal, "period": period, "form": form, "refusal": refusal}
    context["judging"] = _beside_records(form, period)
    context["reached"] = reached_in(goal, period, today=timezone.localdate())
    return page(request, "goals/goal_review_edit.html", context, status=409 if refusal else form.http_status)


@require_POST
def goal_review_finish(request: TenantRequest, slug: str, goal_id: UUID, period_id: UUID) -> HttpResponse:
    goal = access_goal(request.membership, goal_id, to=Permission.GOAL_EDIT)
    period = access_period(request.membership, period_id, to=Permission.GOAL_EDIT)
    try:
        reviews.finish(goal=goal, period=period, by=request.membership, at=timezone.now())
        messages.success(request, _("The review is finished. It stands beside the targets of the next periods."))
    except Refused as refused:
        messages.error(request, refused.reason)
    return redirect(url_for(request, "goals:goal_review", goal.pk, period.pk))


def _beside_records(form: ReviewForm, period: Period) -> list[tuple[Any, dict[str, Any]]]:
    """What is asked of each assumption, beside what the records say."""
    told = written([one.assumption for one in form.judging], period)
    return list(zip(form.judging, told, strict=True))
