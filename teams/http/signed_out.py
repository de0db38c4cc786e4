"""A page that was left open until the session ended: sign-in leads back to it, not to a fragment of it or the address of a step."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect


def to_sign_in(request: Any) -> HttpResponseBase:
    is_reading = request.method in {"GET", "HEAD"}
    if not is_reading:
        messages.warning(request, _("You were signed out, so nothing was saved. Sign in and send it again."))
    if request.htmx:
        return HttpResponseClientRedirect(redirect_to_login(request.htmx.current_url_abs_path or "/").url)
    return redirect_to_login(request.get_full_path() if is_reading else _page_before(request))


def _page_before(request: Any) -> str:
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    parts = urlsplit(page)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
