from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from teams.access import permit
from teams.actions import organisations
from teams.forms import OrganisationForm
from teams.http import TenantRequest, page, posted
from teams.http.answers import done, is_saved
from teams.permissions import Permission


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_edit(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.ORGANISATION_EDIT)
    organisation = request.organisation
    form = OrganisationForm(posted(request), organisation=organisation)
    if is_saved(
        form,
        lambda: organisations.edit(
            organisation=organisation,
            values=form.values,
            version=form.cleaned_data["version"],
            by=request.membership,
            at=timezone.now(),
        ),
    ):
        return done(request, _("The settings were saved."), "teams:organisation_edit")
    return page(request, "teams/organisation_edit.html", {"form": form}, status=form.http_status)
