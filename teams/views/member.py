from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from teams.access import access_membership, permit
from teams.actions import members
from teams.forms import InviteForm, MemberEditForm, MemberFilter, MemberForm
from teams.http import TenantRequest, page, posted
from teams.http.answers import done, is_done, is_saved, status_of
from teams.models import Membership
from teams.permissions import Permission
from teams.queries.members import assignments_of, find
from teams.queries.presence import leaves_of, ramp_of


@require_safe
def member_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.MEMBER_VIEW)
    criteria = MemberFilter(request.GET)
    criteria.is_valid()
    found = find(criteria=criteria.cleaned_data, on=timezone.localdate())
    context = {"filter": criteria, "page_obj": Paginator(found, 50).get_page(request.GET.get("page"))}
    return page(request, "teams/member_list.html", context, fragment="members")


@require_safe
def member_detail(request: TenantRequest, slug: str, member_id: UUID) -> HttpResponse:
    member = access_membership(request.membership, member_id, to=Permission.MEMBER_VIEW)
    context = _context(request, member, InviteForm(initial={"email": member.email}))
    return page(request, "teams/member_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def member_new(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.MEMBER_EDIT)
    form = MemberForm(posted(request), by=request.membership)
    if is_done(form, lambda: members.invite(values=form.cleaned_data, by=request.membership, at=timezone.now())):
        text = _("An invitation to %(email)s is on its way.") % {"email": form.cleaned_data["email"]}
        return done(request, text, "teams:member_list")
    return page(request, "teams/member_new.html", {"form": form}, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def member_edit(request: TenantRequest, slug: str, member_id: UUID) -> HttpResponse:
    member = access_membership(request.membership, member_id, to=Permission.MEMBER_EDIT)
    form = MemberEditForm(posted(request), by=request.membership, member=member)
    if is_saved(
        form,
        lambda: members.edit(
            member=member,
            values=form.values,
            version=form.cleaned_data["version"],
            by=request.membership,
            at=timezone.now(),
        ),
    ):
        return done(request, _("The changes were saved."), "teams:member_detail", member.pk)
    return page(request, "teams/member_edit.html", {"form": form, "member": member}, status=form.http_status)


@require_POST
def member_invite(request: TenantRequest, slug: str, member_id: UUID) -> HttpResponse:
    """Invite somebody who is known already, or send the letter again."""
    member = access_membership(request.membership, member_id, to=Permission.MEMBER_EDIT)
    form = InviteForm(request.POST)
    if is_done(
        form,
        lambda: members.invite_again(
            member=member, email=form.cleaned_data["email"], by=request.membership, at=timezone.now()
        ),
    ):
        text = _("An invitation to %(email)s is on its way.") % {"email": member.email}
        return done(request, text, "teams:member_detail", member.pk)
    return page(request, "teams/member_detail.html", _context(request, member, form), status=422)


def _context(request: TenantRequest, member: Membership, invite_form: InviteForm) -> dict[str, Any]:
    return {
        "member": member,
        "assignments": assignments_of(member=member),
        "leaves": leaves_of(member=member, seen_by=request.membership),
        "ramp": ramp_of(member),
        "invite_form": invite_form,
        "today": timezone.localdate(),
    }
