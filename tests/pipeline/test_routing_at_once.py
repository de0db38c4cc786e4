"""Several workers at once, each with its own connection."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from pipeline.actions import distribution
from pipeline.models import LeadAssignment
from teams.tenancy import tenant
from tests.factories.hand_offs import make_routing_rule
from tests.factories.pipeline import make_lead, make_stage_transition
from tests.factories.teams import NOW, make_assignment, make_membership, make_organisation, make_team

pytestmark = pytest.mark.django_db(transaction=True)
LEADS = 12


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
