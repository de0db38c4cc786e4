from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pipeline.access import access_lead
from slas.access import access_clock, may_review
from slas.forms import ClockFilterForm, seed_of, verbs_for
from slas.queries import charts, trends
from slas.queries.breaches import thread_of
from slas.queries.clocks import clocks_of, filtered, page_of, summed, summed_by
from slas.queries.dossiers import dossier_of
from slas.queries.samples import reviews_of
from slas.queries.sentences import words_of
from slas.queries.waivers import promisee
from teams.access import permit
from teams.http import TenantRequest, page
from teams.permissions import Permission


@require_safe
def clock_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.CLOCK_VIEW)
    at = timezone.now()
    chosen = ClockFilterForm(request.GET, member=request.membership, today=timezone.localdate(at))
    rows = filtered(chosen.where, member=request.membership, at=at)
    figures, times = summed(rows, at=at)
    context = {
        "filter": chosen,
        "figures": figures,
        "times": times,
        "page_obj": page_of(rows, number=request.GET.get("page"), count=figures.clocks),
        "at": at,
    }
    return page(request, "slas/clock_list.html", context, fragment="clocks")


@require_safe
def clock_compliance(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.CLOCK_VIEW)
    at = timezone.now()
    chosen = ClockFilterForm(request.GET, member=request.membership, today=timezone.localdate(at))
    rows = filtered(chosen.where, member=request.membership, at=at)
    figures, times, parts = summed_by(rows, at=at, week=trends.WEEK, hour=trends.HOUR)
    weeks, paces, answered = trends.by_week(parts["week"]), trends.paces(rows, at=at), trends.answered(rows)
    context = {
        "filter": chosen,
        "figures": figures,
        "times": times,
        "weeks": weeks,
        "week_chart": charts.week_chart(weeks),
        "days": charts.heat_map(trends.by_hour(parts["hour"])),
        "paces": paces,
        "pace_chart": charts.pace_chart(paces),
        "answered": charts.named(answered),
        "answered_chart": charts.answered_chart(answered),
    }
    return page(request, "slas/clock_compliance.html", context, fragment="compliance")


@require_safe
def clock_detail(request: TenantRequest, slug: str, clock_id: UUID) -> HttpResponse:
    clock = access_clock(request.membership, clock_id, to=Permission.CLOCK_VIEW)
    dossier = dossier_of(clock, at=timezone.now())
    state = dossier.counted.state if dossier else clock.state
    context = {
        "clock": clock,
        "dossier": dossier,
        "promise": clock.promise,
        "words": words_of(clock.promise, who=str(clock.promise.version.agreement.department(clock.promise.side))),
        "calendar": clock.calendar_version,
        "verbs": verbs_for(request.membership, clock, state=state),
        "promisee": promisee(clock),
        "thread": thread_of(clock),
        "reviews": reviews_of(clock),
        "may_review": may_review(request.membership, clock),
        "seed": seed_of(request.GET),
    }
    return page(request, "slas/clock_detail.html", context)


@require_safe
def lead_clocks(request: TenantRequest, slug: str, lead_id: UUID) -> HttpResponse:
    lead = access_lead(request.membership, lead_id, to=Permission.CLOCK_VIEW)
    at = timezone.now()
    context = {"lead": lead, "clocks": clocks_of(lead, member=request.membership, at=at), "at": at}
    return page(request, "slas/lead_clocks.html", context, fragment="lead_clocks")
