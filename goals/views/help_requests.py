from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goals.access import HelpSeat, access_help_request
from goals.actions import help_requests
from goals.forms.canvas import ReplyForm
from goals.queries.help_requests import help_inbox, is_late
from goals.rules.help_requests import OF_ASKED, OF_ASKER, TABLE, State, Verb
from goals.views.canvas_entries import edit_entry
from teams.access import permit
from teams.actions.refusals import Refused
from teams.http import TenantRequest, page, url_for
from teams.permissions import Permission
from teams.queries.superiors import managed_departments


@require_safe
def help_request_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.GOAL_VIEW)
    today = timezone.localdate()
    managed = managed_departments(member=request.membership, on=today)
    inbox = help_inbox(member=request.membership, managed=managed)
    return page(request, "goals/help_request_list.html", {"inbox": inbox, "today": today})


@require_safe
def help_request_detail(request: TenantRequest, slug: str, help_request_id: UUID) -> HttpResponse:
    seat = _seat(request, help_request_id, to=Permission.GOAL_VIEW)
    return _shown(request, seat, ReplyForm())


@require_http_methods(["GET", "HEAD", "POST"])
def help_request_edit(request: TenantRequest, slug: str, help_request_id: UUID) -> HttpResponse:
    seat = _seat(request, help_request_id, to=Permission.GOAL_CONTRIBUTE)
    if not seat.is_asker:
        raise PermissionDenied
    return edit_entry(request, seat.help_request)


@require_POST
def help_request_reply(request: TenantRequest, slug: str, help_request_id: UUID) -> HttpResponse:
    seat = _seat(request, help_request_id, to=Permission.GOAL_CONTRIBUTE)
    form, verb = ReplyForm(request.POST), _verb(request, seat)
    if not form.is_valid():
        return _shown(request, seat, form, status=422)
    words: dict[str, Any] = {"verb": verb, "reply": form.text, "by": request.membership, "at": timezone.now()}
    try:
        help_requests.take(help_request=seat.help_request, **words)
    except Refused as refused:
        form.add_error(refused.field, refused.reason)
        now = _seat(request, help_request_id, to=Permission.GOAL_VIEW)
        return _shown(request, now, form, status=422 if refused.field else 409)
    messages.success(request, _("Saved. Who is concerned is told."))
    return redirect(url_for(request, "goals:help_request_detail", help_request_id))


def _seat(request: TenantRequest, help_request_id: UUID, *, to: Permission) -> HelpSeat:
    return access_help_request(request.membership, help_request_id, to=to, on=timezone.localdate())


def _verb(request: TenantRequest, seat: HelpSeat) -> Verb:
    """What was pressed, if this side may do it."""
    mine = (OF_ASKED if seat.is_asked else frozenset()) | (OF_ASKER if seat.is_asker else frozenset())
    verb = next((verb for verb in mine if verb == request.POST.get("verb")), None)
    if verb is None:
        raise PermissionDenied
    return verb


def _shown(request: TenantRequest, seat: HelpSeat, form: ReplyForm, *, status: int = 200) -> HttpResponse:
    possible = set(TABLE[State(seat.help_request.state)])
    context = {
        "asked": seat.help_request,
        "form": form,
        "is_late": is_late(seat.help_request, today=timezone.localdate()),
        "replies": sorted(possible & OF_ASKED) if seat.is_asked else [],
        "moves": sorted(possible & OF_ASKER) if seat.is_asker else [],
        "can_edit": seat.is_asker and seat.help_request.state == State.OPEN,
    }
    return page(request, "goals/help_request_detail.html", context, status=status)
