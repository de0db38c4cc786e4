"""Between marketing and sales: take a lead, give it back with a reason, bring it back. Each step is a stage change, by which
the clocks of promises run.
"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions
from pipeline.models import Lead, LeadAssignment, LeadRejection, Stage, StageTransition
from pipeline.rules.hand_off import LONGEST_NURTURE_DAYS, STAGES, Action, Reason, action_of
from teams.actions.refusals import Refused
from teams.models import Assignment, Membership
from teams.queries.organisations import active_organisation


@transaction.atomic
def accept(*, lead: Lead, by: Membership, at: datetime) -> Lead:
    """Sales takes the lead: the handshake. Raises Refused."""
    current = _handed_off(lead)
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
    current, action = _handed_off(lead), action_of(reason)
    _close_earlier(current, by, at)
    day = _checked_return(returns_on, at) if action == Action.NURTURE else None
    is_over = action in (Action.DISCARD, Action.REROUTE)
    rejection = LeadRejection.objects.create(
        lead=current,
        reason=reason,
        action=action,
        note=note,
        returns_on=day,
        owner=current.owner,
        rejected_by=by,
        rejected_at=at,
        settled_by=by if is_over else None,
        settled_at=at if is_over else None,
    )
    enter(lead=current, stage=Stage(STAGES[action]), at=at)
    if action == Action.REROUTE:
        give_back(lead=current, at=at + timedelta(microseconds=1), is_free=True)
    if reason == Reason.WRONG_TERRITORY:
        current.territory = None
        current.save(update_fields=["territory"])
    after = {"reason": reason, "action": action.value, "note": note, "returns_on": day}
    audit.actions.record(action="lead.reject", record=current, by=by, at=at, after=after)
    return rejection


@transaction.atomic
def settle(*, rejection: LeadRejection, by: Membership | None, at: datetime) -> LeadRejection:
    """What was missing is there, or the day has come: the lead is an MQL again, and its owner's. Raises Refused."""
    lead = _locked(rejection.lead_id)
    current = LeadRejection.objects.select_for_update(of=("self",)).get(pk=rejection.pk)
    if current.settled_at is not None:
        raise Refused(_("This lead is back with sales already."))
    current.settled_at, current.settled_by = at, by
    current.save(update_fields=["settled_at", "settled_by"])
    if lead.stage in (Stage.RECYCLED, Stage.INQUIRY):
        give_back(lead=lead, at=at, is_free=lead.owner is None or not lead.owner.is_active)
        if lead.owner is not None:
            note(lead=lead, owner=lead.owner, reason=LeadAssignment.Reason.CAME_BACK, by=by, at=at)
    audit.actions.record(action="lead.hand_back", record=lead, by=by, at=at, after={"stage": Stage.MQL})
    return current


@transaction.atomic
def bring_back(*, at: datetime) -> int:
    """Bring back whose day has come; return how many. Twice, or twice at once, is harmless."""
    today = at.astimezone(active_organisation().zone).date()
    due = LeadRejection.objects.filter(settled_at__isnull=True, returns_on__lte=today)
    waiting = due.order_by("returns_on", "pk").values_list("lead", flat=True)[:200]
    leads = Lead.objects.filter(pk__in=list(waiting)).select_for_update(skip_locked=True, of=("self",))
    # What another sweep brought back, while this one looked, is settled by now.
    found = list(due.filter(lead__in=list(leads)).order_by("returns_on", "pk"))
    for rejection in found:
        settle(rejection=rejection, by=None, at=at)
    return len(found)


def give_back(*, lead: Lead, at: datetime, is_free: bool) -> None:
    """An MQL again; `is_free`: without an owner and the place that was theirs, so that it is handed out anew."""
    if is_free:
        lead.owner = lead.team = lead.department = None
        lead.territory_id = lead.source_territory_id
        lead.save(update_fields=["owner", "team", "department", "territory"])
    enter(lead=lead, stage=Stage.MQL, at=at)


def note(
    *, lead: Lead, owner: Membership, reason: str, by: Membership | None, at: datetime, **told: Any
) -> LeadAssignment:
    """Keep why a lead is whose it is from now on; who did not do it themselves will be told."""
    told_at = at if by is not None and by.pk == owner.pk else None
    return LeadAssignment.objects.create(
        lead=lead, owner=owner, reason=reason, by=by, assigned_at=at, told_at=told_at, **told
    )


def enter(*, lead: Lead, stage: Stage, at: datetime) -> StageTransition:
    """The lead enters a stage in the hands of its owner, where the owner works on that day."""
    day = at.astimezone(active_organisation().zone).date()
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


def _handed_off(lead: Lead) -> Lead:
    """The lead, for this transaction alone, if marketing has handed it off and sales has still to decide about it."""
    current = _locked(lead.pk)
    if current.stage == Stage.INQUIRY:
        raise Refused(_("Marketing has not handed this lead off yet."))
    if current.stage != Stage.MQL:
        raise Refused(_("This lead has moved on meanwhile: look at it again."))
    return current


def _locked(lead_id: UUID) -> Lead:
    """Whoever decides about a lead locks it first, and what hangs on it afterwards."""
    return Lead.objects.select_for_update(of=("self",)).select_related("owner").get(pk=lead_id)


def _close_earlier(lead: Lead, by: Membership, at: datetime) -> None:
    """A lead that came back by another way, such as the CRM, leaves its earlier rejection open: that ends with the new one."""
    LeadRejection.objects.filter(lead=lead, settled_at__isnull=True).update(settled_by=by, settled_at=at)


def _checked_return(returns_on: date | None, at: datetime) -> date:
    today = at.astimezone(active_organisation().zone).date()
    if returns_on is None:
        raise Refused(_("Say when it comes back."), field="returns_on")
    if not today < returns_on <= today + timedelta(days=LONGEST_NURTURE_DAYS):
        raise Refused(_("Choose a day within the next year."), field="returns_on")
    return returns_on
