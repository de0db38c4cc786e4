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
from goals.views.objective_forms import objective_edit, objective_new
from goals.views.objectives import objective_archive, objective_detail, objective_list, objective_restore
from goals.views.recomputes import recompute_detail, recompute_request

__all__ = [
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
    "objective_archive",
    "objective_detail",
    "objective_edit",
    "objective_explain",
    "objective_list",
    "objective_new",
    "objective_restore",
    "recompute_detail",
    "recompute_request",
]
