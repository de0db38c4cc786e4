"""The verbs of handing a number down: begin a plan, change it, undo, apply it as objectives, take that back."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from audit import actions as audit
from goals.actions import objectives
from goals.actions.agreements import TermsFrozen
from goals.actions.closes import require_open
from goals.actions.setting import AnothersTarget, OwnTarget, require_worker
from goals.models import Allocation, AllocationVersion, Objective, PaceMethod, Relation, TargetMode
from goals.models.allocation import Over
from goals.queries.allocations import Grid, GridRow, grid_of
from goals.queries.receivers import history_of, receivers_of
from goals.rules import targets
from goals.rules.allocation_plans import Plan, PlanLine, as_json
from teams.actions.refusals import Refused
from teams.actions.versions import EditConflict, change
from teams.models import Membership
from teams.queries.organisations import active_organisation

Step = AllocationVersion.Step


@dataclass(frozen=True, slots=True)
class Applied:
    """How many objectives came new, got another target, stay as they are, and are held by an agreement."""

    new: int
    changed: int
    same: int
    held: int


@transaction.atomic
def start(*, objective: Objective, over: Over, name: str, by: Membership, at: datetime) -> Allocation:
    """Begin a plan with what each receiver brought before. Raises `Refused` where nothing can be handed down."""
    _require_addable(objective)
    require_worker(objective=objective, by=by, at=at)
    organisation = active_organisation()
    receivers = receivers_of(objective, over)
    if not receivers:
        raise Refused(_("There is nobody and nothing here to hand it down to."), field="over")
    today = at.astimezone(organisation.zone).date()
    _past, history = history_of(objective=objective, receivers=receivers, organisation=organisation, today=today)
    lines = tuple(PlanLine(receiver.id, history=_counted(history.get(receiver.id))) for receiver in receivers)
    is_known = any(line.history for line in lines)
    plan = Plan(method="history" if is_known else "even", lines=lines)
    allocation = Allocation.objects.create(objective=objective, over=over, name=name, created_by=by, created_at=at)
    _keep(allocation, plan, Step.START, by=by, at=at)
    audit.record(action="allocation.start", record=allocation, by=by, at=at, after={"name": name, "over": over})
    return allocation


@transaction.atomic
def revise(
    *, allocation: Allocation, version: int, plan: Plan, step: Step = Step.CHANGE, by: Membership, at: datetime
) -> Allocation:
    """Keep a changed plan as the next version. Raises `EditConflict`; nothing differs: nothing is kept.

    As all that changes a plan it raises `AnothersTarget` where the number is not this member's to hand down.
    """
    require_worker(objective=allocation.objective, by=by, at=at)
    current = _locked(allocation, version)
    if plan == _latest(current).plan:
        return current
    return _next(current, plan, step, by=by, at=at)


@transaction.atomic
def undo(*, allocation: Allocation, version: int, by: Membership, at: datetime) -> Allocation:
    """Go back before the latest change that is not undone itself. Raises `EditConflict` and `Refused`."""
    require_worker(objective=allocation.objective, by=by, at=at)
    current = _locked(allocation, version)
    stands_at = _latest(current).stands_at
    if stands_at == 1:
        raise Refused(_("There is nothing to undo: the plan is as it was begun."))
    before = AllocationVersion.objects.get(allocation=current, number=stands_at - 1)
    if before.back_to:
        before = AllocationVersion.objects.get(allocation=current, number=before.back_to)
    return _next(current, before.plan, Step.UNDO, back_to=before.number, by=by, at=at)


@transaction.atomic
def copy(*, allocation: Allocation, name: str, by: Membership, at: datetime) -> Allocation:
    """A second plan that starts where this one is: to ask “what if”."""
    require_worker(objective=allocation.objective, by=by, at=at)
    other = Allocation.objects.create(
        objective=allocation.objective, over=allocation.over, name=name, created_by=by, created_at=at
    )
    _keep(other, _latest(allocation).plan, Step.START, by=by, at=at)
    audit.record(action="allocation.start", record=other, by=by, at=at, after={"name": name, "over": other.over})
    return other


@transaction.atomic
def discard(*, allocation: Allocation, by: Membership, at: datetime) -> Allocation:
    """Put a plan aside; twice, or twice at once, is once. What it made of objectives stays."""
    require_worker(objective=allocation.objective, by=by, at=at)
    if Allocation.objects.filter(pk=allocation.pk, is_discarded=False).update(is_discarded=True):
        audit.record(action="allocation.discard", record=allocation, by=by, at=at)
    return allocation


@transaction.atomic
def apply(*, allocation: Allocation, version: int, by: Membership, at: datetime) -> Applied:
    """Make the plan's amounts the targets of objectives below: all, or none with the reason (`Refused`, `EditConflict`)."""
    current = _locked(allocation, version)
    require_open(current.objective.period_id)
    require_worker(objective=current.objective, by=by, at=at)
    grid = grid_of(current)
    if grid.outcome.refused:
        raise Refused(_("The amounts do not fit yet: see above the table."))
    effects = [_made(grid, row, by=by, at=at) for row in grid.rows if not row.is_held and row.share]
    done = [effect for effect in effects if effect]
    current.applied, current.applied_at = current.version, at
    # Applied again without a difference, what was done before can still be taken back.
    current.effects = done or current.effects
    current.save(update_fields=["applied", "applied_at", "effects"])
    new = sum(1 for effect in done if effect["before"] is None)
    held = sum(1 for row in grid.rows if row.is_held)
    applied = Applied(new=new, changed=len(done) - new, same=len(effects) - len(done), held=held)
    audit.record(
        action="allocation.apply",
        record=current,
        by=by,
        at=at,
        after={"version": version, "new": applied.new, "changed": applied.changed},
    )
    return applied


@transaction.atomic
def take_back(*, allocation: Allocation, by: Membership, at: datetime) -> Allocation:
    """Undo the last application: new objectives are archived, others get their targets back. All, or none (`Refused`)."""
    current = Allocation.objects.select_for_update(of=("self",)).select_related("objective").get(pk=allocation.pk)
    require_worker(objective=current.objective, by=by, at=at)
    if not current.effects:
        raise Refused(_("There is nothing to take back."))
    for effect in current.effects:
        _unmake(effect, by=by, at=at)
    current.applied, current.applied_at, current.effects = None, None, []
    current.save(update_fields=["applied", "applied_at", "effects"])
    audit.record(action="allocation.take_back", record=current, by=by, at=at)
    return current


def _made(grid: Grid, row: GridRow, *, by: Membership, at: datetime) -> dict[str, Any] | None:
    """What was done for one row; None if its objective asks that already."""
    if row.share is None:
        return None
    values = _course(grid, row) | {"target": row.share.amount}
    with _named(row.receiver.name):
        if row.child is None:
            child = objectives.create(values=_inherited(grid, row) | values, by=by, at=at)
            return {"objective": str(child.pk), "version": child.version, "before": None}
        stretch, direction = row.child.stretch, row.child.direction
        values["stretch"] = targets.kept_stretch(stretch=stretch, target=row.share.amount, direction=direction)  # type: ignore[arg-type]
        values |= _taken_in(grid)
        child = objectives.edit(objective=row.child, version=row.child.version, values=values, by=by, at=at)
    if child.version == row.child.version:
        return None
    return {"objective": str(child.pk), "version": child.version, "before": _as_it_was(row.child)}


def _inherited(grid: Grid, row: GridRow) -> dict[str, Any]:
    """What a new objective takes from the one above."""
    above = grid.allocation.objective
    return {
        "goal": above.goal,
        "metric_key": above.metric_key,
        "direction": above.direction,
        "currency": above.currency,
        "parent": above,
        "relation": Relation.CONTRIBUTE,
        # Leave and ramp are in the amount already, or come off it afterwards.
        "is_prorated": not grid.plan.counts_presence,
        **row.receiver.values,
    }


def _taken_in(grid: Grid) -> dict[str, Any]:
    """What an objective that was there before becomes: a part of the one above, asked in a plain number."""
    part = {"parent": grid.allocation.objective, "relation": Relation.CONTRIBUTE}
    number = {"target_mode": TargetMode.ABSOLUTE, "target_change": None}
    return part | number | {"is_prorated": not grid.plan.counts_presence}


def _course(grid: Grid, row: GridRow) -> dict[str, Any]:
    """A plan with a season sets the course; without one a new objective has its parent's, unless milestones made that."""
    if grid.plan.season:
        return {"pace_method": PaceMethod.SEASONAL, "season_weights": list(grid.plan.season)}
    above = grid.allocation.objective
    if row.child is not None or grid.allocation.over == Over.PERIOD or above.pace_method == PaceMethod.MILESTONES:
        return {}
    return {"pace_method": above.pace_method, "season_weights": above.season_weights}


def _unmake(effect: Mapping[str, Any], *, by: Membership, at: datetime) -> None:
    child = Objective.objects.with_scope().get(pk=UUID(effect["objective"]))
    name = str(child.scope_record or child)
    if child.version != effect["version"]:
        raise Refused(_("“%(name)s” was changed since. Nothing is taken back.") % {"name": name})
    with _named(name):
        if effect["before"] is None:
            objectives.archive(objective=child, by=by, at=at)
        else:
            values = _restored(effect["before"])
            objectives.edit(objective=child, version=child.version, values=values, by=by, at=at)


def _as_it_was(child: Objective) -> dict[str, Any]:
    """All that handing down may change of an objective, as JSON keeps it."""
    return {
        "target": str(child.target),
        "stretch": None if child.stretch is None else str(child.stretch),
        "target_mode": child.target_mode,
        "target_change": None if child.target_change is None else str(child.target_change),
        "parent": str(child.parent_id) if child.parent_id else None,
        "relation": child.relation,
        "is_prorated": child.is_prorated,
        "pace_method": child.pace_method,
        "season_weights": [str(weight) for weight in child.season_weights],
    }


def _restored(before: Mapping[str, Any]) -> dict[str, Any]:
    numbers = {name: before[name] and Decimal(before[name]) for name in ("target", "stretch", "target_change")}
    parent = Objective.objects.get(pk=UUID(before["parent"])) if before["parent"] else None
    weights = [Decimal(weight) for weight in before["season_weights"]]
    return dict(before) | numbers | {"parent": parent, "season_weights": weights}


@contextmanager
def _named(name: str) -> Iterator[None]:
    """Whatever speaks against one row is told with its name, and undoes all."""
    try:
        yield
    except TermsFrozen as error:
        raise Refused(_("The target of “%(name)s” is being negotiated.") % {"name": name}) from error
    except OwnTarget as error:
        reason = _("“%(name)s” is your own target: somebody above you sets it.")
        raise Refused(reason % {"name": name}) from error
    except AnothersTarget as error:
        raise Refused(_("“%(name)s”: %(reason)s") % {"name": name, "reason": error.reason}) from error
    except EditConflict as error:
        reason = _("“%(name)s” was changed by somebody else meanwhile. Look at the table again.")
        raise Refused(reason % {"name": name}) from error


def _require_addable(objective: Objective) -> None:
    if not objective.can_be_handed_down:
        raise Refused(_("Only what adds up can be handed down: amounts and counts, not rates, levels or bands."))


def _counted(value: Decimal | None) -> Decimal | None:
    """What was lost (more returned than sold) weighs nothing."""
    return None if value is None else max(value, Decimal(0))


def _locked(allocation: Allocation, version: int) -> Allocation:
    """Raises `EditConflict` unless it is at the version."""
    change(record=allocation, version=version, values={})
    return Allocation.objects.with_objective().get(pk=allocation.pk)


def _latest(allocation: Allocation) -> AllocationVersion:
    return AllocationVersion.objects.get(allocation=allocation, number=allocation.version)


def _next(
    allocation: Allocation, plan: Plan, step: Step, *, back_to: int | None = None, by: Membership, at: datetime
) -> Allocation:
    allocation.version += 1
    allocation.save(update_fields=["version"])
    _keep(allocation, plan, step, back_to=back_to, by=by, at=at)
    return allocation


def _keep(
    allocation: Allocation, plan: Plan, step: Step, *, back_to: int | None = None, by: Membership, at: datetime
) -> None:
    AllocationVersion.objects.create(
        allocation=allocation,
        number=allocation.version,
        step=step,
        back_to=back_to,
        terms=as_json(plan),
        made_by=by,
        made_at=at,
    )
