"""Joint sessions: planning one, the room, what its screens ask, and the minutes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goals.access import access_joint_session
from goals.actions import joint_sessions
from goals.forms.joint_sessions import DraftForm, EntryForm, JointSessionForm, TopicForm
from goals.models import JointSession
from goals.queries.joint_sessions import room_of, sessions_listed, tag_now
from goals.queries.setters import makeable
from teams.access import permit
from teams.actions.refusals import Refused
from teams.http import TenantRequest, page, posted, url_for
from teams.permissions import Permission

# How soon a screen asks again, in milliseconds: docs/adr/0009-live-rooms.md.
ASK_AGAIN = 1500


@require_safe
def joint_session_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.GOAL_VIEW)
    return page(request, "goals/joint_session_list.html", {"sessions": sessions_listed()})


@require_http_methods(["GET", "HEAD", "POST"])
def joint_session_new(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.GOAL_EDIT)
    form = JointSessionForm(posted(request), initial={"day": timezone.localdate(), **request.GET.dict()})
    if form.is_valid():
        try:
            session = joint_sessions.plan(
                values=form.values, topics=form.points, by=request.membership, at=timezone.now()
            )
            messages.success(request, _("The session is planned. Begin it when both departments are in the room."))
            return redirect(url_for(request, "goals:joint_session_detail", session.pk))
        except Refused as refused:
            form.add_error(refused.field, refused.reason)
    return page(request, "goals/joint_session_new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def joint_session_detail(request: TenantRequest, slug: str, session_id: UUID) -> HttpResponse:
    session = access_joint_session(request.membership, session_id, to=Permission.GOAL_VIEW)
    if session.is_open:
        joint_sessions.be_there(session=session, by=request.membership, at=timezone.now())
    return room_page(request, session)


@require_safe
def joint_session_minutes(request: TenantRequest, slug: str, session_id: UUID) -> HttpResponse:
    session = access_joint_session(request.membership, session_id, to=Permission.GOAL_VIEW)
    room = room_of(session, at=timezone.now())
    return page(request, "goals/joint_session_minutes.html", {"session": session, "room": room})


@require_safe
def joint_session_live(request: TenantRequest, slug: str, session_id: UUID) -> HttpResponse:
    """One server-sent event, or none, and the connection ends: the browser asks again by itself."""
    session = access_joint_session(request.membership, session_id, to=Permission.GOAL_VIEW)
    at = timezone.now()
    if session.is_open:
        joint_sessions.be_there(session=session, by=request.membership, at=at)
    tag, seen = tag_now(session, at=at), request.headers.get("Last-Event-ID") or request.GET.get("seen", "")
    event = f"id: {tag}\nevent: room\ndata: {tag}\n\n" if tag != seen else ": nothing new\n\n"
    response = HttpResponse(f"retry: {ASK_AGAIN}\n{event}", content_type="text/event-stream; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
def joint_session_start(request: TenantRequest, slug: str, session_id: UUID) -> HttpResponse:
    session = access_joint_session(request.membership, session_id, to=Permission.GOAL_EDIT)
    return moved(request, session, lambda at: joint_sessions.start(session=session, by=request.membership, at=at))


@require_POST
def joint_session_end(request: TenantRequest, slug: str, session_id: UUID) -> HttpResponse:
    session = access_joint_session(request.membership, session_id, to=Permission.GOAL_EDIT)
    return moved(request, session, lambda at: joint_sessions.end(session=session, by=request.membership, at=at))


def moved(request: TenantRequest, session: JointSession, step: Any, *, typed: str = "") -> HttpResponse:
    """Do something in the room, and show it as it is then, with the reason where it may not be done, and what was typed."""
    try:
        step(timezone.now())
    except Refused as refused:
        return room_page(request, session, refusal=refused.reason, typed=typed)
    return back(request, session)


def back(request: TenantRequest, session: JointSession) -> HttpResponse:
    """To the room: its live part where htmx asked, else the page."""
    if not request.htmx:
        return redirect(url_for(request, "goals:joint_session_detail", session.pk))
    return room_page(request, session)


def room_page(
    request: TenantRequest,
    session: JointSession,
    *,
    forms: dict[str, Any] | None = None,
    refusal: str = "",
    typed: str = "",
) -> HttpResponse:
    session = access_joint_session(request.membership, session.pk, to=Permission.GOAL_VIEW)
    room, member = room_of(session, at=timezone.now()), request.membership
    drafts = [line.draft for line in room.drafts] if session.ended_at else []
    context = {
        "session": session,
        "room": room,
        "makeable": makeable(drafts, member, on=timezone.localdate()) if drafts else set(),
        "refusal": refusal,
        "typed": typed,
        "entry_form": EntryForm(),
        "topic_form": TopicForm(),
        "draft_form": DraftForm(session=session, currency=request.organisation.currency),
    }
    status = 422 if forms else 409 if refusal and not request.htmx else 200
    context |= forms or {}
    return page(request, "goals/joint_session_detail.html", context, fragment="room", status=status)
