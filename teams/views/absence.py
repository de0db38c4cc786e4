from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from teams.access import access_absence, access_absences, permit
from teams.actions import absences
from teams.forms import AbsenceForm
from teams.http import TenantRequest, page, posted
from teams.http.answers import done, is_saved
from teams.permissions import Permission
from teams.queries.presence import absences_from, leaves


@require_safe
def absence_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.MEMBER_VIEW)
    today = timezone.localdate()
    shown = Paginator(absences_from(day=today), 50).get_page(request.GET.get("page"))
    rows = leaves(absences=list(shown.object_list), seen_by=request.membership)
    return page(request, "teams/absence_list.html", {"page_obj": shown, "leaves": rows, "today": today})


@require_http_methods(["GET", "HEAD", "POST"])
def absence_new(request: TenantRequest, slug: str, member_id: UUID) -> HttpResponse:
    member = access_absences(request.membership, member_id)
    form = AbsenceForm(posted(request), initial={"starts_on": timezone.localdate()})
    if is_saved(
        form, lambda: absences.record(member=member, values=form.values, by=request.membership, at=timezone.now())
    ):
        return done(request, _("The absence was recorded."), "teams:member_detail", member.pk)
    return page(request, "teams/absence_new.html", {"form": form, "member": member}, status=form.http_status)


@require_http_methods(["GET", "HEAD", "POST"])
def absence_edit(request: TenantRequest, slug: str, absence_id: UUID) -> HttpResponse:
    absence = access_absence(request.membership, absence_id)
    form = AbsenceForm(posted(request), absence=absence)
    if is_saved(
        form,
        lambda: absences.edit(
            absence=absence,
            version=form.cleaned_data["version"],
            values=form.values,
            by=request.membership,
            at=timezone.now(),
        ),
    ):
        return done(request, _("The changes were saved."), "teams:member_detail", absence.membership_id)
    context = {"form": form, "member": absence.membership, "absence": absence}
    return page(request, "teams/absence_edit.html", context, status=form.http_status)


@require_POST
def absence_delete(request: TenantRequest, slug: str, absence_id: UUID) -> HttpResponse:
    absence = access_absence(request.membership, absence_id)
    absences.delete(absence=absence, by=request.membership, at=timezone.now())
    return done(request, _("The entry was deleted."), "teams:member_detail", absence.membership_id)
