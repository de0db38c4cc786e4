"""Recomputes as rows: due, claimed by whoever comes first, done together with their figures in one transaction."""

from datetime import date, datetime
from time import perf_counter
from uuid import UUID

from django.db import transaction
from django.db.models import F

from audit import actions as audit
from goals.actions import corrections, recompute_progress, reconciliation
from goals.actions.progress import Revalued, revalue, take_turn
from goals.models import Objective, Recompute
from goals.queries.touched import taught_objectives, touched_objectives
from goals.rules.nights import latest_slot
from metrics.actions import rollups
from pipeline.actions import answer_times, former_facts, stage_chances, touched
from pipeline.models import StageChance
from teams.models import Membership, Organisation
from teams.queries.organisations import active_organisation

MOST_ATTEMPTS = 5


@transaction.atomic
def request(*, by: Membership | None, at: datetime) -> Recompute:
    """Ask for all figures anew; a worker does it. One that is already waiting is enough."""
    waiting = Recompute.objects.filter(state=Recompute.State.QUEUED, reason=Recompute.Reason.REQUEST).first()
    if waiting:
        return waiting
    recompute = Recompute.objects.create(reason=Recompute.Reason.REQUEST, requested_by=by, requested_at=at)
    audit.record(action="recompute.request", record=recompute, by=by, at=at)
    return recompute


@transaction.atomic
def tick(*, at: datetime) -> bool:
    """Leave tonight's row, once the organisation's own night has fallen; True if it was not there yet."""
    slot = latest_slot(at=at, zone=active_organisation().zone)
    if Recompute.objects.filter(slot_on=slot).exists():
        return False
    row = Recompute(reason=Recompute.Reason.NIGHTLY, slot_on=slot, requested_at=at)
    Recompute.objects.bulk_create([row], ignore_conflicts=True)
    return True


@transaction.atomic
def claim(*, at: datetime) -> Recompute | None:
    """Note the attempt before the work, in a transaction of its own, so that a crash is counted too."""
    due = Recompute.objects.filter(state=Recompute.State.QUEUED).select_for_update(skip_locked=True)
    recompute = due.order_by("requested_at", "pk").first()
    if recompute is None:
        return None
    if recompute.attempts >= MOST_ATTEMPTS:
        recompute.state, recompute.finished_at = Recompute.State.FAILED, at
    else:
        recompute.attempts, recompute.started_at = F("attempts") + 1, at
    recompute.save(update_fields=["state", "finished_at", "attempts", "started_at"])
    return recompute


@transaction.atomic
def run(*, recompute_id: UUID, at: datetime) -> Revalued | None:
    """All figures of the organisation and the row's end, in one transaction; None if somebody else has done or does it.

    What is stored is compared with the facts before it is put right, and drift is told (goals/actions/reconciliation.py).
    """
    began = perf_counter()
    due = Recompute.objects.filter(pk=recompute_id, state=Recompute.State.QUEUED)
    recompute = due.select_for_update(skip_locked=True).first()
    if recompute is None:
        return None
    organisation = active_organisation()
    if recompute.reason == Recompute.Reason.NIGHTLY:
        former_facts.forget(at=at)
        answer_times.derive(answer_times.MISSING)
    take_turn()
    taken = touched.take()
    recompute_progress.tell(recompute.pk, step="rollups")
    rollups.refresh(touched=taken)
    recompute.cells_drifted = rollups.rebuild()
    recompute_progress.tell(recompute.pk, step="compare")
    recompute.drifted = reconciliation.compare(recompute=recompute, organisation=organisation, taken=taken)
    recompute_progress.tell(recompute.pk, step="measure")
    revalued = everything(at=at)
    _finish(recompute, revalued, at, began)
    reconciliation.tell(recompute=recompute, organisation=organisation, at=at)
    return revalued


@transaction.atomic
def run_touched(*, at: datetime) -> Revalued | None:
    """New figures for the objectives that touched facts can have changed, in the transaction that takes the touched rows."""
    began, taken = perf_counter(), touched.take()
    if not taken:
        return None
    take_turn()
    rollups.refresh(touched=taken)
    organisation = active_organisation()
    today, moved = _today(organisation, at), touched_objectives(taken)
    found = {*moved, *taught_objectives(taken)}
    revalued = revalue(organisation=organisation, objectives=Objective.objects.filter(pk__in=found), as_of=today, at=at)
    if not StageChance.objects.exists():
        stage_chances.learn(today=today)
    first_day = min(row.first_day for row in taken)
    if first_day < today:
        corrections.mark(first_days=((id_, first_day) for id_ in sorted(moved)))
    note(Recompute.Reason.IMPORT, requested_at=taken[0].recorded_at, revalued=revalued, at=at, began=began)
    return revalued


def note(
    reason: Recompute.Reason, *, requested_at: datetime, revalued: Revalued, at: datetime, began: float | None = None
) -> None:
    """A recompute that has been done together with the rows that asked for it."""
    _finish(Recompute(reason=reason, requested_at=requested_at, started_at=at, attempts=1), revalued, at, began)


@transaction.atomic
def everything(*, at: datetime, as_of: date | None = None) -> Revalued:
    """All figures, and how often deals are won from each stage: once a night is enough for that."""
    stage_chances.learn(today=_today(active_organisation(), at))
    return all_figures(at=at, as_of=as_of)


def all_figures(*, at: datetime, as_of: date | None = None) -> Revalued:
    """New figures for all objectives that are not archived, through the organisation's today or the day given.

    Needs a transaction.
    """
    organisation = active_organisation()
    return revalue(
        organisation=organisation,
        objectives=None,
        as_of=as_of or _today(organisation, at),
        at=at,
    )


def _finish(recompute: Recompute, revalued: Revalued, at: datetime, began: float | None) -> None:
    recompute.state, recompute.finished_at = Recompute.State.DONE, at
    recompute.milliseconds = None if began is None else round((perf_counter() - began) * 1000)
    recompute.objectives, recompute.changed = revalued.objectives, revalued.changed
    recompute.save()


def _today(organisation: Organisation, at: datetime) -> date:
    return at.astimezone(organisation.zone).date()
