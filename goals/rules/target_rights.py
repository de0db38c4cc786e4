"""Who may set whose target, and when: the one table (docs/adr/0011-who-sets-whose-target.md).

A target that is only handed down is not believed, and one that a person sets for themselves is no target. So one's own is
proposed and countered, the other department's is proposed to it, and who stands above sets it; before anybody has agreed,
one's own draft of a coming period is a proposal, and may be written anew.
"""

from dataclasses import dataclass
from enum import StrEnum


class Who(StrEnum):
    """By role: owners and administrators, managers, those who answer for numbers of their own, those who read."""

    LEADS = "leads"
    MANAGES = "manages"
    ANSWERS = "answers"
    READS = "reads"


class Whose(StrEnum):
    """OWN: one is measured by it, or speaks for the department that is. MANAGED: of one's department's teams and people, and
    the parts into which one divides a number of one's own.

    SHARED: nobody's who works in a department. DEPARTMENT: what another department as a whole is asked, OTHERS: its teams
    and people.
    """

    OWN = "own"
    MANAGED = "managed"
    SHARED = "shared"
    DEPARTMENT = "department"
    OTHERS = "others"


class State(StrEnum):
    """DRAFT: written by this very person alone, for a period that has not begun. HELD: being negotiated, or agreed.

    IN_SESSION: a draft on the screens of a joint session that is open; no target yet.
    """

    NEW = "new"
    DRAFT = "draft"
    STANDING = "standing"
    HELD = "held"
    CLOSED = "closed"
    IN_SESSION = "in_session"


class May(StrEnum):
    """PROPOSE: the number changes by a negotiation only, in which this person has a word."""

    EDIT = "edit"
    PROPOSE = "propose"
    READ = "read"


E, P, R = May.EDIT, May.PROPOSE, May.READ

# New, draft, standing, held, closed, in a session.
TABLE: dict[Who, dict[Whose, tuple[May, ...]]] = {
    Who.LEADS: {
        Whose.OWN: (E, E, P, P, R, E),
        Whose.MANAGED: (E, E, E, P, R, E),
        Whose.SHARED: (E, E, E, P, R, E),
        Whose.DEPARTMENT: (E, E, E, P, R, E),
        Whose.OTHERS: (E, E, E, P, R, E),
    },
    Who.MANAGES: {
        Whose.OWN: (E, E, P, P, R, E),
        Whose.MANAGED: (E, E, E, P, R, E),
        Whose.SHARED: (E, E, E, P, R, E),
        Whose.DEPARTMENT: (P, P, P, P, R, E),
        Whose.OTHERS: (R, R, R, R, R, E),
    },
    Who.ANSWERS: {
        Whose.OWN: (R, P, P, P, R, E),
        Whose.MANAGED: (R, R, R, R, R, E),
        Whose.SHARED: (R, R, R, R, R, E),
        Whose.DEPARTMENT: (R, R, R, R, R, E),
        Whose.OTHERS: (R, R, R, R, R, E),
    },
    Who.READS: dict.fromkeys(Whose, (R,) * len(State)),
}
_AT = {state: place for place, state in enumerate(State)}
_THEIRS = frozenset({Whose.DEPARTMENT, Whose.OTHERS})


def may(*, who: Who, whose: Whose, state: State) -> May:
    """What a person may do with the terms of a target: metric, scope, number, conditions, owner."""
    return TABLE[who][whose][_AT[state]]


def may_work_on(*, who: Who, whose: Whose) -> bool:
    """Whether they may change what is free beside the terms (title, goal, weight), and hand the number down."""
    return who == Who.LEADS or (who == Who.MANAGES and whose not in _THEIRS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What binds a person to a target: they hold it, it is a whole department's, whose department is it, do they manage it.

    A part counts in the sum of a target that the same person holds: by the whole they are measured, the parts they divide.

    An owner of the organisation has nobody above: what is neither a person's nor a department's is set by them though they hold it.
    """

    is_holder: bool
    is_part: bool
    is_personal: bool
    is_departments: bool
    has_department: bool
    manages: bool
    is_topmost: bool


def whose(tie: Tie) -> Whose:
    if tie.is_departments:
        return Whose.OWN if tie.is_holder or tie.manages else Whose.DEPARTMENT
    if tie.is_holder and (tie.is_personal or not (tie.is_part or tie.is_topmost)):
        return Whose.OWN
    if tie.is_holder and tie.is_part:
        return Whose.MANAGED
    if not tie.has_department:
        return Whose.SHARED
    return Whose.MANAGED if tie.manages else Whose.OTHERS
