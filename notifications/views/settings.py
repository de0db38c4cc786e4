from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from notifications.actions import delivery
from notifications.forms import DeliveryForm
from notifications.queries import settings_of
from teams.access import permit
from teams.http import TenantRequest, page, posted
from teams.http.answers import done, is_saved
from teams.permissions import Permission


@require_http_methods(["GET", "HEAD", "POST"])
def settings_edit(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.NOTIFICATION_VIEW)
    form = DeliveryForm(posted(request), settings=settings_of(request.membership), member=request.membership)
    if is_saved(
        form,
        lambda: delivery.save(
            member=request.membership,
            version=form.cleaned_data["version"] or 0,
            values=form.values,
            at=timezone.now(),
        ),
    ):
        return done(request, _("Your settings were saved."), "notifications:settings_edit")
    return page(request, "notifications/settings_edit.html", {"form": form}, status=form.http_status)
