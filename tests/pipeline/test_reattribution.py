from datetime import date

import pytest

from pipeline.actions import reattribution
from pipeline.models import Deal, Touched
from pipeline.tasks import run_assignment_changes
from teams.actions import assignments
from teams.models import AssignmentChange
from teams.tenancy import organisations_due, tenant
from tests.factories.pipeline import make_activity, make_deal
from tests.factories.teams import NOW, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(rep):
    """A team that the owner of two deals is found to have been in since July."""
    with tenant(rep.organisation_id):
        make_deal(owner=rep, day=date(2026, 6, 30))
        make_deal(owner=rep, day=date(2026, 7, 1))
        make_activity(owner=rep, day=date(2026, 7, 2))
        team = make_team()
        values = {"team": team, "territory": None, "starts_on": date(2026, 7, 1), "ends_on": None}
        assignments.create(member=rep, values=values, by=None, at=NOW)
        return team


def run():
    return reattribution.run(today=NOW.date())


def test_facts_count_for_the_team_of_their_day(rep, team):
    with tenant(rep.organisation_id):
        assert organisations_due("assignment_changes") == [rep.organisation_id]
        assert run() == 2
        found = Deal.objects.order_by("closed_day").values_list("team_id", "department_id")
        assert list(found) == [(None, None), (team.pk, team.department_id)]
        assert organisations_due("assignment_changes") == []


def test_figures_are_told_what_to_look_at_again(rep, team):
    with tenant(rep.organisation_id):
        Touched.objects.all().delete()
        run()
        spans = (
            Touched.objects.filter(scope_id=team.pk).order_by("source").values_list("source", "first_day", "last_day")
        )
        assert list(spans) == [
            ("activity", date(2026, 7, 2), date(2026, 7, 2)),
            ("deal", date(2026, 7, 1), date(2026, 7, 1)),
        ]


def test_twice_is_harmless(rep, team):
    with tenant(rep.organisation_id):
        run()
        Touched.objects.all().delete()
        assert run() == 0
        AssignmentChange.objects.create(membership=rep)
        assert run() == 0
        assert not Touched.objects.exists()


def test_the_task_opens_the_organisation(rep, team):
    run_assignment_changes(str(rep.organisation_id))
    with tenant(rep.organisation_id):
        assert Deal.objects.filter(team=team).count() == 1


def test_other_organisations_are_not_touched(rep, team, other_organisation):
    run_assignment_changes(str(other_organisation.pk))
    with tenant(rep.organisation_id):
        assert organisations_due("assignment_changes") == [rep.organisation_id]
