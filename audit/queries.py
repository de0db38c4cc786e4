from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.core.signing import Signer
from django.db import connection, models
from django.utils.timezone import make_aware

from audit.models import Event, EventQuerySet, Link


@dataclass(frozen=True)
class ChainState:
    """How far an organisation's chain goes, its head, and the number of the first link that does not verify (or None)."""

    length: int
    head: str
    broken_at: int | None
    is_verified: bool = True


@dataclass(frozen=True)
class SignedLink:
    """What goes out of the house: with an old letter in hand, a rewritten or shortened chain shows."""

    number: int
    hash: str
    signature: str


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


def authors_of(*, organisation_id: UUID, record_type: str, record_ids: Collection[str]) -> dict[str, set[UUID | None]]:
    """Who has ever changed each of these records; None is the system."""
    found: dict[str, set[UUID | None]] = {}
    lines = Event.objects.of(organisation_id).filter(record_type=record_type, record_id__in=record_ids)
    for record_id, actor_id in lines.order_by().values_list("record_id", "actor_id").distinct():
        found.setdefault(record_id, set()).add(actor_id)
    return found


def done_together(*, record: models.Model, action: str, records: type[models.Model], to_them: str) -> list[UUID]:
    """The records to which something was done in the same breath as the latest such action on this one."""
    lines = Event.objects.of(record.organisation_id)  # type: ignore[attr-defined]
    mine = lines.filter(record_type=record._meta.label_lower, record_id=str(record.pk), action=action)
    latest = mine.order_by("-at", "-pk").values_list("at", "actor_id").first()
    if latest is None:
        return []
    at, actor_id = latest
    theirs = lines.filter(record_type=records._meta.label_lower, action=to_them, at=at, actor_id=actor_id)
    return [UUID(record_id) for record_id in theirs.order_by("pk").values_list("record_id", flat=True)]


def used_values(*, organisation_id: UUID) -> tuple[list[str], list[str]]:
    """The record types and the actions that occur, each in order."""
    pairs = Event.objects.of(organisation_id).order_by().values_list("record_type", "action").distinct()
    types, actions = zip(*pairs, strict=True) if pairs else ((), ())
    return sorted(set(types)), sorted(set(actions))


def link(*, organisation_id: UUID, number: int | None = None) -> SignedLink | None:
    """An entry of the chain by its number, else the last one. Not verified: costs nothing, however long the chain is."""
    links = Link.objects.filter(organisation_id=organisation_id)
    found = (links.filter(number=number) if number is not None else links.order_by("-number")).first()
    if found is None:
        return None
    digest = bytes(found.hash).hex()
    signature = Signer(salt="audit.link").signature(f"{organisation_id}:{found.number}:{digest}")
    return SignedLink(number=found.number, hash=digest, signature=signature)


def chain_state(*, organisation_id: UUID) -> ChainState:
    """Verify the whole chain again: every digest against its event, every hash against the one before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT length, head, broken_at FROM audit_verify(%s)", [organisation_id])
        length, head, broken_at = cursor.fetchone()
    return ChainState(length=length, head=bytes(head).hex() if head else "", broken_at=broken_at)
