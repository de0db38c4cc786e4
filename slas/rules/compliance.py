"""How well a promise is kept: the one definition for lists, charts, dashboards, the API and exports.

``kept / (kept + late + overdue)`` at a cut-off. Overdue and still open counts as a breach; what runs and is not yet due, and
what was cancelled, is left out; waived is its own slice. A share of few clocks is no certain thing: so it carries the
interval of Wilson (1927), which stays within 0–1 and holds for small n.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from pipeline.rules.intervals import Interval, wilson
from slas.rules.clock import State

BREACHED = (State.MET_LATE, State.BREACHED_OPEN)
JUDGED = (State.MET, *BREACHED)


@dataclass(frozen=True, slots=True)
class Compliance:
    """Clocks by what they count as; ``share`` is undefined while none is judged."""

    kept: int
    late: int
    overdue: int
    waived: int
    not_due: int
    cancelled: int

    @property
    def breached(self) -> int:
        return self.late + self.overdue

    @property
    def judged(self) -> int:
        return self.kept + self.breached

    @property
    def clocks(self) -> int:
        return self.judged + self.waived + self.not_due + self.cancelled

    @property
    def share(self) -> Decimal | None:
        return Decimal(self.kept) / self.judged if self.judged else None

    @property
    def interval(self) -> Interval | None:
        return wilson(successes=self.kept, trials=self.judged)


def compliance(*, states: Mapping[str, int]) -> Compliance:
    """From how many clocks are in each state."""
    counts = {state: states.get(state, 0) for state in State}
    return Compliance(
        kept=counts[State.MET],
        late=counts[State.MET_LATE],
        overdue=counts[State.BREACHED_OPEN],
        waived=counts[State.WAIVED],
        not_due=counts[State.PENDING] + counts[State.RUNNING] + counts[State.PAUSED],
        cancelled=counts[State.CANCELLED],
    )
