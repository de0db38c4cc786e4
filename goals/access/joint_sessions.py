"""Who may see and take part in joint sessions: everybody sees them, who may write on the canvas takes part."""

from uuid import UUID

from goals.models import JointSession, SessionDraft, SessionTopic
from teams.access import load, permit
from teams.models import Membership
from teams.permissions import Permission

PARTIES = ("goal", "first_department", "second_department", "led_by", "speaking")


def access_joint_session(membership: Membership, session_id: UUID, *, to: Permission) -> JointSession:
    permit(membership, to)
    return load(JointSession, session_id, select=PARTIES)


def access_session_topic(membership: Membership, topic_id: UUID, *, to: Permission) -> SessionTopic:
    permit(membership, to)
    return load(SessionTopic, topic_id, select=tuple(f"session__{name}" for name in PARTIES))


def access_session_draft(membership: Membership, draft_id: UUID, *, to: Permission) -> SessionDraft:
    permit(membership, to)
    names = tuple(f"session__{name}" for name in PARTIES)
    return load(SessionDraft, draft_id, select=("department", "changed_by", *names))
