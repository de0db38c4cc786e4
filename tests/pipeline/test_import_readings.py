"""Files of readings: a survey tool's export, a spreadsheet of coaching hours."""

from datetime import date
from decimal import Decimal

from pipeline.models import Reading, ReadingSeries, ReadingVersion, Touched
from teams.models import Membership
from tests.factories.pipeline import make_reading_series
from tests.factories.teams import NOW, make_assignment, make_membership, make_team
from tests.pipeline.imports import counts, run

FILE = """metric,date,value,unit,team,employee,comment
Brand awareness,2026-06-30,71.5 %,%,,,June survey
Brand awareness,2026-07-31,74,%,,,July survey
Waiting time,2026-07-31,28,seconds,West,,
Coaching hours,2026-07-31,1.5,hours,,Anna Snelling,
"""


def values() -> dict[tuple[str, date], Decimal]:
    return {(row.series.name, row.day): row.value for row in Reading.objects.select_related("series")}


def test_a_file_of_several_series(in_tenant):
    west = make_team(name="West")
    anna = make_membership(full_name="Anna Snelling")
    make_assignment(membership=anna, team=west)
    assert counts("reading", FILE) == (4, 0, 0, 0)
    assert values() == {
        ("Brand awareness", date(2026, 6, 30)): Decimal("0.715"),
        ("Brand awareness", date(2026, 7, 31)): Decimal("0.74"),
        ("Waiting time", date(2026, 7, 31)): Decimal(28),
        ("Coaching hours", date(2026, 7, 31)): Decimal(5400),
    }
    units = dict(ReadingSeries.objects.values_list("name", "unit"))
    assert units == {"Brand awareness": "share", "Waiting time": "duration", "Coaching hours": "duration"}
    waiting = Reading.objects.get(series__name="Waiting time")
    coaching = Reading.objects.get(series__name="Coaching hours")
    assert (waiting.team_id, waiting.department_id) == (west.pk, west.department_id)
    assert (coaching.owner_id, coaching.team_id) == (anna.pk, west.pk)
    touched = Touched.objects.filter(source="reading", scope_id=in_tenant.pk).order_by("first_day")
    assert {day.month for day in touched.values_list("first_day", flat=True)} == {6, 7}


def test_the_same_file_again_changes_nothing_and_a_correction_keeps_what_was(in_tenant):
    make_team(name="West")
    make_membership(full_name="Anna Snelling")
    run("reading", FILE)
    assert counts("reading", FILE) == (0, 0, 4, 0)
    assert counts("reading", FILE.replace("71.5 %", "72 %")) == (0, 1, 3, 0)
    was = ReadingVersion.objects.get()
    now = Reading.objects.get(pk=was.reading_id)
    assert (was.value, was.reason, was.version, was.superseded_at) == (Decimal("0.715"), "corrected", 1, NOW)
    assert (now.value, now.version) == (Decimal("0.72"), 2)


def test_people_and_teams_are_not_made_up(in_tenant):
    done = run("reading", FILE)
    assert done.report["counts"] == {"created": 2, "updated": 0, "unchanged": 0, "refused": 2}
    assert set(done.problems.values_list("line", "code")) == {(4, "name_unknown"), (5, "name_unknown")}
    assert not Membership.objects.exists()


def test_a_known_series_keeps_its_unit(in_tenant):
    make_reading_series(name="Waiting time", unit="duration")
    lines = "metric,date,value,unit\nWaiting time,2026-07-01,30,\nWaiting time,2026-07-02,30,%\nWaiting time,2026-07-03,soon,\n"
    done = run("reading", lines)
    assert done.report["counts"]["created"] == 1
    assert Reading.objects.get().value == 30
    assert set(done.problems.values_list("line", "code", "column")) == {
        (3, "other_unit", "unit"), (4, "not_a_value", "value"),
    }  # fmt: skip
    assert done.problems.get(line=4).row == ["Waiting time", "2026-07-03", "soon", ""]


def test_the_unit_can_be_the_same_in_every_row(in_tenant):
    lines = "kpi,day,result\nReach,2026-07-01,0.4\nReach,2026-07-02,0.5\n"
    assert counts("reading", lines, constants={"unit": "fraction"}) == (2, 0, 0, 0)
    assert ReadingSeries.objects.get().unit == "share"
    assert sum(values().values()) == Decimal("0.9")


def test_a_check_shows_what_it_understood_and_changes_nothing(in_tenant):
    checked = run("reading", FILE, is_check=True)
    assert checked.report["counts"]["created"] == 2
    assert checked.report["preview"][0]["record"]["value"] == "71.5 %"
    assert not Reading.objects.exists() and not ReadingSeries.objects.exists()
