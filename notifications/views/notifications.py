from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from notifications import queries
from notifications.access import access_notification
from notifications.actions import notices
from teams.access import permit
from teams.http import TenantRequest, page, url_for
from teams.http.answers import done
from teams.permissions import Permission


@require_safe
def notification_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.NOTIFICATION_VIEW)
    page_obj = queries.threads_page(member=request.membership, number=request.GET.get("page"))
    return page(request, "notifications/notification_list.html", {"page_obj": page_obj})


@require_safe
def notification_detail(request: TenantRequest, slug: str, notification_id: UUID) -> HttpResponse:
    notice = access_notification(request.membership, notification_id, to=Permission.NOTIFICATION_VIEW)
    page_obj = queries.notices_page(notice, number=request.GET.get("page"))
    is_unread = queries.thread_of(notice).unread().exists()
    context = {"notice": notice, "page_obj": page_obj, "is_unread": is_unread}
    return page(request, "notifications/notification_detail.html", context)


@require_safe
def notification_open(request: TenantRequest, slug: str, notification_id: UUID) -> HttpResponse:
    """A link on purpose: whoever follows it has read the thread. It changes nobody else's list, and twice is once."""
    notice = access_notification(request.membership, notification_id, to=Permission.NOTIFICATION_VIEW)
    notices.read_thread(notice=notice, at=timezone.now())
    return redirect(notice.url or url_for(request, "notifications:notification_detail", notice.pk))


@require_POST
def notification_read(request: TenantRequest, slug: str, notification_id: UUID) -> HttpResponse:
    notice = access_notification(request.membership, notification_id, to=Permission.NOTIFICATION_VIEW)
    notices.read_thread(notice=notice, at=timezone.now())
    return redirect(url_for(request, "notifications:notification_list"))


@require_POST
def notification_read_all(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.NOTIFICATION_VIEW)
    notices.mark_read(to=request.membership, at=timezone.now())
    return done(request, _("All notifications are marked as read."), "notifications:notification_list")
