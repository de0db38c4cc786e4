from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from teams.access import access_mail_failure, permit
from teams.actions import mail_failures
from teams.http import TenantRequest, page
from teams.http.answers import answer, done
from teams.permissions import Permission
from teams.queries.mail_failures import failures_listed


@require_safe
def mail_failure_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.MAIL_RETRY)
    failures = failures_listed()
    context = {"failures": failures, "retriable": sum(failure.failures > 0 for failure in failures)}
    return page(request, "teams/mail_failure_list.html", context)


@require_POST
def mail_failure_retry_all(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.MAIL_RETRY)
    number = mail_failures.retry_all(by=request.membership, at=timezone.now())
    told = ngettext(
        "%(count)s message is tried again within a minute.",
        "%(count)s messages are tried again within a minute.",
        number,
    )
    text = told % {"count": number} if number else _("Nothing was left to be tried again.")
    return done(request, text, "teams:mail_failure_list")


@require_POST
def mail_failure_retry(request: TenantRequest, slug: str, failure_id: UUID) -> HttpResponse:
    failure = access_mail_failure(request.membership, failure_id, to=Permission.MAIL_RETRY)
    return answer(
        request,
        lambda: mail_failures.retry(failure=failure, by=request.membership, at=timezone.now()),
        _("It is tried again within a minute."),
        "teams:mail_failure_list",
    )
