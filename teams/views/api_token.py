from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from teams.access import access_api_token, permit
from teams.actions import api_tokens
from teams.forms import ApiTokenForm
from teams.http import TenantRequest, page, posted
from teams.http.answers import answer, is_done, status_of
from teams.models import ApiToken
from teams.permissions import Permission
from teams.queries.api_tokens import tokens_of


@require_safe
def api_token_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.API_TOKEN_EDIT)
    return page(request, "teams/api_token_list.html", {"rows": tokens_of(request.membership, at=timezone.now())})


@require_http_methods(["GET", "HEAD", "POST"])
def api_token_new(request: TenantRequest, slug: str) -> HttpResponse:
    """Answers with the token itself: it is kept nowhere, so that no other page could show it. Sent again, its name is taken."""
    permit(request.membership, Permission.API_TOKEN_EDIT)
    form, made = ApiTokenForm(posted(request)), []
    if is_done(form, lambda: made.append(_made(request, form))):
        ((token, text),) = made
        example = request.build_absolute_uri(reverse("api:clock_list", args=[slug]))
        return page(request, "teams/api_token_new.html", {"token": token, "text": text, "example": example}, status=201)
    return page(request, "teams/api_token_new.html", {"form": form}, status=status_of(form))


def _made(request: TenantRequest, form: ApiTokenForm) -> tuple[ApiToken, str]:
    return api_tokens.create(**form.cleaned_data, by=request.membership, at=timezone.now())


@require_POST
def api_token_revoke(request: TenantRequest, slug: str, token_id: UUID) -> HttpResponse:
    token = access_api_token(request.membership, token_id, to=Permission.API_TOKEN_EDIT)
    return answer(
        request,
        lambda: api_tokens.revoke(token=token, by=request.membership, at=timezone.now()),
        _("The token is revoked: it opens nothing any more."),
        "teams:api_token_list",
    )
