"""The negotiation of one target: who may do what next, as a table.

Two sides: the *manager's* side offers, the *holder* (whose target it is) counters. Either side accepts, and only the
latest number of the other one, until its deadline. Silence never accepts: a deadline that passes *escalates* to the next
manager above. What cannot be agreed may be *imposed*, with a reason, and only after the holder had a say; it stays
marked as imposed. Agreed terms are frozen: a change is an *amendment*, a negotiation of its own with the next number,
and the old one is held until the new one is agreed (``replace``).

An offer that has expired is history: either side puts a number on the table again. A holder who has left answers for
nothing any more, so nothing is agreed with them, imposed on them or signed for them.
"""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from goals.rules.refusals import (
    AlreadyActive,
    AlreadyAgreed,
    AlreadySigned,
    HolderLeft,
    IsClosed,
    NewerOffer,
    NotAgreed,
    NotAnsweredYet,
    NothingOffered,
    NotYourSide,
    OfferExpired,
    OwnNumber,
    PeriodNotBegun,
    PeriodNotOver,
    PeriodOver,
    Refused,
    SignaturesMissing,
    WasAmended,
    WasImposed,
    WasWithdrawn,
)
from teams.rules import signing


class State(StrEnum):
    DRAFT = "draft"
    OFFERED = "offered"
    COUNTERED = "countered"
    ESCALATED = "escalated"
    AGREED = "agreed"
    SIGNED = "signed"
    ACTIVE = "active"
    IMPOSED = "imposed"
    AMENDED = "amended"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


class Verb(StrEnum):
    OFFER = "offer"
    COUNTER = "counter"
    ACCEPT = "accept"
    WITHDRAW = "withdraw"
    ESCALATE = "escalate"
    IMPOSE = "impose"
    SIGN = "sign"
    ACTIVATE = "activate"
    AMEND = "amend"
    REPLACE = "replace"
    CLOSE = "close"


class Side(StrEnum):
    MANAGER = "manager"
    HOLDER = "holder"


class Part(StrEnum):
    """Who signs; the other department only where the objective binds it too."""

    MANAGER = "manager"
    HOLDER = "holder"
    OTHER_DEPARTMENT = "other_department"


OPEN = frozenset({State.DRAFT, State.OFFERED, State.COUNTERED, State.ESCALATED})
HELD = frozenset({State.AGREED, State.SIGNED, State.ACTIVE, State.IMPOSED})
OVER = frozenset({State.AMENDED, State.WITHDRAWN, State.CLOSED})

_BARGAIN = {
    Verb.OFFER: State.OFFERED,
    Verb.COUNTER: State.COUNTERED,
    Verb.WITHDRAW: State.WITHDRAWN,
    Verb.CLOSE: State.CLOSED,
}
_ANSWER = _BARGAIN | {Verb.ACCEPT: State.AGREED, Verb.ESCALATE: State.ESCALATED}
_STAND = {Verb.REPLACE: State.AMENDED, Verb.CLOSE: State.CLOSED}

# SIGN leads to SIGNED with the last signature; until then the agreement stays AGREED (`after`).
TABLE: dict[State, dict[Verb, State]] = {
    State.DRAFT: _BARGAIN,
    State.OFFERED: _ANSWER,
    State.COUNTERED: _ANSWER | {Verb.IMPOSE: State.IMPOSED},
    State.ESCALATED: _ANSWER | {Verb.IMPOSE: State.IMPOSED},
    State.AGREED: _STAND | {Verb.SIGN: State.SIGNED, Verb.AMEND: State.AGREED},
    State.SIGNED: _STAND | {Verb.ACTIVATE: State.ACTIVE, Verb.AMEND: State.SIGNED},
    State.ACTIVE: _STAND | {Verb.AMEND: State.ACTIVE},
    State.IMPOSED: _STAND | {Verb.AMEND: State.IMPOSED},
    State.AMENDED: {},
    State.WITHDRAWN: {},
    State.CLOSED: {},
}


_OVER = {State.AMENDED: WasAmended, State.WITHDRAWN: WasWithdrawn, State.CLOSED: IsClosed}
_LATER = frozenset({Verb.SIGN, Verb.ACTIVATE, Verb.AMEND, Verb.REPLACE})


def refusal_of(*, state: State, verb: Verb) -> type[Refused]:
    """Why the table has no such step."""
    if state in OVER:
        return _OVER[state]
    if state in OPEN:
        if verb in _LATER:
            return NotAgreed
        return NothingOffered if state == State.DRAFT else NotAnsweredYet
    if state == State.IMPOSED:
        return WasImposed
    if verb == Verb.SIGN:
        return AlreadySigned
    if verb == Verb.ACTIVATE:
        return SignaturesMissing if state == State.AGREED else AlreadyActive
    return AlreadyAgreed


def step(*, state: State, verb: Verb) -> State:
    """The next state by the table alone; raises the refusal."""
    try:
        return TABLE[state][verb]
    except KeyError:
        raise refusal_of(state=state, verb=verb) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What the rules need to know of a negotiation. Instants are half-open: at `answer_until` it is too late.

    `latest`: id of the latest number and `latest_side` whose it is; `unsigned`: the parts whose signature is missing.
    """

    state: State
    opened_by: Side
    begins_at: datetime
    ends_at: datetime
    latest: Hashable | None = None
    latest_side: Side | None = None
    answer_until: datetime | None = None
    is_holder_here: bool = True
    unsigned: frozenset[Part] = frozenset()

    def has_expired(self, *, at: datetime) -> bool:
        return self.answer_until is not None and at >= self.answer_until


_NEEDS_HOLDER = frozenset({Verb.OFFER, Verb.COUNTER, Verb.ACCEPT, Verb.IMPOSE, Verb.SIGN, Verb.AMEND})
_NEEDS_TIME = _NEEDS_HOLDER | {Verb.ESCALATE}


def after(
    *,
    matter: Matter,
    verb: Verb,
    side: Side | None,
    at: datetime,
    seen: Hashable | None = None,
    part: Part | None = None,
) -> State:
    """The state after a side's (None: the system's) verb at an instant; raises a `Refused`.

    `seen` is the latest number that the person saw, for verbs that answer it; `part` says whose signature is given.
    """
    found = step(state=matter.state, verb=verb)
    _check_time(matter, verb, at)
    _check_side(matter, verb, side)
    if verb in {Verb.OFFER, Verb.COUNTER, Verb.ACCEPT, Verb.IMPOSE} and seen != matter.latest:
        raise NewerOffer
    if verb == Verb.ACCEPT and matter.has_expired(at=at):
        raise OfferExpired
    if verb == Verb.SIGN:
        if part not in matter.unsigned:
            raise AlreadySigned
        return State.AGREED if matter.unsigned - {part} else found
    return found


def _check_time(matter: Matter, verb: Verb, at: datetime) -> None:
    if verb == Verb.CLOSE and at < matter.ends_at:
        raise PeriodNotOver
    if verb == Verb.ACTIVATE and at < matter.begins_at:
        raise PeriodNotBegun
    if verb in _NEEDS_TIME and at >= matter.ends_at:
        raise PeriodOver
    if verb in _NEEDS_HOLDER and not matter.is_holder_here:
        raise HolderLeft


def _check_side(matter: Matter, verb: Verb, side: Side | None) -> None:
    owned = {
        Verb.OFFER: Side.MANAGER,
        Verb.IMPOSE: Side.MANAGER,
        Verb.COUNTER: Side.HOLDER,
    }
    if verb in owned and side != owned[verb]:
        raise NotYourSide
    if verb == Verb.WITHDRAW and side not in {Side.MANAGER, matter.opened_by}:
        raise NotYourSide
    if verb == Verb.ACCEPT and (side is None or side == matter.latest_side):
        raise OwnNumber


def waits_for(*, state: State, latest_side: Side | None, has_expired: bool) -> Side | None:
    """Whose turn it is while open: the side that has not spoken last; after a deadline, and before a number, the manager's."""
    if state not in OPEN:
        return None
    if latest_side is None or has_expired or state == State.ESCALATED:
        return Side.MANAGER
    return Side.HOLDER if latest_side == Side.MANAGER else Side.MANAGER


def due_at(*, state: State, begins_at: datetime, ends_at: datetime, deadline: datetime | None) -> datetime | None:
    """When the calendar does the next step by itself: at the deadline of an open one, at the period's begin, at its end."""
    if state in OVER:
        return None
    if state == State.SIGNED:
        return begins_at
    return min(deadline, ends_at) if state in OPEN and deadline is not None else ends_at


def is_in_force(*, state: State, missing: Collection[Part]) -> bool:
    """All have signed, and no later version has taken its place; what is imposed is held, but nobody's word."""
    return signing.is_in_force(is_signed=not missing, is_superseded=state not in HELD)


def parts(*, binds_other_department: bool) -> tuple[Part, ...]:
    """Whose signatures an agreement needs."""
    return tuple(part for part in Part if part != Part.OTHER_DEPARTMENT or binds_other_department)


def rung_above[Person: Hashable](
    *, ladder: Sequence[Person], reached: Collection[Person], holder: Person
) -> Person | None:
    """The first on the ladder (nearest manager first) above all who were asked; never the holder; None at the top."""
    places = [place for place, person in enumerate(ladder) if person in reached]
    above = ladder[max(places) + 1 :] if places else ladder
    return next((person for person in above if person != holder and person not in reached), None)
