from django.db import models

from goals.models.objective import Objective
from goals.models.objective_progress import Figures
from teams.tenancy import CompositeForeignKey, RowLevelSecurity, TenantKey


class ProgressPoint(Figures):
    """What was known of an objective at the end of a day of its organisation: a row per objective and day.

    Written by the recompute that writes `ObjectiveProgress`, in the same statement, while `day` is today; afterwards
    nothing changes it (docs/adr/0006-progress-points.md). A day on which no figure differed has no row: the one before
    it still stands. `target` and `version` are the objective's own as they were.
    """

    id = None  # type: ignore[assignment]
    pk = models.CompositePrimaryKey("organisation_id", "objective_id", "day")
    objective = TenantKey(Objective, on_delete=models.CASCADE, related_name="points")
    day = models.DateField()
    target = models.DecimalField(max_digits=24, decimal_places=6)
    version = models.PositiveIntegerField()

    class Meta(Figures.Meta):
        ordering = ["objective", "day"]
        constraints = [
            RowLevelSecurity(name="goals_progresspoint_rls"),
            CompositeForeignKey(name="goals_progresspoint_objective_fk", field="objective", to="goals_objective"),
        ]
