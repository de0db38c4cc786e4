"""A second file of the CRM does not undo what was decided here since the first, unless the CRM says something new."""

from datetime import timedelta

import pytest

from pipeline.actions import distribution, hand_off
from pipeline.models import Lead, StageTransition
from teams.models import Assignment
from tests.factories.hand_offs import make_routing_rule
from tests.factories.teams import NOW, make_assignment, make_membership, make_team, make_territory
from tests.pipeline.imports import counts, run

HEADER = "lead id,created,stage,owner,territory\n"
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def team(in_tenant):
    team = make_team()
    make_assignment(membership=make_membership(full_name="Ann"), team=team, territory=make_territory(name="Home"))
    make_territory(name="Gulf")
    make_routing_rule(team=team)
    return team


def said(stage="MQL", owner="", territory="Gulf"):
    return f"{HEADER}L1,2026-08-14,{stage},{owner},{territory}\n"


def now():
    return Lead.objects.values_list("stage", "owner__full_name", "territory__name", "team").get()


def handed_out_and_accepted():
    counts("lead", said())
    distribution.hand_out(at=NOW)
    hand_off.accept(lead=Lead.objects.get(), by=make_membership("sales_manager"), at=LATER)


def test_a_territory_of_the_file_is_the_leads_own_until_somebody_has_it(team):
    counts("lead", said())
    assert now() == ("mql", None, "Gulf", None)
    distribution.hand_out(at=NOW)
    assert now() == ("mql", "Ann", "Home", team.pk)


def test_the_same_file_again_leaves_what_was_decided(team):
    handed_out_and_accepted()
    assert counts("lead", said()) == (0, 0, 1, 0)
    assert now() == ("sal", "Ann", "Home", team.pk)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({"stage": "Closed Won"}, ("won", "Ann", "Home")),
        ({"owner": "Bob"}, ("sal", "Bob", None)),
        ({"territory": "Home"}, ("sal", "Ann", "Home")),
        ({"stage": "Accepted", "owner": "Ann"}, ("sal", "Ann", "Home")),
    ],
)
def test_what_the_crm_says_anew_counts(team, words, expected):
    make_membership(full_name="Bob")
    handed_out_and_accepted()
    assert counts("lead", said(**words)) == (0, 1, 0, 0)
    assert now()[:3] == expected
    assert counts("lead", said(**words)) == (0, 0, 1, 0)
    assert set(StageTransition.objects.values_list("to_stage", flat=True)) == {"mql", "sal", expected[0]}


def test_the_crm_takes_a_lead_away(team):
    counts("lead", said(owner="Ann"))
    counts("lead", said())
    assert now() == ("mql", None, "Gulf", None)


def test_a_corrected_day_moves_the_place_of_whoever_has_the_lead(team):
    counts("lead", said())
    distribution.hand_out(at=NOW)
    Assignment.objects.update(starts_on=NOW.date())
    counts("lead", said().replace("2026-08-14", "2026-08-01"))
    assert now() == ("mql", "Ann", None, None)


def test_a_lead_of_the_wrong_territory_stays_out_of_it(team):
    counts("lead", said())
    distribution.hand_out(at=NOW)
    lead = Lead.objects.select_related("owner").get()
    hand_off.reject(lead=lead, reason="wrong_territory", note="", returns_on=None, by=lead.owner, at=LATER)
    assert now() == ("mql", None, None, None)
    assert counts("lead", said()) == (0, 0, 1, 0)
    assert now() == ("mql", None, None, None)
    counts("lead", said(territory="Home"))
    assert now() == ("mql", None, "Home", None)


def test_unknown_territories_are_refused_and_never_made(team):
    assert run("lead", said(territory="Atlantis")).problems.get().code == "name_unknown"
