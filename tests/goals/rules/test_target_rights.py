"""The whole table of who sets whose target, written a second time as people say it."""

import pytest

from goals.rules.target_rights import TABLE, May, State, Tie, Who, Whose, may, may_work_on, whose

THEIRS = [Whose.DEPARTMENT, Whose.OTHERS]
E, P, R = May.EDIT, May.PROPOSE, May.READ


def test_the_table_has_every_case() -> None:
    assert set(TABLE) == set(Who)
    assert all(set(rows) == set(Whose) for rows in TABLE.values())
    assert all(len(row) == len(State) for rows in TABLE.values() for row in rows.values())


@pytest.mark.parametrize("who", Who)
@pytest.mark.parametrize("whose", Whose)
def test_nobody_edits_what_is_closed_held_or_standing_and_their_own(who: Who, whose: Whose) -> None:
    assert may(who=who, whose=whose, state=State.CLOSED) == R
    assert may(who=who, whose=whose, state=State.HELD) != E
    assert may(who=who, whose=Whose.OWN, state=State.STANDING) != E


@pytest.mark.parametrize(
    ("who", "whose", "state", "expected"),
    [
        pytest.param(Who.LEADS, Whose.OTHERS, State.STANDING, E, id="an administrator sets any department's"),
        pytest.param(Who.LEADS, Whose.OWN, State.STANDING, P, id="but not their own"),
        pytest.param(Who.MANAGES, Whose.MANAGED, State.STANDING, E, id="a manager sets those of their people"),
        pytest.param(Who.MANAGES, Whose.SHARED, State.STANDING, E, id="and nobody's"),
        pytest.param(Who.MANAGES, Whose.OWN, State.NEW, E, id="drafts their own"),
        pytest.param(Who.MANAGES, Whose.OWN, State.DRAFT, E, id="and writes that draft anew"),
        pytest.param(Who.MANAGES, Whose.OWN, State.STANDING, P, id="until somebody else has touched it, or it runs"),
        pytest.param(Who.MANAGES, Whose.DEPARTMENT, State.NEW, P, id="what another department is asked is proposed"),
        pytest.param(Who.MANAGES, Whose.DEPARTMENT, State.STANDING, P, id="also when nobody negotiates it"),
        pytest.param(Who.MANAGES, Whose.OTHERS, State.NEW, R, id="its people's are its managers' matter"),
        pytest.param(Who.MANAGES, Whose.OTHERS, State.STANDING, R, id="whatever they stand at"),
        pytest.param(Who.MANAGES, Whose.OTHERS, State.IN_SESSION, E, id="in a joint session both draft both's"),
        pytest.param(Who.ANSWERS, Whose.OWN, State.STANDING, P, id="a rep counters"),
        pytest.param(Who.ANSWERS, Whose.OWN, State.NEW, R, id="and makes no targets"),
        pytest.param(Who.ANSWERS, Whose.MANAGED, State.STANDING, R, id="nor a colleague's"),
        pytest.param(Who.ANSWERS, Whose.SHARED, State.IN_SESSION, E, id="but drafts in a joint session"),
        pytest.param(Who.READS, Whose.OWN, State.IN_SESSION, R, id="a viewer and an auditor read"),
    ],
)
def test_who_may_do_what(who: Who, whose: Whose, state: State, expected: May) -> None:
    assert may(who=who, whose=whose, state=state) == expected


@pytest.mark.parametrize(
    ("who", "whose", "expected"),
    [
        *[(Who.LEADS, whose, True) for whose in Whose],
        *[(Who.MANAGES, whose, whose not in THEIRS) for whose in Whose],
        *[(who, whose, False) for who in (Who.ANSWERS, Who.READS) for whose in Whose],
    ],
)
def test_who_may_change_what_is_free_and_hand_down(who: Who, whose: Whose, expected: bool) -> None:
    assert may_work_on(who=who, whose=whose) is expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param({"is_holder": True, "is_personal": True}, Whose.OWN, id="a rep's"),
        pytest.param({"is_holder": True, "manages": True}, Whose.OWN, id="the owner of a team's"),
        pytest.param({"is_holder": True, "is_personal": True, "is_topmost": True}, Whose.OWN, id="an owner's quota"),
        pytest.param({"is_holder": True, "is_topmost": True, "manages": True}, Whose.MANAGED, id="nobody above"),
        pytest.param({"is_holder": True, "is_part": True}, Whose.MANAGED, id="a part of one's own"),
        pytest.param(
            {"is_holder": True, "is_part": True, "is_personal": True}, Whose.OWN, id="but not the quota in it"
        ),
        pytest.param({"is_departments": True, "is_holder": True}, Whose.OWN, id="the head's department"),
        pytest.param({"is_departments": True, "manages": True}, Whose.OWN, id="a manager's department"),
        pytest.param({"is_departments": True}, Whose.DEPARTMENT, id="the other department"),
        pytest.param({"manages": True}, Whose.MANAGED, id="one's people's"),
        pytest.param({}, Whose.OTHERS, id="the others' people's"),
        pytest.param({"has_department": False}, Whose.SHARED, id="nobody's department"),
    ],
)
def test_whose_it_is(said: dict[str, bool], expected: Whose) -> None:
    none = dict.fromkeys(("is_holder", "is_part", "is_personal", "is_departments", "manages", "is_topmost"), False)
    assert whose(Tie(**none | {"has_department": True} | said)) == expected
