from goals.models.allocation import Allocation, AllocationVersion
from goals.models.assumption import Assumption
from goals.models.check_in import CheckIn
from goals.models.close import Close, ClosedResult, CloseSignature, Restatement
from goals.models.comment import Comment
from goals.models.correction import CorrectedPoint, CorrectionDue
from goals.models.goal import Goal
from goals.models.guardrail import Guardrail
from goals.models.help_request import HelpRequest
from goals.models.initiative import Initiative
from goals.models.joint_session import (
    JointSession,
    SessionDraft,
    SessionEntry,
    SessionPresence,
    SessionTopic,
    SpeakingTurn,
)
from goals.models.milestone import Milestone
from goals.models.negotiation import Negotiation, Side
from goals.models.objective import Direction, Objective, PaceMethod, Relation, Scope, TargetMode
from goals.models.objective_progress import LearnedFrom, ObjectiveProgress, Status
from goals.models.obstacle import Obstacle
from goals.models.offer import NegotiationStep, Offer, Signature
from goals.models.progress_point import ProgressPoint
from goals.models.recompute import Drift, Recompute
from goals.models.review import GoalReview

__all__ = [
    "Allocation",
    "AllocationVersion",
    "Assumption",
    "CheckIn",
    "Close",
    "CloseSignature",
    "ClosedResult",
    "Comment",
    "CorrectedPoint",
    "CorrectionDue",
    "Direction",
    "Drift",
    "Goal",
    "GoalReview",
    "Guardrail",
    "HelpRequest",
    "Initiative",
    "JointSession",
    "LearnedFrom",
    "Milestone",
    "Negotiation",
    "NegotiationStep",
    "Objective",
    "ObjectiveProgress",
    "Obstacle",
    "Offer",
    "PaceMethod",
    "ProgressPoint",
    "Recompute",
    "Relation",
    "Restatement",
    "Scope",
    "SessionDraft",
    "SessionEntry",
    "SessionPresence",
    "SessionTopic",
    "Side",
    "Signature",
    "SpeakingTurn",
    "Status",
    "TargetMode",
]
