from django.db import models

from goals.models.objective import Objective
from teams.tenancy import CompositeForeignKey, RowLevelSecurity, TenantKey, TenantModel


class CorrectedPoint(TenantModel):
    """What the records say now of the end of an earlier day, where that is not what was known then.

    The chart of an objective is its progress points with these laid over them; a day without either is as the one
    before it. So a late import writes only the days that it moves, and what was known stays where it is.
    """

    id = None  # type: ignore[assignment]
    pk = models.CompositePrimaryKey("organisation_id", "objective_id", "day")
    objective = TenantKey(Objective, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    actual = models.DecimalField(max_digits=36, decimal_places=6, null=True)
    measured_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        ordering = ["objective", "day"]
        constraints = [
            RowLevelSecurity(name="goals_correctedpoint_rls"),
            CompositeForeignKey(name="goals_correctedpoint_objective_fk", field="objective", to="goals_objective"),
        ]


class CorrectionDue(TenantModel):
    """The course of an objective is to be measured again from this day on. The row is the job; workers sweep it."""

    id = None  # type: ignore[assignment]
    pk = models.CompositePrimaryKey("organisation_id", "objective_id")
    objective = TenantKey(Objective, on_delete=models.CASCADE, related_name="+")
    from_day = models.DateField()

    class Meta(TenantModel.Meta):
        ordering = ["objective"]
        constraints = [
            RowLevelSecurity(name="goals_correctiondue_rls"),
            CompositeForeignKey(name="goals_correctiondue_objective_fk", field="objective", to="goals_objective"),
        ]
