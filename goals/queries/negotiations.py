"""What the pages of negotiations read: the inbox of a member, and one negotiation as a conversation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import OuterRef, Prefetch, Q, Subquery

from goals.access import Seat
from goals.access.negotiations import seat_in
from goals.models import Negotiation, NegotiationStep, Offer, Signature
from goals.models.negotiation import OPEN, NegotiationQuerySet
from goals.queries.matters import unsigned_of
from goals.rules import concessions
from goals.rules.negotiation import Part, Side, State, Verb, waits_for
from teams.models import Membership
from teams.permissions import Permission

MOST_WAITING = 200


@dataclass(frozen=True, slots=True)
class Line:
    """A negotiation in a list, with the last number of each side."""

    negotiation: Negotiation
    offer: Decimal | None
    counter: Decimal | None
    is_waiting_for_me: bool

    @property
    def gap(self) -> Decimal | None:
        return concessions.gap(offer=self.offer, counter=self.counter)


@dataclass(frozen=True, slots=True)
class Inbox:
    """What waits for the member, and what the member waits for, the nearest deadline first."""

    for_me: list[Line]
    for_others: list[Line]


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened: a number, a step or a signature. `person` is None where the calendar did it."""

    verb: Verb
    at: datetime
    person: Membership | None
    is_mine: bool
    offer: Offer | None = None
    step: NegotiationStep | None = None
    signature: Signature | None = None


@dataclass(frozen=True, slots=True)
class Bid:
    """A number with what it conceded."""

    offer: Offer
    moved: Decimal | None
    gap: Decimal | None


@dataclass(frozen=True, slots=True)
class Talk:
    """One negotiation as its parties read it. `may_sign` are the parts whose signature the member can give now."""

    seat: Seat
    entries: list[Entry]
    path: list[Bid]
    signatures: list[Signature]
    unsigned: frozenset[Part]
    has_expired: bool
    turn: Side | None

    @property
    def negotiation(self) -> Negotiation:
        return self.seat.negotiation

    @property
    def latest(self) -> Offer | None:
        return self.path[-1].offer if self.path else None

    @property
    def offer(self) -> Offer | None:
        return self._last(Side.MANAGER)

    @property
    def counter(self) -> Offer | None:
        return self._last(Side.HOLDER)

    @property
    def gap(self) -> Decimal | None:
        return self.path[-1].gap if self.path else None

    @property
    def may_sign(self) -> list[Signature.Part]:
        if self.negotiation.state != State.AGREED or self._has_signed():
            return []
        return [part for part in Signature.Part if Part(part) in self.seat.parts & self.unsigned]

    def _has_signed(self) -> bool:
        return any(signature.signed_by_id == self.seat.member.pk for signature in self.signatures)

    def _last(self, side: Side) -> Offer | None:
        return next((bid.offer for bid in reversed(self.path) if bid.offer.side == side), None)


def inbox(*, member: Membership, managed: frozenset[UUID], at: datetime) -> Inbox:
    """Open negotiations, and agreements that are not signed, of a member and the departments that they manage."""
    rows = Negotiation.objects.concerning(member, departments=managed)
    rows = rows.filter(Q(state__in=OPEN) | Q(state=State.AGREED.value)).order_by("due_at", "opened_at", "pk")
    listed = _listed(rows).prefetch_related(Prefetch("signatures", to_attr="signed"))[:MOST_WAITING]
    lines = [_line(row, _is_my_turn(seat_in(row, member, managed), row.signed, at)) for row in listed]
    return Inbox(
        [line for line in lines if line.is_waiting_for_me], [line for line in lines if not line.is_waiting_for_me]
    )


def concluded(*, member: Membership, managed: frozenset[UUID]) -> NegotiationQuerySet:
    """What is neither open nor unsigned of the member's; of a role that reads all, whatever there is. The newest first."""
    rows = Negotiation.objects.all()
    if not member.may(Permission.NEGOTIATION_VIEW_ALL):
        rows = rows.concerning(member, departments=managed)
        return rows.exclude(state__in=[*OPEN, State.AGREED.value]).order_by("-opened_at", "pk")
    return rows.order_by("-opened_at", "pk")


def lines_of(rows: NegotiationQuerySet) -> list[Line]:
    """For a page of a list in which nothing waits."""
    return [_line(row, is_waiting_for_me=False) for row in _listed(rows)]


def talk_of(*, seat: Seat, at: datetime) -> Talk:
    """Four queries besides the negotiation itself."""
    negotiation = seat.negotiation
    offers = list(Offer.objects.filter(negotiation=negotiation).select_related("made_by").order_by("version"))
    steps = NegotiationStep.objects.filter(negotiation=negotiation).select_related("taken_by", "to")
    signed = list(Signature.objects.filter(negotiation=negotiation).select_related("signed_by", "department"))
    latest = offers[-1] if offers else None
    expired = latest is not None and at >= latest.answer_until
    return Talk(
        seat=seat,
        entries=_entries(seat, offers, list(steps), signed),
        path=_path(offers),
        signatures=signed,
        unsigned=unsigned_of(negotiation, signed),
        has_expired=expired,
        turn=waits_for(
            state=State(negotiation.state), latest_side=Side(latest.side) if latest else None, has_expired=expired
        ),
    )


def _listed(rows: NegotiationQuerySet) -> NegotiationQuerySet:
    def last(side: Side) -> Subquery:
        made = Offer.objects.filter(negotiation=OuterRef("pk"), side=side.value).order_by("-version")
        return Subquery(made.values("committed")[:1])

    return rows.with_parties().annotate(offer=last(Side.MANAGER), counter=last(Side.HOLDER))


def _line(row: Negotiation, is_waiting_for_me: bool) -> Line:
    return Line(row, row.offer, row.counter, is_waiting_for_me)  # type: ignore[attr-defined]


def _is_my_turn(seat: Seat, signed: Sequence[Signature], at: datetime) -> bool:
    """The manager's side is one person at a time: who opened, or who was asked last."""
    negotiation = seat.negotiation
    if negotiation.state == State.AGREED:
        has_signed = any(signature.signed_by_id == seat.member.pk for signature in signed)
        mine = seat.parts if _is_addressed(seat) else seat.parts - {Part.MANAGER}
        return bool(mine & unsigned_of(negotiation, signed)) and not has_signed
    latest = negotiation.latest
    turn = waits_for(
        state=State(negotiation.state),
        latest_side=Side(latest.side) if latest else None,
        has_expired=latest is not None and at >= latest.answer_until,
    )
    return seat.side is not None and seat.side == turn and _is_addressed(seat)


def _is_addressed(seat: Seat) -> bool:
    if seat.side != Side.MANAGER:
        return True
    negotiation = seat.negotiation
    asked = negotiation.escalated_to_id or (
        negotiation.opened_by_id if negotiation.opened_side == Side.MANAGER else seat.member.pk
    )
    return seat.member.pk == asked


def _entries(
    seat: Seat, offers: Sequence[Offer], steps: Sequence[NegotiationStep], signed: Sequence[Signature]
) -> list[Entry]:
    """In the order of time. An imposed number is told by its step."""
    imposed = {Verb(step.verb) for step in steps} & {Verb.IMPOSE} and offers[-1].pk
    me = seat.member.pk
    entries = [
        Entry(_verb(offer), offer.made_at, offer.made_by, offer.made_by_id == me, offer=offer)
        for offer in offers
        if offer.pk != imposed
    ]
    entries += [
        Entry(
            Verb(step.verb),
            step.taken_at,
            step.taken_by,
            step.taken_by_id == me,
            step=step,
            offer=offers[-1] if step.verb in {Verb.IMPOSE, Verb.ACCEPT} else None,
        )
        for step in steps
    ]
    entries += [Entry(Verb.SIGN, one.signed_at, one.signed_by, one.signed_by_id == me, signature=one) for one in signed]
    return sorted(entries, key=lambda entry: entry.at)


def _verb(offer: Offer) -> Verb:
    return Verb.OFFER if offer.side == Side.MANAGER else Verb.COUNTER


def _path(offers: Sequence[Offer]) -> list[Bid]:
    path = concessions.concessions(bids=[concessions.Bid(Side(offer.side), offer.committed) for offer in offers])
    return [Bid(offer, step.moved, step.gap) for offer, step in zip(offers, path, strict=True)]
