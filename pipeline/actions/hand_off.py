"""Between marketing and sales: take a lead, give it back with a reason, bring it back. Each step is a stage change, by which
the clocks of promises run.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions
from pipeline.models import Lead, LeadRejection, Stage, StageTransition
from pipeline.rules.hand_off import LONGEST_NURTURE_DAYS, STAGES, Action, action_of
from teams.actions.refusals import Refused
from teams.models import Assignment, Membership, Organisation
from teams.tenancy import active_organisation_id

WAITING = (Stage.INQUIRY, Stage.MQL)


@transaction.atomic
def accept(*, lead: Lead, by: Membership, at: datetime) -> Lead:
    """Sales takes the lead: the handshake. Raises Refused."""
    current = _waiting(lead)
    if current.owner is None:
        raise Refused(_("Nobody has this lead yet."))
    enter(lead=current, stage=Stage.SAL, at=at)
    audit.actions.record(action="lead.accept", record=current, by=by, at=at, after={"stage": Stage.SAL})
    return current


@transaction.atomic
def reject(
    *, lead: Lead, reason: str, note: str, returns_on: date | None, by: Membership, at: datetime
) -> LeadRejection:
    """Sales gives the lead back; what follows depends on the reason. Raises Refused."""
    current, action = _waiting(lead), action_of(reason)
    day = _checked_return(returns_on, at) if action == Action.NURTURE else None
    is_over = action in (Action.DISCARD, Action.REROUTE)
    rejection = LeadRejection.objects.create(
        lead=current,
        reason=reason,
        action=action,
        note=note,
        returns_on=day,
        rejected_by=by,
        rejected_at=at,
        settled_by=by if is_over else None,
        settled_at=at if is_over else None,
    )
    enter(lead=current, stage=Stage(STAGES[action]), at=at)
    if action == Action.REROUTE:
        give_back(lead=current, at=at + timedelta(microseconds=1), is_free=True)
    after = {"reason": reason, "action": action.value, "note": note, "returns_on": day}
    audit.actions.record(action="lead.reject", record=current, by=by, at=at, after=after)
    return rejection


@transaction.atomic
def settle(*, rejection: LeadRejection, by: Membership | None, at: datetime) -> LeadRejection:
    """What was missing is there, or the day has come: the lead is an MQL again, and its owner's. Raises Refused."""
    rows = LeadRejection.objects.select_related("lead__owner").select_for_update(of=("self",))
    current = rows.get(pk=rejection.pk)
    if current.settled_at is not None:
        raise Refused(_("This lead is back with sales already."))
    current.settled_at, current.settled_by = at, by
    current.save(update_fields=["settled_at", "settled_by"])
    owner = current.lead.owner
    if current.lead.stage in (Stage.RECYCLED, Stage.INQUIRY):
        give_back(lead=current.lead, at=at, is_free=owner is None or not owner.is_active)
    audit.actions.record(action="lead.hand_back", record=current.lead, by=by, at=at, after={"stage": Stage.MQL})
    return current


@transaction.atomic
def bring_back(*, at: datetime) -> int:
    """Bring back whose day has come; return how many. Twice, or twice at once, is harmless."""
    today = at.astimezone(_organisation().zone).date()
    due = LeadRejection.objects.filter(settled_at__isnull=True, returns_on__lte=today)
    found = list(due.select_for_update(skip_locked=True, of=("self",)).order_by("returns_on", "pk")[:200])
    for rejection in found:
        settle(rejection=rejection, by=None, at=at)
    return len(found)


def give_back(*, lead: Lead, at: datetime, is_free: bool) -> None:
    """An MQL again; `is_free`: without an owner, so that it is handed out anew."""
    if is_free:
        lead.owner = None
        lead.save(update_fields=["owner"])
    enter(lead=lead, stage=Stage.MQL, at=at)


def enter(*, lead: Lead, stage: Stage, at: datetime) -> StageTransition:
    """The lead enters a stage in the hands of its owner, where the owner works on that day."""
    day = at.astimezone(_organisation().zone).date()
    before = StageTransition.objects.filter(lead=lead, to_stage=stage).exists()
    transition = StageTransition.objects.create(
        lead=lead,
        from_stage=lead.stage,
        to_stage=stage,
        occurred_at=at,
        recorded_at=at,
        day=day,
        is_first=not before,
        owner_id=lead.owner_id,
        product_id=lead.product_id,
        lead_source_id=lead.lead_source_id,
        **place_of(lead.owner_id, day),
    )
    lead.stage = stage
    lead.save(update_fields=["stage"])
    return transition


def place_of(owner_id: Any, day: date) -> dict[str, Any]:
    """Team, department and territory of somebody on a day."""
    found = Assignment.objects.on(day).filter(membership=owner_id).select_related("team").order_by("pk").first()
    if found is None:
        return {"team_id": None, "department_id": None, "territory_id": None}
    return {
        "team_id": found.team_id,
        "department_id": found.team.department_id,
        "territory_id": found.territory_id,
    }


def _waiting(lead: Lead) -> Lead:
    """The lead, for this transaction alone, if sales has still to decide about it."""
    current = Lead.objects.select_for_update(of=("self",)).select_related("owner").get(pk=lead.pk)
    if current.stage not in WAITING:
        raise Refused(_("This lead has moved on meanwhile: look at it again."))
    return current


def _checked_return(returns_on: date | None, at: datetime) -> date:
    today = at.astimezone(_organisation().zone).date()
    if returns_on is None:
        raise Refused(_("Say when it comes back."), field="returns_on")
    if not today < returns_on <= today + timedelta(days=LONGEST_NURTURE_DAYS):
        raise Refused(_("Choose a day within the next year."), field="returns_on")
    return returns_on


def _organisation() -> Organisation:
    return Organisation.objects.get(pk=active_organisation_id())
