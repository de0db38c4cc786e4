from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goals.access import access_objective, rights_to
from goals.actions import objectives
from goals.actions.agreements import TermsFrozen
from goals.actions.trees import CannotBeAdded
from goals.catalogue import UnknownMetric
from goals.forms import OwnMetricForm
from goals.forms.parents import words_for_obstacle
from goals.forms.refusals import words_for
from goals.models import Objective
from goals.queries.own_metrics import current_version, listed_metrics, preview, versions_of
from metrics.access import access_own_metric
from metrics.actions import own_metrics
from metrics.models import OwnMetric, OwnMetricVersion
from teams.access import permit
from teams.actions.refusals import Refused
from teams.actions.versions import EditConflict
from teams.http import TenantRequest, page, posted, url_for
from teams.permissions import Permission


@require_safe
def metric_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.METRIC_VIEW)
    own, built_in = listed_metrics()
    return page(request, "goals/metric_list.html", {"own": own, "built_in": built_in})


@require_safe
def metric_detail(request: TenantRequest, slug: str, metric_id: UUID) -> HttpResponse:
    metric = access_own_metric(request.membership, metric_id, to=Permission.METRIC_VIEW)
    versions = versions_of(metric)
    shown = versions[0].metric and preview(
        organisation=request.organisation, metric=versions[0].metric, today=timezone.localdate()
    )
    about = [objective for one in versions for objective in one.objectives]
    rights = rights_to(request.membership, about, on=timezone.localdate()) if about else []
    movable = {right.objective.pk for right in rights if right.may_edit}
    context = {"metric": metric, "versions": versions, "preview": shown, "movable": movable}
    return page(request, "goals/metric_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def metric_new(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.METRIC_EDIT)
    form = OwnMetricForm(posted(request), currency=request.organisation.currency)
    if "redraw" not in request.POST and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("name", "direction")}
        made = own_metrics.create(**values, terms=form.terms, by=request.membership, at=timezone.now())
        messages.success(request, _("The metric is saved. Objectives can be about it now."))
        return redirect(url_for(request, "goals:metric_detail", made.metric_id))
    return _described(request, "goals/metric_new.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
def metric_edit(request: TenantRequest, slug: str, metric_id: UUID) -> HttpResponse:
    metric = access_own_metric(request.membership, metric_id, to=Permission.METRIC_EDIT)
    form = OwnMetricForm(posted(request), currency=request.organisation.currency, current=current_version(metric))
    if "redraw" not in request.POST and form.is_valid() and _is_saved(request, form, metric):
        messages.success(
            request, _("The new version is saved. Objectives keep the version they have until you move them.")
        )
        return redirect(url_for(request, "goals:metric_detail", metric.pk))
    return _described(request, "goals/metric_edit.html", form, metric=metric)


@require_POST
def metric_archive(request: TenantRequest, slug: str, metric_id: UUID) -> HttpResponse:
    metric = access_own_metric(request.membership, metric_id, to=Permission.METRIC_EDIT)
    own_metrics.archive(metric=metric, by=request.membership, at=timezone.now())
    messages.success(request, _("The metric is archived. Objectives that are about it keep their figures."))
    return redirect(url_for(request, "goals:metric_detail", metric.pk))


@require_POST
def metric_restore(request: TenantRequest, slug: str, metric_id: UUID) -> HttpResponse:
    metric = access_own_metric(request.membership, metric_id, to=Permission.METRIC_EDIT)
    own_metrics.restore(metric=metric, by=request.membership, at=timezone.now())
    messages.success(request, _("The metric is offered again."))
    return redirect(url_for(request, "goals:metric_detail", metric.pk))


@require_POST
def metric_adopt(request: TenantRequest, slug: str, metric_id: UUID, objective_id: UUID) -> HttpResponse:
    """Move an objective to the current version of its metric."""
    metric = access_own_metric(request.membership, metric_id, to=Permission.METRIC_VIEW)
    objective = access_objective(request.membership, objective_id, to=Permission.OBJECTIVE_EDIT)
    if reason := _why_not_adopted(request, objective, current_version(metric)):
        messages.error(request, reason)
    else:
        messages.success(request, _("The objective is measured by the current version now."))
    return redirect(url_for(request, "goals:metric_detail", metric.pk))


def _why_not_adopted(request: TenantRequest, objective: Objective, version: OwnMetricVersion) -> str:
    """Empty where it is done."""
    try:
        objectives.adopt_version(objective=objective, version=version, by=request.membership, at=timezone.now())
    except UnknownMetric:
        return _("The objective is about another metric by now.")
    except TermsFrozen as frozen:
        return words_for(frozen, frozen.negotiation)
    except objectives.OtherUnit:
        return _("The new version counts in another unit: set a new target in the objective’s form.")
    except CannotBeAdded as refused:
        return words_for_obstacle(refused)
    except Refused as refused:
        return refused.reason
    except EditConflict:
        return _("Somebody saved this while you were editing")
    return ""


def _described(
    request: TenantRequest, template: str, form: OwnMetricForm, *, metric: OwnMetric | None = None
) -> HttpResponse:
    """The page with what the description measures so far."""
    described = form.describe()
    shown = described and preview(organisation=request.organisation, metric=described, today=timezone.localdate())
    is_redraw = "redraw" in request.POST
    context = {"form": form, "metric": metric, "preview": shown, "is_redraw": is_redraw}
    return page(request, template, context, fragment="description", status=200 if is_redraw else form.http_status)


def _is_saved(request: TenantRequest, form: OwnMetricForm, metric: OwnMetric) -> bool:
    values = {name: form.cleaned_data[name] for name in ("name", "direction", "note")}
    version = form.cleaned_data["version"] or 0
    try:
        own_metrics.redefine(
            metric=metric, version=version, terms=form.terms, by=request.membership, at=timezone.now(), **values
        )
    except EditConflict as conflict:
        form.show_conflict(conflict)
    except own_metrics.NothingChanged:
        form.add_error(None, _("Nothing is different from the current version."))
    return not form.errors and not form.is_in_conflict
