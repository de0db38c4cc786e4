from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from goals.access import Opening, access_objective, openings, right_to
from goals.actions import objectives
from goals.actions.agreements import TermsFrozen
from goals.forms import AsOf, ObjectiveFilter, as_of
from goals.forms.refusals import words_for
from goals.models import Objective
from goals.models.objective import ObjectiveQuerySet
from goals.queries.agreements import holding_terms
from goals.queries.appraisals import Appraisal, appraisal_of_saved
from goals.queries.charts import chart_table, progress_chart
from goals.queries.closes import frozen_of
from goals.queries.course_lines import prorations_of
from goals.queries.figures import Figure, figure_of
from goals.queries.guardrails import guard_lines
from goals.queries.milestones import milestones_of
from goals.queries.odds import chances_of
from goals.queries.points import course
from goals.queries.progress import ProgressRow, listed, progress_of, rows_of, status_counts
from goals.queries.qualifying import in_words
from goals.queries.setters import setter_names
from goals.queries.trees import tree_of
from teams.access import permit
from teams.actions.refusals import Refused
from teams.http import TenantRequest, page, url_for
from teams.permissions import Permission

PER_PAGE = 25


@require_safe
def objective_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.OBJECTIVE_VIEW)
    chosen = ObjectiveFilter(request.GET, as_of=as_of(request))
    wanted: dict[str, Any] = {"period": chosen.periods.chosen, "on": chosen.on, "where": chosen.where}
    pages = Paginator(listed(**wanted, order=chosen.order), PER_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    context = {
        "filter": chosen,
        "page_obj": shown,
        "rows": rows_of(cast("ObjectiveQuerySet", shown.object_list)),
        "statuses": status_counts(**wanted),
    }
    return page(request, "goals/objective_list.html", context, fragment="objectives")


@require_safe
def objective_detail(request: TenantRequest, slug: str, objective_id: UUID) -> HttpResponse:
    objective = access_objective(request.membership, objective_id, to=Permission.OBJECTIVE_VIEW)
    day = as_of(request)
    figure = _figure(objective, day)
    row, points = figure.row, course(row=figure.row)
    currency = row.currency or request.organisation.currency
    asked: dict[str, Any] = {"target": row.asked, "upper": row.asked_upper, "baseline": row.baseline}
    chart = progress_chart(points=points, metric=row.metric, currency=currency, **asked)
    context = {
        "objective": objective,
        "figure": figure,
        "row": row,
        "chart": chart,
        "points": chart_table(points=points, as_of=row.as_of or day.day),
        "guards": guard_lines(objective, row),
        "qualifying": in_words(row.qualifying, source=row.metric.numerator.source, currency=currency),
        "tree": tree_of(row, on=day.day),
        "proration": prorations_of(rows=[row]).get(row.id),
        "frozen": frozen_of(objective, known_on=day.past),
    }
    return page(request, "goals/objective_detail.html", context | ({} if day.past else _ahead(request, objective, row)))


@require_POST
def objective_archive(request: TenantRequest, slug: str, objective_id: UUID) -> HttpResponse:
    objective = access_objective(request.membership, objective_id, to=Permission.OBJECTIVE_EDIT)
    try:
        objectives.archive(objective=objective, by=request.membership, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.reason)
    except TermsFrozen as frozen:
        messages.error(request, words_for(frozen, frozen.negotiation))
    return redirect(url_for(request, "goals:objective_detail", objective.pk))


@require_POST
def objective_restore(request: TenantRequest, slug: str, objective_id: UUID) -> HttpResponse:
    objective = access_objective(request.membership, objective_id, to=Permission.OBJECTIVE_EDIT)
    try:
        objectives.restore(objective=objective, by=request.membership, at=timezone.now())
        messages.success(request, _("The objective is back."))
    except Refused as refused:
        messages.error(request, refused.reason)
    return redirect(url_for(request, "goals:objective_detail", objective.pk))


def _ahead(request: TenantRequest, objective: Objective, row: ProgressRow) -> dict[str, Any]:
    """What can be done now, and what may come: nothing of it belongs on a page of an earlier day."""
    right = right_to(request.membership, objective, on=timezone.localdate())
    return {
        "holding": holding_terms(objective),
        "right": right,
        "setters": setter_names(right, on=timezone.localdate()) if right.is_told else "",
        "opening": _opening(request, objective),
        "chances": chances_of(organisation=request.organisation, rows=[row]).get(row.id),
        "appraisal": _appraisal(request, objective, row),
    }


def _appraisal(request: TenantRequest, objective: Objective, row: ProgressRow) -> Appraisal | None:
    """How well it is put; once its period is over the result says more."""
    today = timezone.localdate()
    if objective.period.ends_on <= today:
        return None
    terms: dict[str, Any] = {"organisation": request.organisation, "today": today}
    return appraisal_of_saved(objective, value=row.actual, as_of=row.through, **terms)


def _figure(objective: Objective, day: AsOf) -> Figure:
    row = progress_of(objective.pk, on=day.day, known_on=day.past)
    if row is None:
        raise Http404
    return figure_of(row, milestones=milestones_of(objective))


def _opening(request: TenantRequest, objective: Objective) -> Opening | None:
    """Whether this member may negotiate the target, and for which side."""
    if objective.is_archived or not request.membership.may(Permission.NEGOTIATION_ANSWER):
        return None
    return next(iter(openings(request.membership, [objective], on=timezone.localdate())), None)
