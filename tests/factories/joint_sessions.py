"""Joint sessions for tests; made inside `tenant(…)`."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from goals.models import JointSession, SessionDraft, SessionEntry, SessionPresence, SessionTopic, SpeakingTurn
from teams.models import Department
from tests.factories.teams import NOW, make_department, make_membership


def make_joint_session(**values: Any) -> JointSession:
    """Of Sales and Marketing, running since `NOW`."""
    defaults: dict[str, Any] = {"title": "Kick-off", "planned_at": NOW, "started_at": NOW}
    for name, label in (("first_department", "Sales side"), ("second_department", "Marketing side")):
        if name not in values:
            defaults[name] = Department.objects.filter(name=label).first() or make_department(name=label)
    if "led_by" not in values:
        defaults["led_by"] = make_membership()
    return JointSession.objects.create(**(defaults | values))


def make_session_topic(**values: Any) -> SessionTopic:
    session = values.pop("session", None) or make_joint_session()
    return SessionTopic.objects.create(**({"title": "Revenue", "created_at": NOW} | values), session=session)


def make_session_entry(**values: Any) -> SessionEntry:
    session = values.pop("session", None) or make_joint_session()
    defaults: dict[str, Any] = {"number": 1, "kind": "note", "text": "Noted", "made_at": NOW, "made_by": session.led_by}
    return SessionEntry.objects.create(**(defaults | values), session=session)


def make_session_draft(**values: Any) -> SessionDraft:
    session = values.pop("session", None) or make_joint_session()
    defaults: dict[str, Any] = {
        "title": "Won revenue",
        "metric_key": "won_revenue",
        "target": Decimal(10_000_000),
        "changed_by": session.led_by,
        "created_at": NOW,
    }
    return SessionDraft.objects.create(**(defaults | values), session=session)


def make_session_presence(**values: Any) -> SessionPresence:
    session = values.pop("session", None) or make_joint_session()
    return SessionPresence.objects.create(**({"member": session.led_by, "seen_at": NOW} | values), session=session)


def make_speaking_turn(**values: Any) -> SpeakingTurn:
    session = values.pop("session", None) or make_joint_session()
    defaults: dict[str, Any] = {
        "department": session.first_department,
        "started_at": NOW,
        "ended_at": NOW + timedelta(minutes=1),
    }
    return SpeakingTurn.objects.create(**(defaults | values), session=session)
