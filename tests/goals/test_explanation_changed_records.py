"""Which records make the difference since yesterday: new, changed and deleted ones, with what they were."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from goals.actions import recomputes
from pipeline.models import Deal, FormerFact, StageTransition
from teams.tenancy import tenant
from tests.factories.goals import make_objective
from tests.factories.teams import NOW
from tests.pipeline.imports import run

HEAD = "opportunity_id,deal_name,account,deal_stage,close_value,engage_date,close_date,sales_agent\n"
YESTERDAY = f"""{HEAD}D1,Kept deal,Acme,Won,100,2026-07-01,2026-08-03,Rita Rep
D2,Cheaper deal,Acme,Won,500,2026-07-01,2026-08-04,Rita Rep
D3,Lost again,Beta,Won,70,2026-07-01,2026-08-05,Rita Rep
D4,Deleted deal,Beta,Won,30,2026-07-01,2026-08-06,Rita Rep
D5,Won late,Ceta,Open,40,2026-07-01,,Rita Rep
"""
TODAY = f"""{HEAD}D1,Kept deal,Acme,Won,100,2026-07-01,2026-08-03,Rita Rep
D2,Cheaper deal,Acme,Won,450,2026-07-01,2026-08-04,Rita Rep
D3,Lost again,Beta,Lost,70,2026-07-01,2026-08-05,Rita Rep
D5,Won late,Ceta,Won,40,2026-07-01,2026-08-07,Rita Rep
D6,Brand new,Deta,Won,900,2026-07-01,2026-08-08,Rita Rep
"""
TOMORROW = NOW + timedelta(days=1)


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def import_at(moment, content, file_name):
    with time_machine.travel(moment, tick=False):
        run("deal", content, at=moment, file_name=file_name)
    replaced_at(moment)


def replaced_at(moment):
    """The database notes what was replaced by its own clock, which the tests cannot move."""
    FormerFact.objects.filter(replaced_at__gt=NOW + timedelta(days=60)).update(replaced_at=moment)


@pytest.fixture
def changed(objective, rep):
    """Won of the organisation: USD 1,200 + 700 yesterday; since then one deal cheaper, one lost, one deleted, one won, one new."""
    with tenant(objective.organisation_id):
        Deal.objects.update(recorded_at=NOW - timedelta(hours=2))
        import_at(NOW - timedelta(hours=1), YESTERDAY, "yesterday.csv")
        won = make_objective(goal=objective.goal, scope="organisation", owner=rep, target=Decimal(300_000))
        count = make_objective(
            goal=objective.goal, scope="organisation", owner=rep, target=Decimal(9), metric_key="deals_won"
        )
        recomputes.everything(at=NOW)
        import_at(TOMORROW, TODAY, "today.csv")
        StageTransition.objects.filter(deal__external_id="D4").delete()
        Deal.objects.filter(external_id="D4").delete()
        replaced_at(TOMORROW + timedelta(seconds=1))
        recomputes.everything(at=TOMORROW + timedelta(minutes=1))
    with time_machine.travel(TOMORROW + timedelta(minutes=2), tick=False):
        yield won, count


def explained(client, objective, **query):
    return client.get(client.organisation_url("goals:objective_explain", objective.pk), query)


def test_new_changed_and_deleted_records_are_shown_with_what_they_were(client_of, changed, owner):
    text = words(explained(client_of(owner), changed[0]))
    assert "Actual USD 1,900 USD 2,690 USD 790" in text
    assert "Brand new D6 Aug 8, 2026 New – USD 900" in text
    assert "Lost again D3 Aug 5, 2026 Counts no longer Status USD 70 –" in text
    assert "Cheaper deal D2 Aug 4, 2026 Changed Amount USD 500 USD 450" in text
    assert "Won late D5 Aug 7, 2026 Counts now Status · Sales cycle · Closed on – USD 40" in text
    assert "Deleted deal D4 Aug 6, 2026 Deleted USD 30 –" in text
    assert "today.csv" in text and "yesterday.csv" not in text
    assert "Kept deal D1 Aug 3, 2026 Changed" not in text
    assert "Together they are the whole difference." in text


def test_of_a_count_only_what_counts_otherwise_is_shown(client_of, changed, owner):
    text = words(explained(client_of(owner), changed[1]))
    assert "Actual 6 6 0" in text
    assert "Cheaper deal D2 Aug 4, 2026 Changed" not in text
    assert "Together they are the whole difference." in text


def test_as_of_yesterday_nothing_of_today_is_known(client_of, changed, owner):
    text = words(explained(client_of(owner), changed[0], as_of=NOW.date().isoformat()))
    assert "Brand new D6 Aug 8, 2026 New" not in text
    assert "Deleted deal D4 Aug 6, 2026 Deleted" not in text


def test_what_was_changed_after_the_day_shown_is_told_as_it_was_then(client_of, changed, owner):
    later = TOMORROW + timedelta(days=1)
    with tenant(changed[0].organisation_id):
        import_at(later, TODAY.replace(",900,", ",800,"), "later.csv")
        recomputes.everything(at=later + timedelta(minutes=1))
    with time_machine.travel(later + timedelta(minutes=2), tick=False):
        then = words(explained(client_of(owner), changed[0], as_of=TOMORROW.date().isoformat()))
        now = words(explained(client_of(owner), changed[0]))
    assert "Brand new D6 Aug 8, 2026 New – USD 900" in then
    assert "Brand new D6 Aug 8, 2026 Changed Amount USD 900 USD 800" in now


def test_changes_without_old_values_are_told(client_of, changed, owner):
    with tenant(changed[0].organisation_id):
        FormerFact.objects.filter(fact_id=Deal.objects.get(external_id="D2").pk).delete()
        mark = {"fact": "deal", "fact_id": "00000000-0000-0000-0000-000000000000", "replaced_at": TOMORROW}
        FormerFact.objects.create(**mark)
    text = words(explained(client_of(owner), changed[0]))
    assert "What these records do not explain of the difference: USD -50" in text
    assert "so many records were changed at once" in text


def test_old_values_are_kept_for_some_weeks_only(client_of, changed, owner):
    with time_machine.travel(TOMORROW + timedelta(days=40), tick=False):
        assert "Old values of records are kept for 35 days" in words(explained(client_of(owner), changed[0]))


def test_records_are_not_shown_to_those_who_may_not_see_them(client_of, changed, viewer):
    text = words(explained(client_of(viewer), changed[0]))
    assert "Deleted deal" not in text
