"""The API tokens of a colleague: what there is, and ending one by itself."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from teams.access import access_member_token, access_membership, may_revoke
from teams.actions import api_tokens
from teams.http import TenantRequest, page
from teams.http.answers import answer
from teams.permissions import Permission
from teams.queries.api_tokens import tokens_of


@require_safe
def member_token_list(request: TenantRequest, slug: str, member_id: UUID) -> HttpResponse:
    member = access_membership(request.membership, member_id, to=Permission.MEMBER_TOKEN_REVOKE)
    may = may_revoke(by=request.membership, member=member)
    context = {"member": member, "rows": tokens_of(member, at=timezone.now()), "may_revoke": may}
    return page(request, "teams/member_token_list.html", context)


@require_POST
def member_token_revoke(request: TenantRequest, slug: str, member_id: UUID, token_id: UUID) -> HttpResponse:
    token = access_member_token(request.membership, member_id, token_id, to=Permission.MEMBER_TOKEN_REVOKE)
    return answer(
        request,
        lambda: api_tokens.revoke(token=token, by=request.membership, at=timezone.now()),
        _("The token is revoked: it opens nothing any more. Its owner is told."),
        "teams:member_token_list",
        token.membership_id,
    )
