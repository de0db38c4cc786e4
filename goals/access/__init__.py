from goals.access.allocations import access_allocation
from goals.access.canvas import HelpSeat, access_entry, access_help_request
from goals.access.joint_sessions import access_joint_session, access_session_draft, access_session_topic
from goals.access.negotiations import Opening, Seat, access_negotiation, access_opening, openings
from goals.access.objectives import access_close, access_goal, access_objective, access_period, access_recompute
from goals.access.targets import Right, access_hand_down, access_target, right_to, rights_to

__all__ = [
    "HelpSeat",
    "Opening",
    "Right",
    "Seat",
    "access_allocation",
    "access_close",
    "access_entry",
    "access_goal",
    "access_hand_down",
    "access_help_request",
    "access_joint_session",
    "access_negotiation",
    "access_objective",
    "access_opening",
    "access_period",
    "access_recompute",
    "access_session_draft",
    "access_session_topic",
    "access_target",
    "openings",
    "right_to",
    "rights_to",
]
