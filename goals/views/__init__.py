from goals.views.closes import close_detail, close_list, close_new, close_receipt, close_reopen, close_sign
from goals.views.explanations import objective_explain
from goals.views.goals import goal_archive, goal_detail, goal_edit, goal_list, goal_new
from goals.views.metrics import (
    metric_adopt,
    metric_archive,
    metric_detail,
    metric_edit,
    metric_list,
    metric_new,
    metric_restore,
)
from goals.views.negotiation_moves import (
    negotiation_accept,
    negotiation_bid,
    negotiation_escalate,
    negotiation_impose,
    negotiation_sign,
    negotiation_withdraw,
)
from goals.views.negotiation_openings import objective_negotiate
from goals.views.negotiations import negotiation_detail, negotiation_list, negotiation_receipt
from goals.views.objective_forms import objective_edit, objective_new
from goals.views.objectives import objective_archive, objective_detail, objective_list, objective_restore
from goals.views.recomputes import recompute_detail, recompute_request

__all__ = [
    "close_detail",
    "close_list",
    "close_new",
    "close_receipt",
    "close_reopen",
    "close_sign",
    "goal_archive",
    "goal_detail",
    "goal_edit",
    "goal_list",
    "goal_new",
    "metric_adopt",
    "metric_archive",
    "metric_detail",
    "metric_edit",
    "metric_list",
    "metric_new",
    "metric_restore",
    "negotiation_accept",
    "negotiation_bid",
    "negotiation_detail",
    "negotiation_escalate",
    "negotiation_impose",
    "negotiation_list",
    "negotiation_receipt",
    "negotiation_sign",
    "negotiation_withdraw",
    "objective_archive",
    "objective_detail",
    "objective_edit",
    "objective_explain",
    "objective_list",
    "objective_negotiate",
    "objective_new",
    "objective_restore",
    "recompute_detail",
    "recompute_request",
]
