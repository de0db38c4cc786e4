from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from teams.access import permit
from teams.actions import periods
from teams.http import TenantRequest, page
from teams.http.answers import done
from teams.permissions import Permission
from teams.queries.calendar import year_rows


@require_safe
def period_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.STRUCTURE_VIEW)
    return page(request, "teams/period_list.html", {"years": year_rows(on=timezone.localdate())})


@require_POST
def period_add_year(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.STRUCTURE_EDIT)
    year = periods.add_year(organisation=request.organisation, by=request.membership, at=timezone.now())
    return done(request, _("The periods of %(year)s were made.") % {"year": year}, "teams:period_list")
