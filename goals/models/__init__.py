from goals.models.close import Close, ClosedResult, CloseSignature, Restatement
from goals.models.correction import CorrectedPoint, CorrectionDue
from goals.models.goal import Goal
from goals.models.guardrail import Guardrail
from goals.models.milestone import Milestone
from goals.models.negotiation import Negotiation, Side
from goals.models.objective import Direction, Objective, PaceMethod, Relation, Scope, TargetMode
from goals.models.objective_progress import LearnedFrom, ObjectiveProgress, Status
from goals.models.offer import NegotiationStep, Offer, Signature
from goals.models.progress_point import ProgressPoint
from goals.models.recompute import Recompute

__all__ = [
    "Close",
    "CloseSignature",
    "ClosedResult",
    "CorrectedPoint",
    "CorrectionDue",
    "Direction",
    "Goal",
    "Guardrail",
    "LearnedFrom",
    "Milestone",
    "Negotiation",
    "NegotiationStep",
    "Objective",
    "ObjectiveProgress",
    "Offer",
    "PaceMethod",
    "ProgressPoint",
    "Recompute",
    "Relation",
    "Restatement",
    "Scope",
    "Side",
    "Signature",
    "Status",
    "TargetMode",
]
