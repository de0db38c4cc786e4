"""How a goal or an objective goes: its conversation, with check-ins and comments."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from goals.access.check_ins import Place, access_ask, access_goal_talk, access_objective_talk, require_check_in
from goals.actions import check_ins
from goals.forms.check_ins import CheckInForm, CommentForm
from goals.queries.talks import confidence_chart, talk_of
from goals.rules.cadence import due_on
from teams.actions.refusals import Refused
from teams.http import TenantRequest, page, url_for
from teams.permissions import Permission


@require_safe
def goal_talk(request: TenantRequest, slug: str, goal_id: UUID) -> HttpResponse:
    return _talk(request, access_goal_talk(request.membership, goal_id, to=Permission.GOAL_VIEW))


@require_POST
def goal_check_in(request: TenantRequest, slug: str, goal_id: UUID) -> HttpResponse:
    return _check_in(request, access_goal_talk(request.membership, goal_id, to=Permission.CHECK_IN_RECORD))


@require_POST
def goal_comment(request: TenantRequest, slug: str, goal_id: UUID) -> HttpResponse:
    return _comment(request, access_goal_talk(request.membership, goal_id, to=Permission.CHECK_IN_RECORD))


@require_safe
def objective_talk(request: TenantRequest, slug: str, objective_id: UUID) -> HttpResponse:
    return _talk(request, access_objective_talk(request.membership, objective_id, to=Permission.OBJECTIVE_VIEW))


@require_POST
def objective_check_in(request: TenantRequest, slug: str, objective_id: UUID) -> HttpResponse:
    return _check_in(request, access_objective_talk(request.membership, objective_id, to=Permission.CHECK_IN_RECORD))


@require_POST
def objective_comment(request: TenantRequest, slug: str, objective_id: UUID) -> HttpResponse:
    return _comment(request, access_objective_talk(request.membership, objective_id, to=Permission.CHECK_IN_RECORD))


@require_POST
def check_in_settle(request: TenantRequest, slug: str, check_in_id: UUID) -> HttpResponse:
    check_in = access_ask(request.membership, check_in_id, to=Permission.CHECK_IN_RECORD)
    check_ins.settle(check_in=check_in, by=request.membership, at=timezone.now())
    messages.success(request, _("Done, and noted."))
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return HttpResponseRedirect(back)  # redirect() would take a bare word for the name of a view
    return redirect(_address(request, Place(check_in.goal, check_in.objective, may_check_in=False)))


def _check_in(request: TenantRequest, place: Place) -> HttpResponse:
    require_check_in(place)
    form = CheckInForm(request.POST)
    if not form.is_valid():
        return _talk(request, place, check_in_form=form, status=422)
    try:
        check_ins.record(place=place, values=form.cleaned_data, by=request.membership, at=timezone.now())
    except Refused as refused:
        return _talk(request, place, check_in_form=form, refusal=refused.reason, status=409)
    messages.success(request, _("Your check-in is kept."))
    return redirect(_address(request, place))


def _comment(request: TenantRequest, place: Place) -> HttpResponse:
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _talk(request, place, comment_form=form, status=422)
    try:
        check_ins.comment(place=place, text=form.cleaned_data["text"], by=request.membership, at=timezone.now())
    except Refused as refused:
        return _talk(request, place, comment_form=form, refusal=refused.reason, status=409)
    return redirect(_address(request, place))


def _talk(
    request: TenantRequest,
    place: Place,
    *,
    check_in_form: CheckInForm | None = None,
    comment_form: CommentForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    talk = talk_of(place)
    may_say = request.membership.may(Permission.CHECK_IN_RECORD) and not place.is_archived
    context: dict[str, Any] = {
        "place": place,
        "talk": talk,
        "chart": confidence_chart(talk.course),
        "due_on": _due_on(place, talk.last.day if talk.last else None),
        "today": timezone.localdate(),
        "refusal": refusal,
        "check_in_form": (check_in_form or CheckInForm()) if may_say and place.may_check_in else check_in_form,
        "comment_form": (comment_form or CommentForm()) if may_say else comment_form,
    }
    return page(request, "goals/talk.html", context, status=status)


def _due_on(place: Place, last: Any) -> Any:
    period = place.objective.period if place.objective else None
    if period is None or not period.starts_on <= timezone.localdate() < period.ends_on:
        return None
    return due_on(cadence=place.goal.cadence, last=last, starts_on=period.starts_on)


def _address(request: TenantRequest, place: Place) -> str:
    if place.objective:
        return url_for(request, "goals:objective_talk", place.objective.pk)
    return url_for(request, "goals:goal_talk", place.goal.pk)
