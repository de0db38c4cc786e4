from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from goals.api.records import ObjectivePage
from goals.forms import AsOf, ObjectiveFilter
from goals.forms.filters import STATUSES
from goals.models import Scope
from goals.queries.progress_pages import progress_page
from teams.access import permit
from teams.http.api import MemberView
from teams.http.listings import PER_PAGE, checked, listing, place
from teams.permissions import Permission

FILTERS = ("period", "department", "team", "metric", "scope", "status", "goal")
PARAMETERS = [
    OpenApiParameter("period", description="2026, 2026-Q3, 2026-08 or 2026-W33."),
    *(OpenApiParameter(name, OpenApiTypes.UUID) for name in ("department", "team", "goal")),
    OpenApiParameter("metric", description="The key of a metric."),
    OpenApiParameter("scope", enum=Scope.values),
    OpenApiParameter("status", enum=[key for key, _label in STATUSES]),
    OpenApiParameter("cursor", description="Given out in `next`."),
]


class ObjectiveList(MemberView):
    """Objectives of a period (the current quarter unless another is asked for) with their figures."""

    @extend_schema(operation_id="objectives", parameters=PARAMETERS, responses=ObjectivePage)
    def get(self, request: Request, slug: str) -> Response:
        permit(self.member(request), Permission.OBJECTIVE_VIEW)
        today = AsOf(today=timezone.localdate(), past=None, typed="", error="", others=[])
        form = checked(ObjectiveFilter(request.query_params, as_of=today, only=FILTERS), request)
        period, where = form.periods.chosen, place(request)
        rows = progress_page(
            period=period, on=form.on, where=form.where, after=UUID(where[0]) if where else None, limit=PER_PAGE + 1
        )
        told = listing(request, rows, ended=lambda row: (row.id,))
        return Response(ObjectivePage(told | {"as_of": form.on, "period": period.key if period else None}).data)
