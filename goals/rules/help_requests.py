"""What may become of a request for help, and who decides: the department that was asked, or who asked."""

from enum import StrEnum


class State(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class Verb(StrEnum):
    ACCEPT = "accept"
    DECLINE = "decline"
    ANSWER = "answer"
    WITHDRAW = "withdraw"
    ASK_AGAIN = "ask_again"


OF_ASKED = frozenset({Verb.ACCEPT, Verb.DECLINE, Verb.ANSWER})
OF_ASKER = frozenset({Verb.WITHDRAW, Verb.ASK_AGAIN})
NEED_WORDS = frozenset({Verb.DECLINE, Verb.ANSWER})

TABLE: dict[State, dict[Verb, State]] = {
    State.OPEN: {
        Verb.ACCEPT: State.ACCEPTED,
        Verb.DECLINE: State.DECLINED,
        Verb.ANSWER: State.ANSWERED,
        Verb.WITHDRAW: State.WITHDRAWN,
    },
    State.ACCEPTED: {Verb.DECLINE: State.DECLINED, Verb.ANSWER: State.ANSWERED, Verb.WITHDRAW: State.WITHDRAWN},
    State.DECLINED: {Verb.ASK_AGAIN: State.OPEN},
    State.ANSWERED: {Verb.ASK_AGAIN: State.OPEN},
    State.WITHDRAWN: {Verb.ASK_AGAIN: State.OPEN},
}
WAITS = frozenset({State.OPEN, State.ACCEPTED})


def after(*, state: str, verb: Verb) -> State | None:
    """The next state; None if this cannot be done now."""
    return TABLE[State(state)].get(verb)
