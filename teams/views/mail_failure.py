from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from teams.access import access_mail_failure, permit
from teams.actions import mail_failures
from teams.http import TenantRequest, page
from teams.http.answers import answer
from teams.permissions import Permission
from teams.queries.mail_failures import failures_listed


@require_safe
def mail_failure_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.MAIL_RETRY)
    return page(request, "teams/mail_failure_list.html", {"failures": failures_listed()})


@require_POST
def mail_failure_retry(request: TenantRequest, slug: str, failure_id: UUID) -> HttpResponse:
    failure = access_mail_failure(request.membership, failure_id, to=Permission.MAIL_RETRY)
    return answer(
        request,
        lambda: mail_failures.retry(failure=failure, by=request.membership, at=timezone.now()),
        _("It is tried again within a minute."),
        "teams:mail_failure_list",
    )
