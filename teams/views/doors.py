from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST, require_safe

from teams.actions import people
from teams.queries.seats import seats_of


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Straight to the person's only organisation, else let them choose."""
    seats = seats_of(user=request.user)  # type: ignore[arg-type]
    if len(seats) == 1:
        return redirect("reports:dashboard", seats[0].slug)
    return render(request, "teams/home.html", {"seats": seats})


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language: kept with the person, or in a cookie before sign-in."""
    chosen, target = request.POST.get("language", ""), request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)  # redirect() would take a bare word for the name of a view
    if not check_for_language(chosen) or chosen not in dict(settings.LANGUAGES):
        return response
    if request.user.is_authenticated:
        people.choose_language(user=request.user, language=chosen)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=365 * 86400,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response
