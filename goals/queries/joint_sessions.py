"""The room of a joint session as a screen shows it, and its minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from goals.catalogue import metric_or_gone
from goals.models import JointSession, SessionDraft, SessionEntry, SessionPresence, SessionTopic
from goals.rules import speaking
from goals.rules.speaking import Balance, Turn
from metrics.definitions import Metric
from teams.models import Department

# Whoever's screen asked within this time is in the room.
THERE_FOR = timedelta(seconds=40)
MOST_ENTRIES = 500


@dataclass(frozen=True, slots=True)
class Side:
    """A department in the room: seconds spoken, its share, and whether one of it speaks now."""

    department: Department
    seconds: int
    share: float | None
    speaks: bool

    @property
    def clock(self) -> str:
        return f"{self.seconds // 60}:{self.seconds % 60:02}"


@dataclass(frozen=True, slots=True)
class DraftLine:
    draft: SessionDraft
    metric: Metric

    @property
    def url_query(self) -> str:
        """What a new objective made of it begins with."""
        department = self.draft.department_id
        scope = {"scope": "department", "department": department} if department else {"scope": "organisation"}
        goal = {"goal": self.draft.session.goal_id} if self.draft.session.goal_id else {}
        return urlencode({"title": self.draft.title, "metric_key": self.draft.metric_key} | scope | goal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    session: JointSession
    balance: Balance
    sides: list[Side]
    topics: list[SessionTopic]
    entries: list[SessionEntry]
    drafts: list[DraftLine]
    present: list[SessionPresence]
    everybody: list[SessionPresence]

    @property
    def tag(self) -> str:
        return tag_of(self.session, [one.member_id for one in self.present])

    @property
    def shown(self) -> list[SessionPresence]:
        """Who is in the room; once it is over, who was."""
        return self.everybody if self.session.ended_at else self.present

    @property
    def decisions(self) -> list[SessionEntry]:
        return [entry for entry in self.entries if entry.kind == SessionEntry.Kind.DECISION]

    @property
    def others(self) -> list[SessionEntry]:
        return [entry for entry in self.entries if entry.kind != SessionEntry.Kind.DECISION]

    @property
    def minutes(self) -> int:
        return sum(topic.minutes for topic in self.topics)


def room_of(session: JointSession, *, at: datetime) -> Room:
    """A constant number of queries."""
    turns = [Turn(turn.department_id, turn.started_at, turn.ended_at) for turn in session.turns.all()]
    if session.speaking_id and session.speaking_since:
        turns.append(Turn(session.speaking_id, session.speaking_since, max(at, session.speaking_since)))
    first, second = session.departments
    balance = speaking.balance(turns=turns, first=first.pk, second=second.pk)
    everybody = list(SessionPresence.objects.filter(session=session).select_related("member", "department"))
    drafts = SessionDraft.objects.filter(session=session).select_related("department", "changed_by", "session")
    entries = SessionEntry.objects.filter(session=session).select_related("made_by").order_by("-number")
    return Room(
        session=session,
        balance=balance,
        sides=_sides(session, balance),
        topics=list(session.topics.all()),
        entries=list(entries[:MOST_ENTRIES])[::-1],
        drafts=[DraftLine(draft, metric_or_gone(draft.metric_key)) for draft in drafts],
        present=[one for one in everybody if one.is_there(since=at - THERE_FOR)],
        everybody=everybody,
    )


def sessions_listed(*, last: int = 50) -> list[JointSession]:
    return list(JointSession.objects.with_parties().order_by("-planned_at", "pk")[:last])


def tag_now(session: JointSession, *, at: datetime) -> str:
    """What a screen compares with what it shows: one query more than the session itself."""
    there = SessionPresence.objects.filter(session=session, seen_at__gte=at - THERE_FOR)
    return tag_of(session, list(there.order_by("pk").values_list("member", flat=True)))


def tag_of(session: JointSession, present: Sequence[UUID]) -> str:
    """Changes with the sequence and with who is there."""
    return f"{session.sequence}.{sum(one.int % 9973 for one in present)}"


def target_words(values: dict[str, Any], written: str) -> str:
    """An edit of a draft in words, for keeping."""
    department = values.get("department")
    parts = [
        values["title"],
        str(department) if department else "",
        metric_or_gone(values["metric_key"]).label,
        written,
    ]
    return " · ".join(str(part) for part in parts if part)


def _sides(session: JointSession, balance: Balance) -> list[Side]:
    first, second = session.departments
    share = balance.share
    return [
        Side(first, balance.first, share, session.speaking_id == first.pk),
        Side(second, balance.second, None if share is None else 1 - share, session.speaking_id == second.pk),
    ]
