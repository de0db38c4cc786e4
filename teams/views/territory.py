from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from teams.access import access_territory, permit
from teams.actions import territories
from teams.forms import TerritoryForm
from teams.http import TenantRequest, page, posted
from teams.http.answers import answer, done, is_done, is_saved, status_of
from teams.permissions import Permission
from teams.queries.structure import territory_rows


@require_safe
def territory_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.STRUCTURE_VIEW)
    return page(request, "teams/territory_list.html", {"territories": territory_rows(on=timezone.localdate())})


@require_http_methods(["GET", "HEAD", "POST"])
def territory_new(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.STRUCTURE_EDIT)
    form = TerritoryForm(posted(request))
    if is_done(form, lambda: territories.create(values=form.values, by=request.membership, at=timezone.now())):
        return done(request, _("The territory was created."), "teams:territory_list")
    return page(request, "teams/territory_new.html", {"form": form}, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def territory_edit(request: TenantRequest, slug: str, territory_id: UUID) -> HttpResponse:
    territory = access_territory(request.membership, territory_id, to=Permission.STRUCTURE_EDIT)
    form = TerritoryForm(posted(request), territory=territory)
    if is_saved(
        form,
        lambda: territories.edit(
            territory=territory,
            values=form.values,
            version=form.cleaned_data["version"],
            by=request.membership,
            at=timezone.now(),
        ),
    ):
        return done(request, _("The territory was saved."), "teams:territory_list")
    context = {"form": form, "territory": territory}
    return page(request, "teams/territory_edit.html", context, status=form.http_status)


@require_POST
def territory_delete(request: TenantRequest, slug: str, territory_id: UUID) -> HttpResponse:
    territory = access_territory(request.membership, territory_id, to=Permission.STRUCTURE_EDIT)
    return answer(
        request,
        lambda: territories.delete(territory=territory, by=request.membership, at=timezone.now()),
        _("The territory was deleted."),
        "teams:territory_list",
    )
