import secrets
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from slas.access import access_clock
from slas.actions import reviews, samples
from slas.forms import ClockFilterForm, ReviewForm, seed_of
from slas.queries.clocks import filtered
from slas.queries.samples import SIZES, doubted, drawings, drawn, reviews_of, sample
from teams.access import permit
from teams.http import TenantRequest, page, posted, url_for
from teams.http.answers import is_done, status_of
from teams.permissions import Permission


@require_http_methods(["GET", "HEAD", "POST"])
def clock_sample(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.CLOCK_AUDIT)
    member, at, seed = request.membership, timezone.now(), seed_of(request.GET)
    if request.method == "POST":
        return _draw(request, at)
    known = drawings(organisation_id=request.organisation.pk, seed=seed or None)
    drawing = known[0] if seed and known else None
    chosen = _chosen(request, QueryDict(drawing.address) if drawing else request.GET, at)
    context = {"filter": chosen, "sizes": SIZES, "seed": seed, "drawing": drawing, "at": at}
    if drawing:
        context["clocks"] = drawn(drawing, member=member, at=at)
    elif seed:
        context["clocks"] = sample(filtered(chosen.where, member=member, at=at), seed=seed, size=_size(request))
    else:
        context |= {"drawings": known, "doubted": doubted(member=member, at=at)}
    return page(request, "slas/clock_sample.html", context, fragment="sample")


def _draw(request: TenantRequest, at: datetime) -> HttpResponse:
    """By a new seed, from the clocks of the filters."""
    chosen, seed = _chosen(request, request.GET, at), secrets.token_hex(8)
    query = {name: chosen.data[name] for name in chosen.fields if name in chosen.data}
    clocks = sample(filtered(chosen.where, member=request.membership, at=at), seed=seed, size=_size(request))
    samples.draw(clocks=clocks, seed=seed, query=query, by=request.membership, at=at)
    return redirect(url_for(request, "slas:clock_sample", **query, seed=seed))


@require_http_methods(["GET", "HEAD", "POST"])
def clock_review(request: TenantRequest, slug: str, clock_id: UUID) -> HttpResponse:
    clock = access_clock(request.membership, clock_id, to=Permission.CLOCK_AUDIT)
    form, seed = ReviewForm(posted(request)), seed_of(request.GET)
    by, at = request.membership, timezone.now()
    if is_done(form, lambda: reviews.record(clock=clock, by=by, at=at, **form.cleaned_data)):
        messages.success(request, _("Your review is recorded, with your name."))
        sample_url = url_for(request, "slas:clock_sample", seed=seed)
        return redirect(sample_url if seed else url_for(request, "slas:clock_detail", clock.pk))
    context = {"clock": clock, "form": form, "seed": seed, "reviews": reviews_of(clock)}
    return page(request, "slas/clock_review.html", context, status=status_of(form))


def _chosen(request: TenantRequest, query: QueryDict, at: datetime) -> ClockFilterForm:
    return ClockFilterForm(query, member=request.membership, today=timezone.localdate(at))


def _size(request: TenantRequest) -> int:
    wanted = request.GET.get("size", "")
    return int(wanted) if wanted in map(str, SIZES) else SIZES[0]
