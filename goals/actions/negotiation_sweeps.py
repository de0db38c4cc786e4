"""What deadlines and the calendar do to negotiations: each is claimed, done or left alone; twice is harmless."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from goals.actions import signatures
from goals.actions.negotiation_notices import tell_stuck
from goals.actions.negotiations import escalate
from goals.models import Negotiation
from goals.queries.matters import due_after, midnight
from goals.rules.negotiation import State
from goals.rules.refusals import NobodyAbove
from teams.models import Organisation
from teams.queries.organisations import active_organisation


def due(*, at: datetime) -> list[UUID]:
    """Those whose deadline has passed, whose period has begun after they were signed, or is over."""
    rows = Negotiation.objects.filter(due_at__lte=at).order_by("due_at", "pk")
    return list(rows.values_list("pk", flat=True))


@transaction.atomic
def advance(*, negotiation_id: UUID, at: datetime) -> bool:
    """Do what is due to one negotiation; False if nothing is, or somebody else is at it."""
    claimed = Negotiation.objects.filter(pk=negotiation_id, due_at__lte=at).select_for_update(skip_locked=True)
    if not claimed.values_list("pk"):
        return False
    negotiation = Negotiation.objects.with_parties().get(pk=negotiation_id)
    organisation = active_organisation()
    if midnight(negotiation.objective.period.ends_on, organisation.zone) <= at:
        signatures.close(negotiation=negotiation, at=at)
    elif negotiation.state == State.SIGNED:
        signatures.activate(negotiation=negotiation, at=at)
    else:
        _expire(negotiation, organisation, at)
    return True


def _expire(negotiation: Negotiation, organisation: Organisation, at: datetime) -> None:
    """Silence never accepts: the next manager above is asked. Where nobody can help, the manager's side is told once."""
    try:
        if negotiation.holder.is_active:
            escalate(negotiation=negotiation, side=None, by=None, at=at)
            return
    except NobodyAbove:
        pass
    negotiation.due_at = due_after(negotiation, zone=organisation.zone)
    negotiation.save(update_fields=["due_at"])
    tell_stuck(negotiation, at=at)
