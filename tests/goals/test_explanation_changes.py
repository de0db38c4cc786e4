"""What changed since yesterday, beside the number that is explained."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine

from goals.actions import objectives, recomputes
from goals.queries.changes import change_of
from goals.queries.progress import progress_of
from pipeline.models import Deal
from teams.tenancy import tenant
from tests.factories.goals import make_objective
from tests.factories.pipeline import make_deal
from tests.factories.teams import NOW

TOMORROW = NOW + timedelta(days=1)


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def grown(objective, rep, sales_team):
    """USD 1,200 of 3,000 yesterday; today another deal of USD 800."""
    with time_machine.travel(TOMORROW, tick=False), tenant(objective.organisation_id):
        won = {"owner": rep, "team": sales_team, "department": sales_team.department}
        Deal.objects.update(recorded_at=NOW)
        make_deal(name="Late deal", amount_minor=80_000, day=date(2026, 8, 5), recorded_at=TOMORROW, **won)
        recomputes.everything(at=TOMORROW)
        yield objective


def test_before_after_and_difference_are_shown_and_the_new_record_is_marked(client_of, grown, rep):
    client = client_of(rep)
    response = client.get(client.organisation_url("goals:objective_explain", grown.pk))
    text = words(response)
    assert "What changed since Aug 14, 2026" in text
    assert "Actual USD 1,200 USD 2,000 USD 800" in text
    assert "Late deal New or changed since" in text
    assert text.count("New or changed since") == 1


def test_a_new_target_is_told(grown):
    objectives.edit(objective=grown, version=1, values={"target": Decimal(400_000)}, by=None, at=TOMORROW)
    row = progress_of(grown.pk, on=TOMORROW.date())
    change = row and change_of(row)
    assert change is not None
    assert change.has_new_terms
    assert [(line.before, line.after) for line in change.lines if line.name == "asked"] == [(300_000, 400_000)]


def test_of_an_earlier_day_there_is_what_changed_until_then(grown):
    row = progress_of(grown.pk, on=NOW.date(), known_on=NOW.date())
    assert row is not None
    assert change_of(row) is None


def test_of_a_band_both_ends_are_shown_as_they_were_and_as_they_are(client_of, grown, goal, rep):
    client = client_of(rep)
    with tenant(grown.organisation_id):
        with time_machine.travel(NOW, tick=False):
            band = make_objective(
                goal=goal, direction="between", target=Decimal(100_000), target_upper=Decimal(200_000)
            )
            recomputes.everything(at=NOW)
        objectives.edit(objective=band, version=1, values={"target_upper": Decimal(300_000)}, by=None, at=TOMORROW)
        recomputes.everything(at=TOMORROW)
    text = words(client.get(client.organisation_url("goals:objective_explain", band.pk)))
    assert "Target Lower end USD 1,000 USD 1,000 USD 0 Target Upper end USD 2,000 USD 3,000 USD 1,000" in text
    assert "Expected today Upper end USD 978.26" in text
