from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from notifications import actions
from notifications.queries import notices_of
from teams.access import permit
from teams.http import TenantRequest, page, url_for
from teams.permissions import Permission


@require_safe
def notification_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.NOTIFICATION_VIEW)
    page_obj = Paginator(notices_of(member=request.membership), 50).get_page(request.GET.get("page"))
    return page(request, "notifications/notification_list.html", {"page_obj": page_obj})


@require_POST
def notification_read_all(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.NOTIFICATION_VIEW)
    actions.mark_read(to=request.membership, at=timezone.now())
    messages.success(request, _("All notifications are marked as read."))
    return redirect(url_for(request, "notifications:notification_list"))
