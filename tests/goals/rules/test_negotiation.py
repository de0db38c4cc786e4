"""Every state × verb, who may do it and until when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goals.rules import negotiation as rules
from goals.rules import refusals
from goals.rules.negotiation import Matter, Part, Side, State, Verb

NOW = datetime(2026, 8, 14, 12, tzinfo=UTC)
DAY = timedelta(days=1)
FIRST, SECOND = "offer 1", "offer 2"

# What a step leads to: a state, or the refusal.
VERBS = "offer counter accept withdraw escalate impose sign activate amend replace close"
GRID = """
draft     offered      countered    NothingOff   withdrawn    NothingOff   NothingOff   NotAgreed    NotAgreed    NotAgreed  NotAgreed  closed
offered   offered      countered    agreed       withdrawn    escalated    NotAnswered  NotAgreed    NotAgreed    NotAgreed  NotAgreed  closed
countered offered      countered    agreed       withdrawn    escalated    imposed      NotAgreed    NotAgreed    NotAgreed  NotAgreed  closed
escalated offered      countered    agreed       withdrawn    escalated    imposed      NotAgreed    NotAgreed    NotAgreed  NotAgreed  closed
agreed    AlreadyAg    AlreadyAg    AlreadyAg    AlreadyAg    AlreadyAg    AlreadyAg    signed       Signatures   agreed     amended    closed
signed    AlreadyAg    AlreadyAg    AlreadyAg    AlreadyAg    AlreadyAg    AlreadyAg    AlreadySig   active       signed     amended    closed
active    AlreadyAg    AlreadyAg    AlreadyAg    AlreadyAg    AlreadyAg    AlreadyAg    AlreadySig   AlreadyAct   active     amended    closed
imposed   WasImposed   WasImposed   WasImposed   WasImposed   WasImposed   WasImposed   WasImposed   WasImposed   imposed    amended    closed
amended   WasAmended   WasAmended   WasAmended   WasAmended   WasAmended   WasAmended   WasAmended   WasAmended   WasAmended WasAmended WasAmended
withdrawn WasWithdrawn WasWithdrawn WasWithdrawn WasWithdrawn WasWithdrawn WasWithdrawn WasWithdrawn WasWithdrawn WasWithdrawn WasWithdrawn WasWithdrawn
closed    IsClosed     IsClosed     IsClosed     IsClosed     IsClosed     IsClosed     IsClosed     IsClosed     IsClosed   IsClosed   IsClosed
"""
SHORT = {
    "NothingOff": refusals.NothingOffered,
    "NotAnswered": refusals.NotAnsweredYet,
    "NotAgreed": refusals.NotAgreed,
    "AlreadyAg": refusals.AlreadyAgreed,
    "AlreadySig": refusals.AlreadySigned,
    "AlreadyAct": refusals.AlreadyActive,
    "Signatures": refusals.SignaturesMissing,
    "WasImposed": refusals.WasImposed,
    "WasAmended": refusals.WasAmended,
    "WasWithdrawn": refusals.WasWithdrawn,
    "IsClosed": refusals.IsClosed,
}
CASES = [
    (State(line.split()[0]), Verb(verb), result)
    for line in GRID.strip().splitlines()
    for verb, result in zip(VERBS.split(), line.split()[1:], strict=True)
]
ALLOWED = [(state, verb, State(result)) for state, verb, result in CASES if result not in SHORT]
FORBIDDEN = [(state, verb, SHORT[result]) for state, verb, result in CASES if result in SHORT]


def test_the_grid_is_complete() -> None:
    assert {(state, verb) for state, verb, _ in CASES} == {(state, verb) for state in State for verb in Verb}
    assert set(State) == rules.OPEN | rules.HELD | rules.OVER


@pytest.mark.parametrize(("state", "verb", "following"), ALLOWED)
def test_a_step_leads_on(state: State, verb: Verb, following: State) -> None:
    assert rules.step(state=state, verb=verb) == following


@pytest.mark.parametrize(("state", "verb", "refusal"), FORBIDDEN)
def test_a_step_is_refused_by_name(state: State, verb: Verb, refusal: type[refusals.Refused]) -> None:
    with pytest.raises(refusals.Refused) as refused:
        rules.step(state=state, verb=verb)
    assert type(refused.value) is refusal


OFFERED = Matter(
    state=State.OFFERED,
    opened_by=Side.MANAGER,
    begins_at=NOW - 45 * DAY,
    ends_at=NOW + 47 * DAY,
    latest=FIRST,
    latest_side=Side.MANAGER,
    answer_until=NOW + DAY,
)
COUNTERED = replace(OFFERED, state=State.COUNTERED, latest=SECOND, latest_side=Side.HOLDER)
AGREED = replace(COUNTERED, state=State.AGREED, unsigned=frozenset({Part.MANAGER, Part.HOLDER}))
ACTIVE = replace(COUNTERED, state=State.ACTIVE)
M, H = Side.MANAGER, Side.HOLDER


@pytest.mark.parametrize(
    ("matter", "verb", "side", "seen", "following"),
    [
        pytest.param(OFFERED, Verb.ACCEPT, H, FIRST, State.AGREED, id="the holder accepts the offer"),
        pytest.param(OFFERED, Verb.COUNTER, H, FIRST, State.COUNTERED, id="the holder counters"),
        pytest.param(OFFERED, Verb.OFFER, M, FIRST, State.OFFERED, id="the manager improves the offer"),
        pytest.param(COUNTERED, Verb.ACCEPT, M, SECOND, State.AGREED, id="the manager accepts the counter"),
        pytest.param(COUNTERED, Verb.OFFER, M, SECOND, State.OFFERED, id="the manager answers"),
        pytest.param(COUNTERED, Verb.IMPOSE, M, SECOND, State.IMPOSED, id="the manager imposes after an answer"),
        pytest.param(OFFERED, Verb.WITHDRAW, M, None, State.WITHDRAWN, id="the manager withdraws"),
        pytest.param(
            replace(COUNTERED, opened_by=H), Verb.WITHDRAW, H, None, State.WITHDRAWN, id="the holder withdraws a wish"
        ),
        pytest.param(
            replace(COUNTERED, opened_by=H), Verb.WITHDRAW, M, None, State.WITHDRAWN, id="the manager declines a wish"
        ),
        pytest.param(OFFERED, Verb.ESCALATE, H, None, State.ESCALATED, id="the holder asks the manager above"),
        pytest.param(OFFERED, Verb.ESCALATE, None, None, State.ESCALATED, id="the deadline asks the manager above"),
        pytest.param(
            ACTIVE, Verb.AMEND, H, None, State.ACTIVE, id="the old version stays while the next is negotiated"
        ),
        pytest.param(
            replace(OFFERED, is_holder_here=False),
            Verb.WITHDRAW,
            M,
            None,
            State.WITHDRAWN,
            id="a leaver's is withdrawn",
        ),
        pytest.param(
            replace(OFFERED, ends_at=NOW), Verb.CLOSE, None, None, State.CLOSED, id="closes as the period ends"
        ),
        pytest.param(
            replace(ACTIVE, state=State.SIGNED, begins_at=NOW),
            Verb.ACTIVATE,
            None,
            None,
            State.ACTIVE,
            id="runs at once",
        ),
    ],
)
def test_who_may_do_what(matter: Matter, verb: Verb, side: Side | None, seen: Any, following: State) -> None:
    assert rules.after(matter=matter, verb=verb, side=side, at=NOW, seen=seen) == following


@pytest.mark.parametrize(
    ("matter", "verb", "side", "seen", "refusal"),
    [
        pytest.param(OFFERED, Verb.OFFER, H, FIRST, refusals.NotYourSide, id="nobody offers their own target"),
        pytest.param(OFFERED, Verb.COUNTER, M, FIRST, refusals.NotYourSide, id="a manager does not counter"),
        pytest.param(COUNTERED, Verb.IMPOSE, H, SECOND, refusals.NotYourSide, id="a holder imposes nothing"),
        pytest.param(
            OFFERED, Verb.WITHDRAW, H, None, refusals.NotYourSide, id="a holder withdraws only their own wish"
        ),
        pytest.param(OFFERED, Verb.ACCEPT, M, FIRST, refusals.OwnNumber, id="one's own offer"),
        pytest.param(COUNTERED, Verb.ACCEPT, H, SECOND, refusals.OwnNumber, id="one's own counter"),
        pytest.param(OFFERED, Verb.ACCEPT, None, FIRST, refusals.OwnNumber, id="silence never accepts"),
        pytest.param(COUNTERED, Verb.ACCEPT, M, FIRST, refusals.NewerOffer, id="an old version"),
        pytest.param(COUNTERED, Verb.OFFER, M, FIRST, refusals.NewerOffer, id="an answer to an old version"),
        pytest.param(COUNTERED, Verb.COUNTER, H, FIRST, refusals.NewerOffer, id="two windows at once"),
        pytest.param(COUNTERED, Verb.IMPOSE, M, FIRST, refusals.NewerOffer, id="imposed without reading the counter"),
        pytest.param(
            replace(OFFERED, answer_until=NOW), Verb.ACCEPT, H, FIRST, refusals.OfferExpired, id="at the deadline"
        ),
        pytest.param(
            replace(OFFERED, is_holder_here=False), Verb.OFFER, M, FIRST, refusals.HolderLeft, id="an offer to a leaver"
        ),
        pytest.param(
            replace(COUNTERED, is_holder_here=False),
            Verb.ACCEPT,
            M,
            SECOND,
            refusals.HolderLeft,
            id="a leaver's counter",
        ),
        pytest.param(
            replace(COUNTERED, is_holder_here=False),
            Verb.IMPOSE,
            M,
            SECOND,
            refusals.HolderLeft,
            id="imposed on a leaver",
        ),
        pytest.param(replace(OFFERED, ends_at=NOW), Verb.ACCEPT, H, FIRST, refusals.PeriodOver, id="after the period"),
        pytest.param(
            replace(OFFERED, ends_at=NOW), Verb.ESCALATE, None, None, refusals.PeriodOver, id="nothing to escalate"
        ),
        pytest.param(ACTIVE, Verb.CLOSE, None, None, refusals.PeriodNotOver, id="not yet over"),
        pytest.param(
            replace(ACTIVE, state=State.SIGNED, begins_at=NOW + DAY),
            Verb.ACTIVATE,
            None,
            None,
            refusals.PeriodNotBegun,
            id="not yet begun",
        ),
    ],
)
def test_who_is_refused(
    matter: Matter, verb: Verb, side: Side | None, seen: Any, refusal: type[refusals.Refused]
) -> None:
    with pytest.raises(refusal):
        rules.after(matter=matter, verb=verb, side=side, at=NOW, seen=seen)


def test_a_deadline_is_kept_until_its_last_moment() -> None:
    at = NOW + DAY - timedelta(microseconds=1)
    assert rules.after(matter=OFFERED, verb=Verb.ACCEPT, side=H, at=at, seen=FIRST) == State.AGREED


def test_an_expired_offer_can_be_answered_with_a_number() -> None:
    late = replace(OFFERED, answer_until=NOW - DAY)
    assert rules.after(matter=late, verb=Verb.COUNTER, side=H, at=NOW, seen=FIRST) == State.COUNTERED


@pytest.mark.parametrize(
    ("unsigned", "part", "following"),
    [
        ({Part.MANAGER, Part.HOLDER}, Part.HOLDER, State.AGREED),
        ({Part.MANAGER}, Part.MANAGER, State.SIGNED),
        ({Part.OTHER_DEPARTMENT}, Part.OTHER_DEPARTMENT, State.SIGNED),
    ],
)
def test_the_last_signature_signs(unsigned: set[Part], part: Part, following: State) -> None:
    matter = replace(AGREED, unsigned=frozenset(unsigned))
    assert rules.after(matter=matter, verb=Verb.SIGN, side=None, at=NOW, part=part) == following


def test_nobody_signs_twice() -> None:
    with pytest.raises(refusals.AlreadySigned):
        rules.after(
            matter=replace(AGREED, unsigned=frozenset({Part.HOLDER})), verb=Verb.SIGN, side=M, at=NOW, part=Part.MANAGER
        )


def test_another_department_signs_only_where_it_is_bound() -> None:
    assert rules.parts(binds_other_department=False) == (Part.MANAGER, Part.HOLDER)
    assert rules.parts(binds_other_department=True) == tuple(Part)


@pytest.mark.parametrize(
    ("state", "latest_side", "has_expired", "side"),
    [
        (State.DRAFT, None, False, M),
        (State.OFFERED, M, False, H),
        (State.OFFERED, M, True, M),
        (State.COUNTERED, H, False, M),
        (State.COUNTERED, H, True, M),
        (State.ESCALATED, M, False, M),
        (State.AGREED, M, False, None),
        (State.CLOSED, M, True, None),
    ],
)
def test_whose_turn_it_is(state: State, latest_side: Side | None, has_expired: bool, side: Side | None) -> None:
    assert rules.waits_for(state=state, latest_side=latest_side, has_expired=has_expired) == side


@pytest.mark.parametrize(
    ("state", "deadline", "due"),
    [
        pytest.param(State.OFFERED, NOW + DAY, NOW + DAY, id="the deadline of an offer"),
        pytest.param(State.ESCALATED, NOW + 60 * DAY, NOW + 47 * DAY, id="never after the period"),
        pytest.param(State.COUNTERED, None, NOW + 47 * DAY, id="nobody is left to ask"),
        pytest.param(State.AGREED, NOW + DAY, NOW + 47 * DAY, id="an agreement has no deadline"),
        pytest.param(State.SIGNED, None, NOW - 45 * DAY, id="signed: the period's begin"),
        pytest.param(State.ACTIVE, None, NOW + 47 * DAY, id="in force: its end"),
        pytest.param(State.CLOSED, NOW, None, id="over"),
    ],
)
def test_when_the_calendar_acts(state: State, deadline: datetime | None, due: datetime | None) -> None:
    found = rules.due_at(state=state, begins_at=OFFERED.begins_at, ends_at=OFFERED.ends_at, deadline=deadline)
    assert found == due


@settings(max_examples=500)
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(Verb),
            st.sampled_from([M, H, None]),
            st.booleans(),
            st.integers(0, 30),
            st.sampled_from(Part),
        ),
        max_size=25,
    )
)
def test_whatever_people_do_nothing_is_agreed_without_both(steps: list[Any]) -> None:
    """Random walks: an agreement comes only by the other side's yes to the latest number, in time; the end is the end."""
    matter, at = replace(OFFERED, state=State.DRAFT, latest=None, latest_side=None, answer_until=None), NOW
    for number, (verb, side, has_seen, days, part) in enumerate(steps):
        at += timedelta(days=days)
        seen = matter.latest if has_seen else f"not {matter.latest}"
        try:
            following = rules.after(matter=matter, verb=verb, side=side, at=at, seen=seen, part=part)
        except refusals.Refused:
            continue
        assert matter.state not in rules.OVER
        if following == State.AGREED and matter.state in rules.OPEN:
            assert verb == Verb.ACCEPT and side not in {None, matter.latest_side} and has_seen
            assert not matter.has_expired(at=at)
            matter = replace(matter, unsigned=frozenset({M.value, H.value}))
        if following == State.IMPOSED and matter.state != State.IMPOSED:
            assert side == M and matter.state in {State.COUNTERED, State.ESCALATED}
        if verb in {Verb.OFFER, Verb.COUNTER}:
            matter = replace(matter, latest=number, latest_side=side, answer_until=at + 7 * DAY)
        if verb == Verb.SIGN:
            matter = replace(matter, unsigned=matter.unsigned - {part})
            assert (following == State.SIGNED) == (not matter.unsigned)
        matter = replace(matter, state=following)
