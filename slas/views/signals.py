import secrets

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from slas.actions import samples
from slas.forms import ClockFilterForm
from slas.queries.clocks import filtered
from slas.queries.samples import SIZES, is_drawn, sample
from slas.queries.signals import LIMITS, signals_of
from teams.access import permit
from teams.http import TenantRequest, page, url_for
from teams.permissions import Permission


@require_safe
def clock_signals(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.CLOCK_AUDIT)
    at = timezone.now()
    chosen = ClockFilterForm(request.GET, member=request.membership, today=timezone.localdate(at))
    context = {"filter": chosen, "owners": signals_of(chosen.where, member=request.membership, at=at), "limits": LIMITS}
    return page(request, "slas/clock_signals.html", context, fragment="signals")


@require_http_methods(["GET", "HEAD", "POST"])
def clock_sample(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.CLOCK_AUDIT)
    at = timezone.now()
    chosen = ClockFilterForm(request.GET, member=request.membership, today=timezone.localdate(at))
    seed, size = _seed(request), _size(request)
    if request.method == "POST":
        seed = secrets.token_hex(8)
    rows = filtered(chosen.where, member=request.membership, at=at)
    clocks = sample(rows, seed=seed, size=size) if seed else []
    if request.method == "POST":
        query = {name: request.GET[name] for name in chosen.fields if name in request.GET}
        samples.draw(clocks=clocks, seed=seed, query=query, by=request.membership, at=at)
        return redirect(url_for(request, "slas:clock_sample", **query, size=size, seed=seed))
    context = {"filter": chosen, "clocks": clocks, "seed": seed, "size": size, "sizes": SIZES, "at": at}
    context["is_drawn"] = is_drawn(organisation_id=request.organisation.pk, seed=seed) if seed else False
    return page(request, "slas/clock_sample.html", context, fragment="sample")


def _seed(request: TenantRequest) -> str:
    """Letters and digits, as all seeds are."""
    asked = request.GET.get("seed", "")[:40]
    return asked if asked.isascii() and asked.isalnum() else ""


def _size(request: TenantRequest) -> int:
    wanted = request.GET.get("size", "")
    return int(wanted) if wanted in map(str, SIZES) else SIZES[0]
