from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.timezone import get_current_timezone_name
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from slas.access import access_clock
from slas.api.filters import BREACHES, CLOCKS
from slas.api.records import ClockDossier, ClockPage, CompliancePage
from slas.forms import BreachFilterForm, ClockFilterForm
from slas.models.clock import ClockQuerySet
from slas.queries import trends
from slas.queries.breaches import breached_clocks
from slas.queries.clocks import filtered, summed_by
from slas.queries.dossiers import dossier_of
from slas.queries.exports import record_of, records_of
from teams.access import permit
from teams.http.api import MemberView
from teams.http.listings import PER_PAGE, checked, listing, place
from teams.permissions import Permission


class ClockList(MemberView):
    """Clocks of a period (the current quarter unless another is asked for), the latest first."""

    @extend_schema(operation_id="clocks", parameters=CLOCKS, responses=ClockPage)
    def get(self, request: Request, slug: str) -> Response:
        permit(self.member(request), Permission.CLOCK_VIEW)
        member, at = self.member(request), timezone.now()
        form = checked(ClockFilterForm(request.query_params, member=member, today=timezone.localdate(at)), request)
        return _page(request, filtered(form.where, member=member, at=at), form, at)


class BreachList(MemberView):
    """Clocks by what has become of their breach: without a state, those that count as one."""

    @extend_schema(operation_id="breaches", parameters=BREACHES, responses=ClockPage)
    def get(self, request: Request, slug: str) -> Response:
        permit(self.member(request), Permission.CLOCK_VIEW)
        member, at = self.member(request), timezone.now()
        form = checked(BreachFilterForm(request.query_params, member=member, today=timezone.localdate(at)), request)
        return _page(request, breached_clocks(form.where, member=member, at=at), form, at)


class ClockDetail(MemberView):
    @extend_schema(operation_id="clock", responses=ClockDossier)
    def get(self, request: Request, slug: str, clock_id: UUID) -> Response:
        clock = access_clock(self.member(request), clock_id, to=Permission.CLOCK_VIEW)
        at = timezone.now()
        dossier = dossier_of(clock, at=at)
        told = record_of(clock, at=at) | {"arithmetic": dossier.stretches if dossier else []}
        return Response(ClockDossier(told).data)


class Compliance(MemberView):
    """What the clocks of a filter come to."""

    @extend_schema(operation_id="compliance", parameters=CLOCKS, responses=CompliancePage)
    def get(self, request: Request, slug: str) -> Response:
        permit(self.member(request), Permission.CLOCK_VIEW)
        member, at = self.member(request), timezone.now()
        form = checked(ClockFilterForm(request.query_params, member=member, today=timezone.localdate(at)), request)
        rows = filtered(form.where, member=member, at=at)
        figures, times, parts = summed_by(rows, at=at, week=trends.WEEK)
        told = {
            "as_of": at,
            "time_zone": get_current_timezone_name(),
            "period": form.periods.chosen,
            "compliance": figures,
            "business_time": times,
            "weeks": trends.by_week(parts["week"]),
            "teams": trends.paces(rows, at=at),
        }
        return Response(CompliancePage(told).data)


def _page(request: Request, rows: ClockQuerySet, form: ClockFilterForm, at: datetime) -> Response:
    where = place(request)
    after = (datetime.fromisoformat(where[0]), UUID(where[1])) if where else None
    records = records_of(rows, at=at, after=after, most=PER_PAGE + 1)
    shown: dict[str, Any] = listing(request, records, ended=lambda record: (record["started_at"], record["clock"]))
    return Response(ClockPage(shown | {"as_of": at, "period": form.periods.chosen}).data)
