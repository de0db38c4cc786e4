"""The allocation grid: each receiver's history, what was typed, what it gets, and what is in force beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from goals.models import Allocation, AllocationVersion, Negotiation, Objective, Relation
from goals.models.negotiation import HELD, OPEN
from goals.queries.receivers import Receiver, month_labels, presence_now, receivers_of
from goals.rules.allocation_plans import Outcome, Plan, PlanLine, Share, outcome
from goals.rules.rollup import Padding, padding


@dataclass(frozen=True, slots=True)
class GridRow:
    """`current` is the target in force, None without an objective; `is_held`: agreed or negotiated, so that it stays."""

    receiver: Receiver
    line: PlanLine
    share: Share | None
    presence: Decimal | None
    child: Objective | None
    is_held: bool

    @property
    def current(self) -> Decimal | None:
        return self.child.target if self.child else None

    @property
    def change(self) -> Decimal | None:
        return None if self.share is None else self.share.amount - (self.current or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A version of a plan, worked out. `gone` counts lines whose receiver is no longer there: they get nothing."""

    allocation: Allocation
    version: AllocationVersion
    plan: Plan
    rows: list[GridRow]
    outcome: Outcome
    months: list[date]
    current_total: Decimal
    current_padding: Padding
    gone: int

    @property
    def can_undo(self) -> bool:
        return self.version.stands_at > 1

    @property
    def beyond(self) -> Decimal | None:
        """How much more than asked is handed down."""
        left = self.outcome.padding.amount if self.outcome.padding else Decimal(0)
        return -left if left < 0 else None

    @property
    def month_count(self) -> int:
        return len(month_labels(self.allocation.objective))

    @property
    def changed(self) -> int:
        return sum(1 for row in self.rows if row.change)


def grid_of(allocation: Allocation) -> Grid:
    """A constant number of queries, whatever it lists."""
    version = AllocationVersion.objects.get(allocation=allocation, number=allocation.version)
    receivers = receivers_of(allocation.objective, allocation.over)
    plan = fitted(version.plan, receivers)
    children = children_of(allocation.objective, receivers)
    held, presence = held_of(children), presence_now(allocation.objective, receivers)
    worked_out = outcome(plan=plan, asked=allocation.objective.target, presence=presence, held=held)
    current = [child.target * child.contribution_share for child in children.values()]
    shares = worked_out.shares or [None] * len(receivers)
    return Grid(
        allocation=allocation,
        version=version,
        plan=plan,
        rows=[
            GridRow(receiver, line, share, presence.get(line.id), children.get(line.id), line.id in held)
            for receiver, line, share in zip(receivers, plan.lines, shares, strict=True)
        ],
        outcome=worked_out,
        months=month_labels(allocation.objective) if plan.season else [],
        current_total=sum(current, Decimal(0)),
        current_padding=padding(parent=allocation.objective.target, children=current),
        gone=len({line.id for line in version.plan.lines} - {receiver.id for receiver in receivers}),
    )


def plan_at(allocation: Allocation, *, number: int) -> Plan:
    """The plan as it was in that version; as it is, where there is none of that number."""
    wanted = {number, allocation.version}
    return AllocationVersion.objects.filter(allocation=allocation, number__in=wanted).earliest("number").plan


def fitted(plan: Plan, receivers: Sequence[Receiver]) -> Plan:
    """The plan for those who are there now: somebody new has an empty line, who left has none."""
    kept = {line.id: line for line in plan.lines}
    lines = tuple(kept.get(receiver.id, PlanLine(receiver.id)) for receiver in receivers)
    return replace(plan, lines=lines)


def children_of(objective: Objective, receivers: Sequence[Receiver]) -> dict[UUID, Objective]:
    """By receiver, its objective of the same metric: one that contributes to this one, else one that stands alone."""
    rows = (
        Objective.objects.active()
        .with_scope()
        .select_related("owner")
        .filter(metric_key=objective.metric_key, period__in={receiver.values["period"].pk for receiver in receivers})
    )
    below = rows.filter(parent=objective, relation=Relation.CONTRIBUTE)
    alone = rows.filter(parent=None, direction=objective.direction, currency=objective.currency)
    found = [*below.order_by("created_at", "pk"), *alone.exclude(pk=objective.pk).order_by("created_at", "pk")]
    return {
        receiver.id: child
        for receiver in receivers
        if (child := next((child for child in found if receiver.is_of(child)), None))
    }


def held_of(children: dict[UUID, Objective]) -> dict[UUID, Decimal]:
    """By receiver, the targets that are agreed or being negotiated."""
    talks = Negotiation.objects.filter(objective__in=[child.pk for child in children.values()])
    held = set(talks.filter(state__in=[*OPEN, *HELD]).values_list("objective", flat=True))
    return {id_: child.target for id_, child in children.items() if child.pk in held}


def plans_of(objective: Objective) -> list[Allocation]:
    return list(Allocation.objects.of(objective).select_related("created_by"))


def versions_of(allocation: Allocation, *, last: int = 20) -> list[AllocationVersion]:
    """The latest steps, newest first."""
    return list(allocation.versions.select_related("made_by").order_by("-number")[:last])
