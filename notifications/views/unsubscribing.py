from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from notifications.actions import unsubscribing
from notifications.actions.unsubscribing import LinkOver


@csrf_exempt  # The signed link is the right to do it; a mail program that does it sends no cookie (RFC 8058).
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Outside of any organisation: the signed link says whose letters, and of which kinds."""
    try:
        with unsubscribing.opened(token) as (member, kinds):
            is_done = request.method == "POST"
            if is_done:
                unsubscribing.unsubscribe(member=member, kinds=kinds, at=timezone.now())
            context = {"member": member, "kinds": kinds, "is_done": is_done}
            return render(request, "notifications/unsubscribe.html", context)
    except LinkOver:
        return render(request, "notifications/unsubscribe.html", {"is_over": True}, status=410)
