"""A file of people leaves a line of the audit trail per person that it adds or moves."""

from audit.models import Event
from pipeline.actions import import_runs, imports
from tests.factories.teams import NOW
from tests.pipeline.imports import counts, pieces, run

PEOPLE = "name,team,since\nAnna Snelling,West,\nBoris Faz,West,\n"


def lines() -> list[tuple[str, str, dict, dict]]:
    events = Event.objects.filter(action__startswith="membership.").order_by("pk")
    return [(event.action, event.record_name, event.before, event.after) for event in events]


def test_everybody_new_has_a_line(in_tenant):
    run("member", PEOPLE)
    assert [line[:2] for line in lines()] == [
        ("membership.create", "Anna Snelling"), ("membership.create", "Boris Faz"),
    ]  # fmt: skip
    assert lines()[0][3]["team"] == "West"


def test_who_is_moved_has_a_line_with_both_teams(in_tenant):
    run("member", PEOPLE)
    known = len(lines())
    assert counts("member", "name,team,since\nAnna Snelling,East,2026-03-01\nBoris Faz,West,\n") == (0, 1, 1, 0)
    assert [(action, name, before["team"], after["team"]) for action, name, before, after in lines()[known:]] == [
        ("membership.move", "Anna Snelling", "West", "East")
    ]


def test_another_address_has_a_line(in_tenant):
    run("member", PEOPLE)
    run("member", "name,email\nAnna Snelling,anna@example.com\n")
    assert lines()[-1] == ("membership.edit", "Anna Snelling", {"email": ""}, {"email": "anna@example.com"})


def test_a_check_and_the_same_file_again_leave_none(in_tenant):
    run("member", PEOPLE, is_check=True)
    assert lines() == []
    run("member", PEOPLE)
    known = lines()
    run("member", PEOPLE)
    assert lines() == known


def test_the_line_names_who_asked_for_the_import(in_tenant, admin):
    row = imports.upload(kind="member", source="HR", file_name="p.csv", chunks=pieces(PEOPLE), by=admin, at=NOW)
    imports.request(crm_import=row, state="queued", by=admin, at=NOW)
    import_runs.claim(import_id=row.pk, at=NOW)
    import_runs.perform(import_id=row.pk, at=NOW)
    assert set(Event.objects.filter(action="membership.create").values_list("actor_name", flat=True)) == {"Adam Admin"}
