from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from teams.access import access_assignment, access_membership
from teams.actions import assignments
from teams.forms import AssignmentForm
from teams.http import TenantRequest, page, posted
from teams.http.answers import done, is_done, is_saved, status_of
from teams.permissions import Permission


@require_http_methods(["GET", "HEAD", "POST"])
def assignment_new(request: TenantRequest, slug: str, member_id: UUID) -> HttpResponse:
    member = access_membership(request.membership, member_id, to=Permission.MEMBER_EDIT)
    form = AssignmentForm(posted(request), initial={"starts_on": timezone.localdate()})
    if is_done(
        form,
        lambda: assignments.create(member=member, values=form.values, by=request.membership, at=timezone.now()),
    ):
        return done(request, _("The team was saved."), "teams:member_detail", member.pk)
    return page(request, "teams/assignment_new.html", {"form": form, "member": member}, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def assignment_edit(request: TenantRequest, slug: str, assignment_id: UUID) -> HttpResponse:
    assignment = access_assignment(request.membership, assignment_id, to=Permission.MEMBER_EDIT)
    member = assignment.membership
    form = AssignmentForm(posted(request), assignment=assignment)
    if is_saved(
        form,
        lambda: assignments.edit(
            assignment=assignment,
            values=form.values,
            version=form.cleaned_data["version"],
            by=request.membership,
            at=timezone.now(),
        ),
    ):
        return done(request, _("The changes were saved."), "teams:member_detail", member.pk)
    context = {"form": form, "member": member, "assignment": assignment}
    return page(request, "teams/assignment_edit.html", context, status=form.http_status)


@require_POST
def assignment_delete(request: TenantRequest, slug: str, assignment_id: UUID) -> HttpResponse:
    assignment = access_assignment(request.membership, assignment_id, to=Permission.MEMBER_EDIT)
    assignments.delete(assignment=assignment, by=request.membership, at=timezone.now())
    return done(request, _("The entry was deleted."), "teams:member_detail", assignment.membership_id)
