from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goals.access import access_allocation, access_hand_down, access_target, right_to
from goals.actions import allocations
from goals.forms.allocations import AllocateForm, GridForm, NameForm, PasteForm, notation_of
from goals.models import Allocation, AllocationVersion
from goals.models.allocation import Over
from goals.queries.allocation_tables import allocation_chart, allocation_csv
from goals.queries.allocations import Grid, grid_of, plan_at, plans_of, versions_of
from goals.queries.setters import barred
from teams.actions.refusals import Refused
from teams.actions.versions import EditConflict
from teams.http import TenantRequest, page, posted, url_for
from teams.http.answers import number_of
from teams.permissions import Permission
from teams.rules import formats


@require_http_methods(["GET", "HEAD", "POST"])
def objective_allocate(request: TenantRequest, slug: str, objective_id: UUID) -> HttpResponse:
    to = Permission.OBJECTIVE_EDIT
    objective = access_target(request.membership, objective_id, to=to, on=timezone.localdate()).objective
    plans = plans_of(objective)
    name = _("Plan %(number)s") % {"number": len(plans) + 1}
    form = AllocateForm(posted(request), objective=objective, initial={"name": name})
    if form.is_valid():
        typed = form.cleaned_data
        try:
            allocation = allocations.start(
                objective=objective,
                over=Over(typed["over"]),
                name=typed["name"],
                by=request.membership,
                at=timezone.now(),
            )
            return redirect(url_for(request, "goals:allocation_detail", allocation.pk))
        except Refused as refused:
            form.add_error(refused.field, refused.reason)
    context = {"objective": objective, "plans": plans, "form": form}
    return page(request, "goals/objective_allocate.html", context, status=422 if form.errors else 200)


@require_safe
def allocation_detail(request: TenantRequest, slug: str, allocation_id: UUID) -> HttpResponse:
    allocation = access_allocation(request.membership, allocation_id, to=Permission.OBJECTIVE_EDIT)
    return _grid_page(request, allocation)


@require_POST
def allocation_revise(request: TenantRequest, slug: str, allocation_id: UUID) -> HttpResponse:
    allocation = _to_change(request, allocation_id)
    form = _form(request, allocation, request.POST)
    if not form.is_valid():
        return _grid_page(request, allocation, form=form, status=422)
    version = form.cleaned_data["version"]
    try:
        allocations.revise(
            allocation=allocation, version=version, plan=form.plan, by=request.membership, at=timezone.now()
        )
    except EditConflict:
        lost = form.entries_since(plan_at(allocation, number=version))
        return _grid_page(request, allocation, is_conflict=True, lost=lost)
    return _shown(request, allocation)


@require_POST
def allocation_undo(request: TenantRequest, slug: str, allocation_id: UUID) -> HttpResponse:
    allocation = _to_change(request, allocation_id)
    try:
        allocations.undo(allocation=allocation, version=_version(request), by=request.membership, at=timezone.now())
    except EditConflict:
        return _grid_page(request, allocation, is_conflict=True)
    except Refused as refused:
        return _grid_page(request, allocation, refusal=refused.reason)
    return _shown(request, allocation)


@require_http_methods(["GET", "HEAD", "POST"])
def allocation_paste(request: TenantRequest, slug: str, allocation_id: UUID) -> HttpResponse:
    allocation = _to_change(request, allocation_id)
    notation = notation_of(allocation, request.organisation.currency)
    files = request.FILES if request.method == "POST" else None
    grid = grid_of(allocation)
    form, is_conflict = PasteForm(posted(request), files, grid=grid, notation=notation), False
    if form.is_valid():
        at: dict[str, Any] = {"by": request.membership, "at": timezone.now()}
        version = form.cleaned_data["version"]
        try:
            step = AllocationVersion.Step.PASTE
            allocations.revise(allocation=allocation, version=version, plan=form.plan, step=step, **at)
            told = ngettext("%(count)s amount is taken over.", "%(count)s amounts are taken over.", len(form.found))
            messages.success(request, told % {"count": len(form.found)})
            return redirect(url_for(request, "goals:allocation_detail", allocation.pk))
        except EditConflict:
            is_conflict = True
            form.stand_on(grid.version.number)
    context = {"allocation": allocation, "objective": allocation.objective, "form": form, "is_conflict": is_conflict}
    status = 409 if is_conflict else 422 if form.errors else 200
    return page(request, "goals/allocation_paste.html", context, status=status)


@require_safe
def allocation_export(request: TenantRequest, slug: str, allocation_id: UUID) -> HttpResponse:
    allocation = access_allocation(request.membership, allocation_id, to=Permission.OBJECTIVE_EDIT)
    notation = notation_of(allocation, request.organisation.currency)
    terms: dict[str, Any] = {"unit": notation.unit, "currency": notation.currency, "language": get_language() or "en"}
    response = HttpResponse(allocation_csv(grid_of(allocation), **terms), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="plan-{allocation.pk}.csv"'
    return response


@require_POST
def allocation_copy(request: TenantRequest, slug: str, allocation_id: UUID) -> HttpResponse:
    allocation = _to_change(request, allocation_id)
    form = NameForm({"name": request.POST.get("name") or _("What if: %(name)s") % {"name": allocation.name[:60]}})
    if not form.is_valid():
        return _grid_page(request, allocation, refusal=str(form.errors["name"][0]))
    name = form.cleaned_data["name"]
    copied = allocations.copy(allocation=allocation, name=name, by=request.membership, at=timezone.now())
    messages.success(request, _("This is a copy: change it freely, the first plan stays as it is."))
    return redirect(url_for(request, "goals:allocation_detail", copied.pk))


@require_POST
def allocation_apply(request: TenantRequest, slug: str, allocation_id: UUID) -> HttpResponse:
    allocation = _to_change(request, allocation_id)
    try:
        version, at = _version(request), timezone.now()
        done = allocations.apply(allocation=allocation, version=version, by=request.membership, at=at)
        told = _("Handed down: %(new)s new, %(changed)s changed, %(same)s as before, %(held)s agreed already.")
        numbers = {"new": done.new, "changed": done.changed, "same": done.same, "held": done.held}
        messages.success(request, told % numbers)
    except EditConflict:
        return _grid_page(request, allocation, is_conflict=True)
    except Refused as refused:
        return _grid_page(request, allocation, refusal=refused.reason)
    return redirect(url_for(request, "goals:allocation_detail", allocation.pk))


@require_POST
def allocation_take_back(request: TenantRequest, slug: str, allocation_id: UUID) -> HttpResponse:
    allocation = _to_change(request, allocation_id)
    try:
        allocations.take_back(allocation=allocation, by=request.membership, at=timezone.now())
        messages.success(request, _("Taken back: the targets are as they were before."))
    except Refused as refused:
        messages.error(request, refused.reason)
    return redirect(url_for(request, "goals:allocation_detail", allocation.pk))


@require_POST
def allocation_discard(request: TenantRequest, slug: str, allocation_id: UUID) -> HttpResponse:
    allocation = _to_change(request, allocation_id)
    allocations.discard(allocation=allocation, by=request.membership, at=timezone.now())
    messages.success(request, _("“%(name)s” is put aside.") % {"name": allocation.name})
    return redirect(url_for(request, "goals:objective_allocate", allocation.objective_id))


def _to_change(request: TenantRequest, allocation_id: UUID) -> Allocation:
    to = Permission.OBJECTIVE_EDIT
    return access_hand_down(request.membership, allocation_id, to=to, on=timezone.localdate())


def _form(request: TenantRequest, allocation: Allocation, data: Any, grid: Grid | None = None) -> GridForm:
    notation = notation_of(allocation, request.organisation.currency)
    return GridForm(data, grid=grid or grid_of(allocation), notation=notation)


def _shown(request: TenantRequest, allocation: Allocation) -> HttpResponse:
    """After a change: the table anew where htmx asked, else the page."""
    if not request.htmx:
        return redirect(url_for(request, "goals:allocation_detail", allocation.pk))
    return _grid_page(request, access_allocation(request.membership, allocation.pk, to=Permission.OBJECTIVE_EDIT))


def _grid_page(
    request: TenantRequest,
    allocation: Allocation,
    *,
    form: GridForm | None = None,
    refusal: str = "",
    is_conflict: bool = False,
    lost: Sequence[tuple[str, str]] = (),
    status: int = 0,
) -> HttpResponse:
    grid = form.grid if form else grid_of(allocation)
    notation = notation_of(allocation, request.organisation.currency)
    right = right_to(request.membership, allocation.objective, on=timezone.localdate())
    context: dict[str, Any] = {
        "allocation": allocation,
        "objective": allocation.objective,
        "right": right,
        "barred": _barred(request, grid) if right.may_work_on else "",
        "grid": grid,
        "form": form or _form(request, allocation, None, grid),
        "notation": notation,
        "chart": allocation_chart(grid, unit=notation.unit, currency=notation.currency),
        "versions": versions_of(allocation),
        "plans": plans_of(allocation.objective),
    }
    context |= {"refusal": refusal, "is_conflict": is_conflict, "lost": lost}
    # htmx shows a refusal in the place of the table.
    usual = 409 if (is_conflict or refusal) and not request.htmx else 200
    return page(request, "goals/allocation_detail.html", context, fragment="grid", status=status or usual)


def _barred(request: TenantRequest, grid: Grid) -> str:
    """Whose amounts somebody else sets."""
    return formats.joined(
        parts=barred(grid, request.membership, on=timezone.localdate()), language=get_language() or "en"
    )


def _version(request: TenantRequest) -> int:
    """The version that was seen; none of an unreadable one."""
    return number_of(request.POST.get("version", "")) or 0
