from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from teams.access import access_team, permit
from teams.actions import teams
from teams.forms import TeamEditForm, TeamForm
from teams.http import TenantRequest, page, posted
from teams.http.answers import answer, done, is_done, is_saved, status_of
from teams.permissions import Permission


@require_http_methods(["GET", "HEAD", "POST"])
def team_new(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.STRUCTURE_EDIT)
    form = TeamForm(posted(request), initial={"department": request.GET.get("department")})
    if is_done(form, lambda: teams.create(values=form.cleaned_data, by=request.membership, at=timezone.now())):
        return done(request, _("The team was created."), "teams:department_list")
    return page(request, "teams/team_new.html", {"form": form}, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def team_edit(request: TenantRequest, slug: str, team_id: UUID) -> HttpResponse:
    team = access_team(request.membership, team_id, to=Permission.STRUCTURE_EDIT)
    form = TeamEditForm(posted(request), team=team)
    if is_saved(
        form,
        lambda: teams.edit(
            team=team,
            values=form.values,
            version=form.cleaned_data["version"],
            by=request.membership,
            at=timezone.now(),
        ),
    ):
        return done(request, _("The team was saved."), "teams:department_list")
    return page(request, "teams/team_edit.html", {"form": form, "team": team}, status=form.http_status)


@require_POST
def team_delete(request: TenantRequest, slug: str, team_id: UUID) -> HttpResponse:
    team = access_team(request.membership, team_id, to=Permission.STRUCTURE_EDIT)
    return answer(
        request,
        lambda: teams.delete(team=team, by=request.membership, at=timezone.now()),
        _("The team was deleted."),
        "teams:department_list",
    )
