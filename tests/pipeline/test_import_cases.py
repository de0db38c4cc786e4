import csv
from collections import Counter
from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Count

from pipeline.actions import answer_times
from pipeline.models import Case, Touched
from tests.factories.pipeline import make_case
from tests.factories.teams import make_assignment, make_calendar, make_membership, make_team
from tests.pipeline.imports import counts, run
from tests.real_data import real_file

FILE = """case id,created time,first response time,closed time,status,type,subject,owner,due date
C1,2026-08-03 08:00,2026-08-03 08:00:30,2026-08-04 08:00,Resolved,Press inquiry,Layoffs?,Anna,2026-08-04 08:00
C2,2026-08-03 09:00,,,On hold,Lawsuit,Warranty,Anna,
C3,2026-08-05 09:00,2026-08-05 08:00,2026-08-05 08:30,Solved,Spam,Odd one,,
"""


def derived() -> dict[str, tuple]:
    rows = Case.objects.values_list("external_id", "kind", "status", "seconds_to_answer", "seconds_to_close")
    return {external_id: rest for external_id, *rest in ((row[0], *row[1:]) for row in rows)}


def test_cases_know_how_long_an_answer_and_the_end_took(in_tenant):
    west = make_team(name="West")
    make_assignment(membership=make_membership(full_name="Anna"), team=west)
    done = run("case", FILE)
    assert done.report["counts"] == {"created": 3, "updated": 0, "unchanged": 0, "refused": 0}
    assert derived() == {
        "C1": ["press_inquiry", "closed", 30, 86_400],
        "C2": ["legal_statement", "open", None, None],
        "C3": ["other", "closed", None, None],
    }
    assert done.problems.get().code == "closed_before_opened_case"
    first = Case.objects.get(external_id="C1")
    assert (first.team_id, first.opened_day, first.closed_day) == (west.pk, date(2026, 8, 3), date(2026, 8, 4))
    assert (first.due_at - first.opened_at).total_seconds() == 86_400
    touched = Touched.objects.get(source="case", scope_id=in_tenant.pk)
    assert (touched.first_day, touched.last_day) == (date(2026, 8, 3), date(2026, 8, 5))


def business_seconds() -> dict[str, int | None]:
    return dict(Case.objects.values_list("external_id", "business_seconds_to_answer"))


def test_answers_are_timed_by_the_open_hours_of_the_organisation(in_tenant):
    """Asked on Monday 3 August at 16:45, answered on Tuesday at 9:20; on a Saturday nobody waits."""
    make_calendar(is_default=True)
    head = "case id,created time,first response time\n"
    run(
        "case",
        f"{head}C1,2026-08-03 16:45,2026-08-04 09:20\nC2,2026-08-01 10:00,2026-08-01 12:00\nC3,2026-08-03 09:00,\n",
    )
    assert business_seconds() == {"C1": 35 * 60, "C2": 0, "C3": None}
    run("case", f"{head}C1,2026-08-03 16:45,\nC3,2026-08-03 09:00,2026-08-03 10:00\n")
    assert business_seconds() == {"C1": None, "C2": 0, "C3": 3600}


def test_what_was_answered_before_there_was_a_calendar_is_timed_at_night(in_tenant):
    run("case", FILE)
    assert set(business_seconds().values()) == {None}
    make_calendar(is_default=True)
    answer_times.derive(answer_times.MISSING)
    assert business_seconds()["C1"] == 0
    Touched.objects.all().delete()
    answer_times.derive(answer_times.MISSING)
    assert not Touched.objects.exists()


def test_the_same_file_again_changes_nothing_and_an_answer_later_does(in_tenant):
    run("case", FILE)
    assert counts("case", FILE) == (0, 0, 3, 0)
    assert counts("case", FILE.replace("09:00,,,On hold", "09:00,2026-08-03 10:00,2026-08-06 09:00,Closed")) == (
        0,
        1,
        2,
        0,
    )
    assert derived()["C2"] == ["legal_statement", "closed", 3600, 3 * 86_400]


def test_a_closed_case_needs_its_end_unless_no_column_says_that_it_is_closed(in_tenant):
    done = run("case", FILE.replace("2026-08-04 08:00,Resolved", ",Resolved"))
    assert (done.problems.get(line=2).code, done.problems.get(line=2).column) == ("case_without_end", "closed time")
    lines = "case id,opened at,closed at\nC7,2026-08-03,2026-08-04\nC8,2026-08-03,\n"
    assert counts("case", lines) == (2, 0, 0, 0)
    assert (derived()["C7"][1], derived()["C8"][1]) == ("closed", "open")


def test_the_database_keeps_end_and_status_together(in_tenant):
    with pytest.raises(IntegrityError, match="pipeline_case_closed_has_day"), transaction.atomic():
        make_case(status="closed")


def test_zoho_cases(in_tenant):
    """797 cases by owner and state; those closed took as many days as Zoho itself counts."""
    path = real_file("zoho_crm_sample/Cases.csv")
    with path.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert counts("case", path) == (797, 0, 0, 0)
    by_owner = Case.objects.order_by().values_list("owner__full_name").annotate(n=Count("pk"))
    assert dict(by_owner) == Counter(row["Case Owner"] for row in rows)
    assert Case.objects.filter(status="closed").count() == 249
    days = Counter(
        seconds // 86_400
        for seconds in Case.objects.exclude(closed_day=None).values_list("seconds_to_close", flat=True)
    )
    assert days == Counter(whole_days(row) for row in rows if row["Status"] == "Closed")
    assert counts("case", path) == (0, 0, 797, 0)


def whole_days(row: dict[str, str]) -> int:
    first, last = (datetime.strptime(row[name], "%d %b, %Y %H:%M:%S") for name in ("Created Time", "Modified Time"))
    assert abs((last.date() - first.date()).days - int(row["Days to Closed"])) <= 1
    return (last - first).days
