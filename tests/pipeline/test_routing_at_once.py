"""Several workers at once, each with its own connection."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from pipeline.actions import distribution, lead_definitions, readings
from pipeline.models import LeadAssignment, ReadingVersion
from teams.actions.refusals import Refused
from teams.tenancy import tenant
from tests.factories.hand_offs import make_routing_rule
from tests.factories.pipeline import make_lead, make_reading, make_stage_transition
from tests.factories.teams import NOW, make_assignment, make_department, make_membership, make_organisation, make_team

pytestmark = pytest.mark.django_db(transaction=True)
LEADS = 12


def at_once(acme, work):
    """What four people are answered."""

    def once(_number):
        try:
            with tenant(acme.pk):
                return str(work())
        except Refused as refused:
            return refused.reason
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as people:
        return sorted(people.map(once, range(4)))


def test_a_reading_is_withdrawn_once_and_a_draft_is_begun_once():
    acme = make_organisation(slug="acme")
    with tenant(acme.pk):
        reading, member = make_reading(), make_membership("owner")
        for kind in ("marketing", "sales"):
            make_department(kind)
    assert at_once(acme, lambda: readings.withdraw(reading=reading, by=member, at=NOW)) == ["None"] * 4
    with tenant(acme.pk):
        assert ReadingVersion.objects.count() == 1
    begun = at_once(acme, lambda: lead_definitions.draft(by=member, at=NOW).number)
    assert begun == ["1", *["There is a draft already."] * 3]


def test_each_lead_is_handed_out_once_and_in_turn():
    acme = make_organisation(slug="acme")
    with tenant(acme.pk):
        team = make_team()
        for _ in range(3):
            make_assignment(membership=make_membership(), team=team)
        make_routing_rule(team=team)
        for _ in range(LEADS):
            make_stage_transition(lead=make_lead(stage="mql"), to_stage="mql", occurred_at=NOW)

    def sweep(_number):
        try:
            with tenant(acme.pk):
                return distribution.hand_out(at=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        assert sum(workers.map(sweep, range(4))) == LEADS
    with tenant(acme.pk):
        got = Counter(LeadAssignment.objects.values_list("owner", flat=True))
    assert sorted(got.values()) == [4, 4, 4]
