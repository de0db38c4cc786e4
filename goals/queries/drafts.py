"""An objective as it is being drafted, or as it is saved: what its past and its wording are judged by."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from goals.catalogue import gone, metric_or_gone
from goals.models import Objective
from goals.rules.progress import Direction
from metrics.definitions import Condition, Metric
from metrics.queries.terms import fitting
from teams.models import Membership, Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """`about` is the record that the scope names (None: the organisation); numbers are in the metric's unit, if typed.

    `misfits` are what those conditions are about that no longer fit the source, so that nothing can be measured.
    """

    metric: Metric
    scope: str
    about: Any = None
    period: Period | None = None
    direction: Direction = "at_least"
    currency: str = ""
    target: Decimal | None = None
    upper: Decimal | None = None
    stretch: Decimal | None = None
    baseline: Decimal | None = None
    owner: Membership | None = None
    milestones: int = 0
    conditions: Sequence[Condition] = ()
    misfits: Sequence[str] = ()
    goal_id: UUID | None = field(default=None)
    cadence: str = ""
    objective_id: UUID | None = None

    @property
    def is_placed(self) -> bool:
        """Whether it is said whom or what it is about, and when."""
        return self.period is not None and (self.scope == "organisation" or self.about is not None)

    @property
    def measured(self) -> Metric:
        """Nothing rather than everything where conditions no longer fit, as goals/queries/cells.py has it."""
        return gone(self.metric.key) if self.misfits else self.metric


def saved_draft(objective: Objective) -> Draft:
    """Of an objective with its goal, scope, period and owner loaded; one query for its milestones."""
    metric = metric_or_gone(objective.metric_key)
    conditions, misfits = fitting(objective.qualifying, metric.numerator.source)
    return Draft(
        metric=metric,
        scope=objective.scope,
        about=objective.scope_record,
        period=objective.period,
        direction=objective.direction,  # type: ignore[arg-type]
        currency=objective.currency,
        target=objective.target,
        upper=objective.target_upper,
        stretch=objective.stretch,
        baseline=objective.baseline,
        owner=objective.owner,
        milestones=objective.milestones.count(),
        conditions=conditions,
        misfits=misfits,
        goal_id=objective.goal_id,
        cadence=objective.goal.cadence,
        objective_id=objective.pk,
    )
