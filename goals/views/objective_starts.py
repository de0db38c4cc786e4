"""The form of a new objective before anything is sent: empty, from a template, or like an earlier objective."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from goals.access import access_objective
from goals.forms import ObjectiveForm
from goals.forms.starts import StartForm
from goals.queries.starts import earlier_objectives, period_after, period_of, proposed_target
from teams.http import TenantRequest
from teams.permissions import Permission


def start_form(request: TenantRequest) -> StartForm:
    earlier = earlier_objectives(member=request.membership, today=timezone.localdate())
    return StartForm(request.GET, earlier=earlier)


def started(request: TenantRequest) -> ObjectiveForm:
    where: dict[str, Any] = {"organisation": request.organisation, "today": timezone.localdate()}
    if like := request.GET.get("like"):
        return _like(request, like, where)
    chosen = StartForm(request.GET, earlier=[]).chosen
    period = period_of(today=where["today"]) if chosen else None
    first = {"owner": request.membership.pk, **request.GET.dict()}
    if chosen and period:
        first = chosen.entries | {"period": period.key} | first
    return ObjectiveForm(objective=None, initial=first, **where)


def _like(request: TenantRequest, objective_id: str, where: dict[str, Any]) -> ObjectiveForm:
    try:
        objective = access_objective(request.membership, UUID(objective_id), to=Permission.OBJECTIVE_EDIT)
    except ValueError as error:
        raise Http404 from error
    period = period_after(objective.period)
    target = proposed_target(objective, period=period, **where) if period else None
    return ObjectiveForm.like(objective, period=period, target=target, **where)
