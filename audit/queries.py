from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from audit.models import Event, EventQuerySet


@dataclass(frozen=True)
class ChainState:
    """How far an organisation's chain goes, its head, and the number of the first link that does not verify (or None)."""

    length: int
    head: str
    broken_at: int | None


def events(*, organisation_id: UUID, record_type: str = "", action: str = "", actor: str = "") -> EventQuerySet:
    found = Event.objects.of(organisation_id)
    if record_type:
        found = found.filter(record_type=record_type)
    if action:
        found = found.filter(action=action)
    if actor:
        found = found.filter(actor_name__icontains=actor)
    return found.order_by("-at", "-pk")


def chain_state(*, organisation_id: UUID) -> ChainState:
    """Verify the whole chain again: every digest against its event, every hash against the one before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT length, head, broken_at FROM audit_verify(%s)", [organisation_id])
        length, head, broken_at = cursor.fetchone()
    return ChainState(length=length, head=bytes(head).hex() if head else "", broken_at=broken_at)
