from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from teams.actions import invitations
from teams.actions.invitations import InvitationOver
from teams.actions.refusals import Refused
from teams.forms import RegistrationForm
from teams.http import posted
from teams.http.answers import is_done, status_of
from teams.models import Membership
from teams.queries.people import is_known


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """Outside of any organisation: the signed link says which one, and stands for the right to enter."""
    try:
        with invitations.opened(token) as member:
            if request.user.is_authenticated:
                return _join(request, member)
            return _register(request, member)
    except InvitationOver:
        return render(request, "teams/invitation_over.html", status=410)


def _join(request: HttpRequest, member: Membership) -> HttpResponse:
    refusal = ""
    if request.method == "POST":
        try:
            invitations.accept(member=member, user=request.user, at=timezone.now())  # type: ignore[arg-type]
            return redirect("reports:dashboard", member.organisation.slug)
        except Refused as refused:
            refusal = refused.reason
    context = {"member": member, "refusal": refusal}
    return render(request, "teams/invitation_accept.html", context, status=422 if refusal else 200)


def _register(request: HttpRequest, member: Membership) -> HttpResponse:
    if is_known(email=member.email):
        return render(request, "teams/invitation_accept.html", {"member": member, "must_sign_in": True})
    form = RegistrationForm(posted(request), member=member)
    if is_done(form, lambda: _sign_up(request, member, form)):
        return redirect("reports:dashboard", member.organisation.slug)
    context = {"member": member, "form": form}
    return render(request, "teams/invitation_accept.html", context, status=status_of(form))


def _sign_up(request: HttpRequest, member: Membership, form: RegistrationForm) -> None:
    user = invitations.register(
        member=member,
        full_name=form.cleaned_data["full_name"],
        password=form.cleaned_data["password"],
        language=get_language() or "en",
        at=timezone.now(),
    )
    login(request, user)
