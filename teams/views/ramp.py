from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from teams.access import access_membership, permit
from teams.actions import ramp_plans
from teams.forms import MemberRampForm, RampForm
from teams.http import TenantRequest, page, posted
from teams.http.answers import done, is_saved
from teams.models import Membership
from teams.permissions import Permission
from teams.queries.presence import plan_of


@require_http_methods(["GET", "HEAD", "POST"])
def ramp_edit(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.RAMP_EDIT)
    form = RampForm(posted(request), plan=plan_of(None))
    if _is_saved(request, form, None):
        return done(request, _("The ramp plan was saved."), "teams:ramp_edit")
    return page(request, "teams/ramp_edit.html", {"form": form}, status=form.http_status)


@require_http_methods(["GET", "HEAD", "POST"])
def member_ramp_edit(request: TenantRequest, slug: str, member_id: UUID) -> HttpResponse:
    member = access_membership(request.membership, member_id, to=Permission.RAMP_EDIT)
    form = MemberRampForm(posted(request), plan=plan_of(member))
    if _is_saved(request, form, member):
        return done(request, _("The ramp plan was saved."), "teams:member_detail", member.pk)
    context = {"form": form, "member": member, "whole": plan_of(None)}
    return page(request, "teams/member_ramp_edit.html", context, status=form.http_status)


def _is_saved(request: TenantRequest, form: RampForm, member: Membership | None) -> bool:
    return is_saved(
        form,
        lambda: ramp_plans.save(
            member=member,
            version=form.cleaned_data["version"] or 0,
            shares=form.shares,
            by=request.membership,
            at=timezone.now(),
        ),
    )
