"""A hundred edits by eight people at once: none is lost. And the control: without the guard some are."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection

from goals.access.check_ins import Place
from goals.actions import check_ins, joint_sessions
from goals.models import Comment, SessionDraft, SessionEntry
from teams.tenancy import tenant
from tests.factories.goals import make_goal
from tests.factories.joint_sessions import make_joint_session, make_session_draft
from tests.factories.teams import NOW, make_membership

EDITS, PEOPLE = 100, 8


@pytest.fixture
def draft(transactional_db, organisation) -> SessionDraft:
    with tenant(organisation.pk):
        return make_session_draft(session=make_joint_session(), target=Decimal(0))


def at_once(draft: SessionDraft, edit: Callable[[SessionDraft, int], None]) -> None:
    """Each reads the draft, thinks of a number, and saves."""

    def one(number: int) -> None:
        try:
            with tenant(draft.organisation_id):
                seen = SessionDraft.objects.select_related("session", "changed_by").get(pk=draft.pk)
            with tenant(draft.organisation_id):
                edit(seen, number)
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as people:
        list(people.map(one, range(1, EDITS + 1)))


def guarded(seen: SessionDraft, number: int) -> None:
    values = {"target": Decimal(number)}
    try:
        joint_sessions.redraft(
            draft=seen, version=seen.version, values=values, words=f"edit {number}", by=seen.changed_by, at=NOW
        )
    except joint_sessions.Displaced:
        return
    joint_sessions.write(session=seen.session, kind="note", text=f"edit {number}", by=seen.changed_by, at=NOW)


def unguarded(seen: SessionDraft, number: int) -> None:
    """As without versions: the later save overwrites the earlier one, and nobody keeps anything."""
    known = f"{seen.title} {number}".removeprefix("Won revenue ")
    SessionDraft.objects.filter(pk=seen.pk).update(title=f"Won revenue {known}")


def kept(draft: SessionDraft) -> set[int]:
    with tenant(draft.organisation_id):
        texts = SessionEntry.objects.filter(session=draft.session_id).values_list("text", flat=True)
        return {int(text.removeprefix("edit ")) for text in texts}


def test_what_a_person_says_twice_at_once_is_said_once(transactional_db, organisation):
    with tenant(organisation.pk):
        goal, by = make_goal(), make_membership()

    def say(_number: int) -> None:
        try:
            with tenant(organisation.pk):
                check_ins.comment(place=Place(goal, None, may_check_in=True), text="Well done", by=by, at=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as people:
        list(people.map(say, range(4)))
    with tenant(organisation.pk):
        assert Comment.objects.count() == 1


def test_none_of_a_hundred_edits_is_lost(draft):
    at_once(draft, guarded)
    assert kept(draft) == set(range(1, EDITS + 1))
    with tenant(draft.organisation_id):
        numbers = list(SessionEntry.objects.filter(session=draft.session_id).values_list("number", flat=True))
    assert len(set(numbers)) == EDITS


def test_without_the_guard_edits_are_lost(draft):
    at_once(draft, unguarded)
    with tenant(draft.organisation_id):
        survived = SessionDraft.objects.get(pk=draft.pk).title.removeprefix("Won revenue ").split()
    assert len(survived) < EDITS
