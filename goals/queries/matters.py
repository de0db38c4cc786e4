"""A negotiation as its rules see it."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from goals.models import Negotiation, Signature
from goals.rules.negotiation import Matter, Part, Side, State, due_at, parts
from teams.rules.signing import unsigned


def matter_of(negotiation: Negotiation, *, zone: ZoneInfo) -> Matter:
    """Days become instants in the organisation's zone; signatures are asked only where they are missing."""
    latest, period = negotiation.latest, negotiation.objective.period
    return Matter(
        state=State(negotiation.state),
        opened_by=Side(negotiation.opened_side),
        begins_at=midnight(period.starts_on, zone),
        ends_at=midnight(period.ends_on, zone),
        latest=latest.pk if latest else None,
        latest_side=Side(latest.side) if latest else None,
        answer_until=latest.answer_until if latest else None,
        is_holder_here=negotiation.holder.is_active,
        unsigned=_unsigned(negotiation) if negotiation.state == State.AGREED else frozenset(),
    )


def due_after(negotiation: Negotiation, *, deadline: datetime | None = None, zone: ZoneInfo) -> datetime | None:
    """When the negotiation, in the state that it has now, is due next."""
    period = negotiation.objective.period
    return due_at(
        state=State(negotiation.state),
        begins_at=midnight(period.starts_on, zone),
        ends_at=midnight(period.ends_on, zone),
        deadline=deadline,
    )


def unsigned_of(negotiation: Negotiation, signed: Iterable[Signature]) -> frozenset[Part]:
    """Whose signature under these terms is missing."""
    needed = parts(binds_other_department=negotiation.other_department_id is not None)
    given = {Part(signature.part): signature.terms_hash for signature in signed}
    return unsigned(signed=given, parts=needed, terms=negotiation.terms_hash)


def _unsigned(negotiation: Negotiation) -> frozenset[Part]:
    return unsigned_of(negotiation, Signature.objects.filter(negotiation=negotiation))


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which a day begins; where the clock skips it, the first one after."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
