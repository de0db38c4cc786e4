from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from slas.forms import ClockFilterForm
from slas.queries.signals import LIMITS, signals_of
from teams.access import permit
from teams.http import TenantRequest, page
from teams.permissions import Permission


@require_safe
def clock_signals(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.CLOCK_AUDIT)
    at = timezone.now()
    chosen = ClockFilterForm(request.GET, member=request.membership, today=timezone.localdate(at))
    context = {"filter": chosen, "owners": signals_of(chosen.where, member=request.membership, at=at), "limits": LIMITS}
    return page(request, "slas/clock_signals.html", context, fragment="signals")
