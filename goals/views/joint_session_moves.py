"""What participants do in the room of a joint session."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from goals.access import access_joint_session, access_session_draft, access_session_topic
from goals.actions import joint_sessions
from goals.forms.joint_sessions import DraftForm, EntryForm, TopicForm
from goals.views.joint_sessions import back, moved, room_page
from teams.actions.refusals import Refused
from teams.http import TenantRequest, page, posted, url_for
from teams.permissions import Permission


@require_POST
def joint_session_speak(request: TenantRequest, slug: str, session_id: UUID) -> HttpResponse:
    session = access_joint_session(request.membership, session_id, to=Permission.GOAL_CONTRIBUTE)
    chosen = request.POST.get("department", "")
    department = next((one for one in session.departments if str(one.pk) == chosen), None)
    if chosen and department is None:
        raise Http404
    return moved(request, session, lambda at: joint_sessions.speak(session=session, department=department, at=at))


@require_POST
def joint_session_write(request: TenantRequest, slug: str, session_id: UUID) -> HttpResponse:
    session = access_joint_session(request.membership, session_id, to=Permission.GOAL_CONTRIBUTE)
    form = EntryForm(request.POST)
    if not form.is_valid():
        return room_page(request, session, forms={"entry_form": form})
    typed, by = form.cleaned_data, request.membership
    return moved(
        request,
        session,
        lambda at: joint_sessions.write(session=session, kind=typed["kind"], text=typed["text"], by=by, at=at),
        typed=typed["text"],
    )


@require_POST
def session_topic_new(request: TenantRequest, slug: str, session_id: UUID) -> HttpResponse:
    session = access_joint_session(request.membership, session_id, to=Permission.GOAL_CONTRIBUTE)
    form = TopicForm(request.POST)
    if not form.is_valid():
        return room_page(request, session, forms={"topic_form": form})
    typed = form.cleaned_data
    return moved(
        request,
        session,
        lambda at: joint_sessions.add_topic(session=session, title=typed["title"], minutes=typed["minutes"], at=at),
        typed=typed["title"],
    )


@require_POST
def session_topic_tick(request: TenantRequest, slug: str, topic_id: UUID) -> HttpResponse:
    topic = access_session_topic(request.membership, topic_id, to=Permission.GOAL_CONTRIBUTE)
    is_done = request.POST.get("done") == "yes"
    return moved(request, topic.session, lambda at: joint_sessions.tick_topic(topic=topic, is_done=is_done, at=at))


@require_POST
def session_draft_new(request: TenantRequest, slug: str, session_id: UUID) -> HttpResponse:
    session = access_joint_session(request.membership, session_id, to=Permission.GOAL_CONTRIBUTE)
    form = DraftForm(request.POST, session=session, currency=request.organisation.currency)
    if not form.is_valid():
        return room_page(request, session, forms={"draft_form": form})
    by = request.membership
    return moved(
        request,
        session,
        lambda at: joint_sessions.draft(session=session, values=form.values, by=by, at=at),
        typed=form.words,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def session_draft_edit(request: TenantRequest, slug: str, draft_id: UUID) -> HttpResponse:
    draft = access_session_draft(request.membership, draft_id, to=Permission.GOAL_CONTRIBUTE)
    form = DraftForm(posted(request), session=draft.session, currency=request.organisation.currency, draft=draft)
    refusal = ""
    if form.is_valid():
        try:
            version, at = form.cleaned_data["version"] or 0, timezone.now()
            joint_sessions.redraft(
                draft=draft, version=version, values=form.values, words=form.words, by=request.membership, at=at
            )
            return back(request, draft.session)
        except joint_sessions.Displaced:
            messages.warning(request, _("Somebody saved this draft first. What you typed is kept as a proposal."))
            return redirect(url_for(request, "goals:joint_session_detail", draft.session_id))
        except Refused as refused:
            refusal = refused.reason
    context = {"draft": draft, "session": draft.session, "form": form, "refusal": refusal}
    status = 409 if refusal else 422 if form.errors else 200
    return page(request, "goals/session_draft_edit.html", context, status=status)
