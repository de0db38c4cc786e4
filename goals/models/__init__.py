from goals.models.goal import Goal
from goals.models.objective import Direction, Objective, Scope
from goals.models.objective_progress import ObjectiveProgress, Status
from goals.models.recompute import Recompute

__all__ = ["Direction", "Goal", "Objective", "ObjectiveProgress", "Recompute", "Scope", "Status"]
