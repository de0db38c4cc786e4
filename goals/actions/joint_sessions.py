"""What happens in a joint session. Everything that changes the room takes the row's lock and raises its sequence."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import actions as audit
from goals.models import JointSession, SessionDraft, SessionEntry, SessionPresence, SessionTopic, SpeakingTurn
from teams.actions.refusals import Refused
from teams.actions.submissions import just_now
from teams.actions.versions import EditConflict, change
from teams.models import Assignment, Department, Membership

Kind = SessionEntry.Kind
Values = Mapping[str, Any]


class Displaced(Exception):
    """An edit of a draft came too late: what was typed is kept as this entry."""

    def __init__(self, entry: SessionEntry) -> None:
        super().__init__(f"kept as entry {entry.number}")
        self.entry = entry


@transaction.atomic
def plan(*, values: Values, topics: list[str], by: Membership, at: datetime) -> JointSession:
    """Values: title, goal, first_department, second_department, planned_at. A topic a line."""
    if values["first_department"] == values["second_department"]:
        raise Refused(_("Choose two different departments."), field="second_department")
    session = JointSession.objects.create(**values, led_by=by)
    for title in topics:
        SessionTopic.objects.create(session=session, title=title[:200], created_at=at)
    audit.record(action="joint_session.plan", record=session, by=by, at=at, after={"title": session.title})
    return session


@transaction.atomic
def start(*, session: JointSession, by: Membership, at: datetime) -> JointSession:
    """Open the room. Twice is harmless."""
    room = _changing(session)
    if room.ended_at:
        raise _over()
    if room.started_at is None:
        room.started_at = at
        room.save(update_fields=["started_at"])
        audit.record(action="joint_session.start", record=room, by=by, at=at)
    return room


@transaction.atomic
def end(*, session: JointSession, by: Membership, at: datetime) -> JointSession:
    """Close the room: from here on its minutes are what was written. Twice is harmless."""
    room = _changing(session)
    if room.started_at is None:
        raise Refused(_("This session has not begun."))
    if room.ended_at is None:
        _hush(room, at)
        room.ended_at = at
        room.save(update_fields=["ended_at", "speaking", "speaking_since"])
        audit.record(action="joint_session.end", record=room, by=by, at=at, after={"entries": room.entries.count()})
    return room


@transaction.atomic
def speak(*, session: JointSession, department: Department | None, at: datetime) -> JointSession:
    """Somebody of the department begins to speak, and whoever spoke before stops; None: nobody speaks."""
    room = _open_room(session)
    if department is not None and department not in room.departments:
        raise Refused(_("This department is not part of the session."))
    _hush(room, at)
    room.speaking, room.speaking_since = department, at if department else None
    room.save(update_fields=["speaking", "speaking_since"])
    return room


@transaction.atomic
def write(*, session: JointSession, kind: str, text: str, by: Membership, at: datetime) -> SessionEntry:
    """A note, a decision or an open question; a decision is also in the audit trail. Sent twice it is written once."""
    room = _open_room(session)
    said = SessionEntry.objects.filter(session=room, kind=kind, text=text, made_by=by, made_at__range=just_now(at))
    if earlier := said.first():
        return earlier
    entry = _entry(room, kind, text, by, at)
    if kind == Kind.DECISION:
        audit.record(action="joint_session.decide", record=session, by=by, at=at, after={"text": text})
    return entry


@transaction.atomic
def add_topic(*, session: JointSession, title: str, minutes: int, at: datetime) -> SessionTopic:
    """A further point; before the session begins too. Sent twice it is added once."""
    room = _changing(session)
    if room.ended_at:
        raise _over()
    point = {"session": room, "title": title, "minutes": minutes}
    earlier = SessionTopic.objects.filter(**point, created_at__range=just_now(at)).first()
    return earlier or SessionTopic.objects.create(**point, created_at=at)


@transaction.atomic
def tick_topic(*, topic: SessionTopic, is_done: bool, at: datetime) -> SessionTopic:
    """A point is done, or taken up again."""
    _open_room(topic.session)
    topic.done_at = at if is_done else None
    topic.save(update_fields=["done_at"])
    return topic


@transaction.atomic
def draft(*, session: JointSession, values: Values, by: Membership, at: datetime) -> SessionDraft:
    """A new draft: title, department, metric_key, target. Sent twice it is one."""
    drafted = {"session": _open_room(session), "changed_by": by, **values}
    earlier = SessionDraft.objects.filter(**drafted, created_at__range=just_now(at)).first()
    return earlier or SessionDraft.objects.create(**drafted, created_at=at)


def redraft(
    *, draft: SessionDraft, version: int, values: Values, words: str, by: Membership, at: datetime
) -> SessionDraft:
    """Change a draft that is still at `version`. Else `Displaced`: `words` (what was typed) are kept as a proposal."""
    with transaction.atomic():
        room = _open_room(draft.session)
        try:
            return change(record=draft, version=version, values=dict(values) | {"changed_by": by})[0]
        except EditConflict:
            kept = _entry(room, Kind.PROPOSAL, words, by, at)
    raise Displaced(kept)


@transaction.atomic
def be_there(*, session: JointSession, by: Membership, at: datetime) -> SessionPresence:
    """A screen shows the room. Does not change the sequence: who is there is asked for anyway."""
    today = timezone.localdate(at)
    work = Assignment.objects.on(today).filter(membership=by).select_related("team__department").first()
    department = work.team.department if work else None
    seen, _made = SessionPresence.objects.update_or_create(
        session=session, member=by, defaults={"seen_at": at, "department": department}
    )
    return seen


def _changing(session: JointSession) -> JointSession:
    """The room as it is now, locked, with the next number of the sequence."""
    room = JointSession.objects.select_for_update(of=("self",)).with_parties().get(pk=session.pk)
    room.sequence += 1
    room.save(update_fields=["sequence"])
    return room


def _open_room(session: JointSession) -> JointSession:
    room = _changing(session)
    if room.ended_at:
        raise _over()
    if room.started_at is None:
        raise Refused(_("This session has not begun."))
    return room


def _over() -> Refused:
    return Refused(_("This session is over: its minutes stay as they are."))


def _hush(room: JointSession, at: datetime) -> None:
    """Whoever speaks has spoken until now."""
    since = room.speaking_since
    if room.speaking is not None and since is not None and since < at:
        SpeakingTurn.objects.create(session=room, department=room.speaking, started_at=since, ended_at=at)
    room.speaking, room.speaking_since = None, None


def _entry(room: JointSession, kind: str, text: str, by: Membership, at: datetime) -> SessionEntry:
    return SessionEntry.objects.create(session=room, number=room.sequence, kind=kind, text=text, made_by=by, made_at=at)
