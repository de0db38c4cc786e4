"""Each step of a negotiation: a form is sent, the rules say yes or no, and the conversation is shown again."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goals.access import Seat, access_negotiation
from goals.actions import negotiations, signatures
from goals.forms.negotiations import NoteForm, NumberForm
from goals.forms.refusals import words_for
from goals.rules.negotiation import Part, Side, Verb
from goals.rules.refusals import Refused
from goals.views.negotiations import impose_form, number_form, talk_page
from teams.http import TenantRequest, url_for
from teams.permissions import Permission


@require_POST
def negotiation_bid(request: TenantRequest, slug: str, negotiation_id: UUID) -> HttpResponse:
    seat = _seat(request, negotiation_id, to=Permission.NEGOTIATION_ANSWER)
    form = number_form(request, seat, request.POST)
    if not form.is_valid():
        return talk_page(request, seat, forms={"form": form}, status=422)
    given: dict[str, Any] = {"values": form.values, "seen": form.cleaned_data["seen"], "side": _speaks_for(seat)}
    said = _("Your offer is on the table.") if seat.side == Side.MANAGER else _("Your counter-offer is on the table.")
    return _done(request, seat, lambda at: _call(request, negotiations.bid, seat, at, **given), said, {"form": form})


@require_POST
def negotiation_accept(request: TenantRequest, slug: str, negotiation_id: UUID) -> HttpResponse:
    seat = _seat(request, negotiation_id, to=Permission.NEGOTIATION_ANSWER)
    given = {"side": _speaks_for(seat), "seen": _uuid(request.POST.get("seen", ""))}
    said = _("Agreed. The terms are frozen; now both sides sign them.")
    return _done(request, seat, lambda at: _call(request, negotiations.accept, seat, at, **given), said)


@require_POST
def negotiation_withdraw(request: TenantRequest, slug: str, negotiation_id: UUID) -> HttpResponse:
    return _noted(request, negotiation_id, Verb.WITHDRAW, _("The negotiation is withdrawn."))


@require_POST
def negotiation_escalate(request: TenantRequest, slug: str, negotiation_id: UUID) -> HttpResponse:
    return _noted(request, negotiation_id, Verb.ESCALATE, _("The next manager above is asked to decide."))


@require_POST
def negotiation_impose(request: TenantRequest, slug: str, negotiation_id: UUID) -> HttpResponse:
    seat = _seat(request, negotiation_id, to=Permission.NEGOTIATION_OPEN)
    form = impose_form(request, seat, request.POST)
    if not form.is_valid():
        return talk_page(request, seat, forms={"impose_form": form}, status=422)
    given: dict[str, Any] = {"values": form.values, "seen": form.cleaned_data["seen"], "side": _speaks_for(seat)}
    said = _("The target is imposed, and stays marked so.")
    imposing = {"impose_form": form}
    return _done(request, seat, lambda at: _call(request, negotiations.impose, seat, at, **given), said, imposing)


@require_POST
def negotiation_sign(request: TenantRequest, slug: str, negotiation_id: UUID) -> HttpResponse:
    seat = _seat(request, negotiation_id, to=Permission.NEGOTIATION_ANSWER)
    part = next((part for part in seat.parts if part == request.POST.get("part")), None)
    if part is None:
        raise PermissionDenied
    given = {"part": Part(part), "side": seat.side, "terms_hash": request.POST.get("terms_hash", "")}
    return _done(request, seat, lambda at: _call(request, signatures.sign, seat, at, **given), _("You have signed."))


def _noted(request: TenantRequest, negotiation_id: UUID, verb: Verb, said: str) -> HttpResponse:
    """A step with a word. One that cannot be kept is shown again, and the step is not taken."""
    seat = _seat(request, negotiation_id, to=Permission.NEGOTIATION_ANSWER)
    side, note = _speaks_for(seat), NoteForm(request.POST)
    name = f"{verb}_form"
    if not note.is_valid():
        return talk_page(request, seat, forms={name: note}, status=422)
    action = negotiations.withdraw if verb == Verb.WITHDRAW else negotiations.escalate
    given = {"side": side, "note": note.cleaned_data["note"]}
    return _done(request, seat, lambda at: _call(request, action, seat, at, **given), said, {name: note})


def _seat(request: TenantRequest, negotiation_id: UUID, *, to: Permission) -> Seat:
    return access_negotiation(request.membership, negotiation_id, to=to, on=timezone.localdate())


def _call(request: TenantRequest, action: Callable[..., Any], seat: Seat, at: Any, **given: Any) -> None:
    action(negotiation=seat.negotiation, by=request.membership, at=at, **given)


def _done(
    request: TenantRequest, seat: Seat, act: Callable[[Any], None], said: str, forms: dict[str, Any] | None = None
) -> HttpResponse:
    """The page with what is new; or, refused, with what happened meanwhile, and nothing of what was typed is lost."""
    try:
        act(timezone.now())
    except Refused as error:
        now = access_negotiation(
            request.membership, seat.negotiation.pk, to=Permission.NEGOTIATION_VIEW, on=timezone.localdate()
        )
        for form in (forms or {}).values():
            if isinstance(form, NumberForm):
                form.stand_on(now.negotiation.latest)
        return talk_page(request, now, forms=forms, refusal=words_for(error, now.negotiation), status=409)
    messages.success(request, said)
    return redirect(url_for(request, "goals:negotiation_detail", seat.negotiation.pk))


def _speaks_for(seat: Seat) -> Side:
    """Who only signs for the other department does not bargain."""
    if seat.side is None:
        raise PermissionDenied
    return seat.side


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
