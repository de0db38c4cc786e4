from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from goals.access import access_objective
from goals.forms import as_of
from goals.queries.changed_records import changed_records
from goals.queries.changes import change_of
from goals.queries.closes import frozen_of
from goals.queries.course_lines import prorations_of, season_of
from goals.queries.explanations import counted, has_changed
from goals.queries.figures import THRESHOLDS, figure_of
from goals.queries.guardrails import guard_lines
from goals.queries.own_metrics import version_of
from goals.queries.progress import progress_of
from goals.queries.qualifying import in_words as qualifying_words
from goals.queries.reasons import in_words, reason_of
from goals.queries.record_pages import record_page
from teams.http import TenantRequest, page
from teams.permissions import Permission


@require_safe
def objective_explain(request: TenantRequest, slug: str, objective_id: UUID) -> HttpResponse:
    objective = access_objective(request.membership, objective_id, to=Permission.OBJECTIVE_VIEW)
    day = as_of(request)
    row = progress_of(objective.pk, on=day.day, known_on=day.past)
    if row is None:
        raise Http404
    where: dict[str, Any] = {"organisation": request.organisation, "objective": objective}
    where["as_of"] = row.as_of or day.day
    now = counted(**where)
    context = {"objective": objective, "row": row, "figure": figure_of(row), "thresholds": THRESHOLDS, "now": now}
    changed = has_changed(row=row, now=now)
    context |= {"reason": in_words(reason_of(now) or (None if changed else row.reason)), "has_changed": changed}
    context |= {"season": season_of(row), "proration": prorations_of(rows=[row]).get(row.id)}
    currency = row.currency or request.organisation.currency
    qualifying = qualifying_words(row.qualifying, source=row.metric.numerator.source, currency=currency)
    context |= {"guards": guard_lines(objective, row), "qualifying": qualifying}
    context |= {"change": change_of(row), "own_version": version_of(row.metric_key)}
    context["frozen"] = frozen_of(objective, known_on=day.past)
    if request.membership.may(Permission.RECORD_VIEW):
        part = request.GET.get("part")
        context["records"] = record_page(**where, part=part, number=request.GET.get("page"))
        changes: dict[str, Any] = {"change": context["change"], "part": part, "now": timezone.now()}
        context["difference"] = changed_records(
            organisation=request.organisation, objective=objective, row=row, **changes
        )
    return page(request, "goals/objective_explain.html", context, fragment="records")
