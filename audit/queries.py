from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import connection
from django.utils.timezone import make_aware

from audit.models import Event, EventQuerySet, Link


@dataclass(frozen=True)
class ChainState:
    """How far an organisation's chain goes, its head, and the number of the first link that does not verify (or None)."""

    length: int
    head: str
    broken_at: int | None
    is_verified: bool = True


def events(
    *,
    organisation_id: UUID,
    record_type: str = "",
    action: str = "",
    actor: str = "",
    first: date | None = None,
    last: date | None = None,
) -> EventQuerySet:
    """The trail, the newest first; `first` and `last` are days in the active time zone."""
    found = Event.objects.of(organisation_id)
    if record_type:
        found = found.filter(record_type=record_type)
    if action:
        found = found.filter(action=action)
    if actor:
        found = found.filter(actor_name__icontains=actor)
    if first:
        found = found.filter(at__gte=make_aware(datetime.combine(first, time.min)))
    if last:
        found = found.filter(at__lt=make_aware(datetime.combine(last + timedelta(days=1), time.min)))
    return found.order_by("-at", "-pk")


def used_values(*, organisation_id: UUID) -> tuple[list[str], list[str]]:
    """The record types and the actions that occur, each in order."""
    pairs = Event.objects.of(organisation_id).order_by().values_list("record_type", "action").distinct()
    types, actions = zip(*pairs, strict=True) if pairs else ((), ())
    return sorted(set(types)), sorted(set(actions))


def chain_head(*, organisation_id: UUID) -> ChainState:
    """The end of the chain as it stands, not verified: costs nothing, however long the chain is."""
    link = Link.objects.filter(organisation_id=organisation_id).order_by("-number").first()
    if link is None:
        return ChainState(length=0, head="", broken_at=None, is_verified=False)
    return ChainState(length=link.number, head=bytes(link.hash).hex(), broken_at=None, is_verified=False)


def chain_state(*, organisation_id: UUID) -> ChainState:
    """Verify the whole chain again: every digest against its event, every hash against the one before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT length, head, broken_at FROM audit_verify(%s)", [organisation_id])
        length, head, broken_at = cursor.fetchone()
    return ChainState(length=length, head=bytes(head).hex() if head else "", broken_at=broken_at)
