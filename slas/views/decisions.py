from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from slas.access import access_clock
from slas.forms import VERBS, DecisionForm, may_decide
from slas.queries.waivers import promisee
from teams.http import TenantRequest, page, posted, url_for
from teams.http.answers import is_done, status_of
from teams.permissions import Permission


@require_http_methods(["GET", "HEAD", "POST"])
def clock_decide(request: TenantRequest, slug: str, clock_id: UUID) -> HttpResponse:
    clock = access_clock(request.membership, clock_id, to=Permission.CLOCK_PAUSE)
    verb = VERBS.get(request.GET.get("what", "act"))
    if verb is None:
        raise Http404
    if not may_decide(request.membership, clock, verb):
        raise PermissionDenied
    form = DecisionForm(posted(request), verb=verb)
    by, at = request.membership, timezone.now()
    if is_done(form, lambda: verb.action(clock=clock, by=by, at=at, **form.values)):
        messages.success(request, _("It is in the log of this clock, with your name."))
        return redirect(url_for(request, "slas:clock_detail", clock.pk))
    context = {"clock": clock, "verb": verb, "form": form, "promisee": promisee(clock)}
    return page(request, "slas/clock_decide.html", context, status=status_of(form))
