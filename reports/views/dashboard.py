from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from goals.forms import ObjectiveFilter, as_of
from goals.queries.charts import chart_table, progress_chart
from goals.queries.points import course
from reports.queries import dashboard as queries
from reports.queries.charts import comparison_chart
from slas.queries.clocks import midnight
from slas.queries.indices import TwoSided, two_sided
from teams.access import permit
from teams.http import TenantRequest, page
from teams.models import Organisation
from teams.permissions import Permission

FILTERS = ("period", "department", "team", "metric", "status")


@require_safe
def dashboard(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.DASHBOARD_VIEW)
    chosen = ObjectiveFilter(request.GET, as_of=as_of(request), only=FILTERS)
    context: dict[str, Any] = {"filter": chosen, "period": chosen.periods.chosen}
    if chosen.periods.chosen:
        board = queries.dashboard(
            period=chosen.periods.chosen,
            on=chosen.on,
            where=chosen.where,
            departments=chosen.rows("department"),
            teams=chosen.rows("team"),
        )
        context |= {"board": board, "indices": _indices(chosen)} | _charts(request.organisation, board)
        context["elsewhere"] = queries.latest_period() if board.is_empty and not chosen.is_narrowed else None
    return page(request, "reports/dashboard.html", context, fragment="quarter")


def _indices(chosen: ObjectiveFilter) -> list[TwoSided]:
    """How both departments keep their promises; of an earlier day nobody knows what was overdue then."""
    period = chosen.periods.chosen
    if period is None or chosen.known_on:
        return []
    return two_sided(since=midnight(period.starts_on), until=midnight(period.ends_on), at=timezone.now())


def _charts(organisation: Organisation, board: queries.Dashboard) -> dict[str, Any]:
    main = board.main
    if main is None:
        return {}
    points = course(row=main)
    chart = progress_chart(
        points=points,
        metric=main.metric,
        target=main.asked,
        upper=main.asked_upper,
        baseline=main.baseline,
        currency=organisation.currency,
    )
    return {
        "chart": chart,
        "points": chart_table(points=points, as_of=main.as_of or main.starts_on),
        "comparison": comparison_chart(board.compared) if len(board.compared) > 1 else None,
    }
